using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Core.Parties;

/// <summary>What a party is.</summary>
public enum PartyKind
{
    /// <summary>A natural person: the only kind that can answer a question of judgement.</summary>
    Person,

    /// <summary>The estate of somebody who died.</summary>
    Estate,

    /// <summary>A company, a production, a collective.</summary>
    Organisation,

    /// <summary>A union or guild.</summary>
    Guild,
}

/// <summary>Somebody who can speak: grant, refuse, ask, answer for a use.</summary>
/// <param name="Id">The party's id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As it should be shown.</param>
/// <param name="ExternalIds">Ids in other registers, each well-formed by its own scheme.</param>
/// <param name="Contact">How to ask: an address or an agent, in plain words; null when unknown.</param>
public sealed record Party(PartyId Id, PartyKind Kind, string Name, ImmutableArray<ExternalId> ExternalIds, string? Contact)
{
    /// <summary>The groups it belongs to. A consent given to a group is given to its members.</summary>
    public ImmutableArray<PartyId> MemberOf { get; init; } = [];

    /// <summary>The moment a minor comes of age; null for everybody else. Until then a guardian consents, and the minor can still refuse.</summary>
    public DateTimeOffset? MinorUntil { get; init; }

    /// <summary>Who speaks for a minor. The law or a court appoints them, so it stands in the register and not in a statement of the minor.</summary>
    public ImmutableArray<PartyId> Guardians { get; init; } = [];

    /// <summary>The moment from which a person no longer speaks for themself; null for the living. A day is that day's end: whoever died on it may have spoken on it.</summary>
    public DateTimeOffset? Died { get; init; }

    /// <summary>Who speaks for the person after death: an estate, heirs. Each may speak alone.</summary>
    public ImmutableArray<PartyId> Successors { get; init; } = [];

    /// <summary>The party as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("party", Id.ToString()),
        ("kind", Words.Of(Kind)),
        ("name", Name),
        ("ids", ExternalId.ToTree(ExternalIds)),
        ("contact", Contact is null ? null : (Tree)Contact),
        ("member-of", Parties(MemberOf)),
        ("minor-until", MinorUntil is { } age ? (Tree)Rfc3339.Write(age) : null),
        ("guardians", Parties(Guardians)),
        ("died", Died is { } death ? (Tree)Rfc3339.Write(death) : null),
        ("successors", Parties(Successors)));

    private static Tree? Parties(ImmutableArray<PartyId> parties) => parties.IsEmpty ? null : Tree.Of(parties.Select(party => party.ToString()));

    /// <summary>Reads a party from its document.</summary>
    public static Outcome<Party> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var id = form.Parsed("party", PartyId.Parse);
        var kind = form.Parsed("kind", Words.Parse<PartyKind>);
        var name = form.Text("name");
        var ids = ExternalId.FromTree(form, "ids");
        var contact = form.OptionalText("contact");
        var memberOf = Parties(form, "member-of", id);
        var minorUntil = Moment(form, "minor-until", Rfc3339.TryParseStart);
        var guardians = Parties(form, "guardians", id);
        var died = Moment(form, "died", Rfc3339.TryParseEnd);
        var successors = Parties(form, "successors", id);
        if (kind is not null and not PartyKind.Person && (minorUntil ?? died) is not null) form.Report("form.not-a-person", "Only a person is a minor, or dies.", minorUntil is null ? "died" : "minor-until");
        if (!guardians.IsEmpty && minorUntil is null) form.Report("form.guardians", "A guardian speaks until a person comes of age: say when.", "guardians", "Add minor-until: 2031-05-01.");
        if (!successors.IsEmpty && died is null) form.Report("form.successors", "A successor speaks after a death: say when.", "successors", "Add died: 2024-09-09. While the person lives they can name one in a delegation that takes effect at death.");
        form.Close();
        return problems.Count > 0
            ? Outcome.Fail<Party>(problems)
            : new Party(id!.Value, kind!.Value, name, ids, contact) { MemberOf = memberOf, MinorUntil = minorUntil, Guardians = guardians, Died = died, Successors = successors };
    }

    private static ImmutableArray<PartyId> Parties(TreeReader form, string name, PartyId? self)
    {
        var parties = form.ParsedList(name, PartyId.Parse);
        if (self is { } own && parties.Contains(own)) form.Report("form.self", $"{own} cannot stand here for itself.", name);
        return [.. parties.Distinct().Order()];
    }

    private delegate bool Reading(string text, out DateTimeOffset time);

    private static DateTimeOffset? Moment(TreeReader form, string name, Reading read)
    {
        if (form.OptionalText(name) is not { } text) return null;
        if (read(text, out var time)) return time;
        form.Report("form.time", $"'{text}' is not a day or a time with its offset.", name, "Write 2026-03-01, or 2026-03-01T09:00:00Z.");
        return null;
    }
}
