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
    /// <summary>The party as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("party", Id.ToString()),
        ("kind", Words.Of(Kind)),
        ("name", Name),
        ("ids", ExternalId.ToTree(ExternalIds)),
        ("contact", Contact is null ? null : (Tree)Contact));

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
        form.Close();
        return problems.Count > 0 ? Outcome.Fail<Party>(problems) : new Party(id!.Value, kind!.Value, name, ids, contact);
    }
}
