using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Clearance;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Documents;
using Countersign.Desk.Standards;

namespace Countersign.Desk.Tests.Standards;

/// <summary>One work with one holder, and short ways to import and export for it.</summary>
internal static class Docs
{
    public static readonly PartyId Holder = PartyId.Parse("party:mara").Value;
    public static readonly PartyId Finder = PartyId.Parse("party:finder").Value;
    public static readonly SubjectId Poster = SubjectId.Parse("work:poster").Value;
    public static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly AsOf Now = AsOf.Moment(new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public static readonly Register Register = new(
        [Read("{ party: party:mara, kind: person, name: Mara }", Party.FromTree), Read("{ party: party:finder, kind: person, name: Finder }", Party.FromTree), Read("{ party: party:press, kind: organisation, name: Press }", Party.FromTree)],
        [Read("{ work: work:poster, kind: picture, title: Poster, holders: [party:mara] }", Work.FromTree)],
        Enumerable.Empty<Persona>(), Enumerable.Empty<TrainedModel>());

    public static Act Act(string name) => Core.Statements.Act.Parse(name).Value;

    public static T Read<T>(string yaml, Func<Tree, Outcome<T>> read) => YamlDocuments.Read(yaml).Then(trees => read(trees[0])) is { IsOk: true, Value: var value } ? value : throw new InvalidOperationException(yaml);

    /// <summary>A statement of the holder about the poster.</summary>
    public static Statement Says(string parts) => Read($"{{ by: party:mara, made: 2026-01-01, about: [work:poster], {parts} }}", StatementForm.FromTree);

    public static Facts Facts(params IEnumerable<Statement> statements) => new(Register, [.. statements.Select(statement => new RecordedStatement(statement, statement.Made))]);

    public static PublicTerms Terms(params IEnumerable<Statement> statements) => new(Poster, Facts(statements), Now);

    public static IStandard Standard(string name) => KnownStandards.Named(name)!;

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static Outcome<Imported> TryImport(string standard, string document, string source = "found", string? location = "/a/poster.jpg", bool own = false) =>
        Standard(standard).Import(Bytes(document), new(own ? Holder : Finder, Made, [Poster], source) { Location = location, IsOwnWord = own });

    public static Imported Import(string standard, string document, string source = "found", string? location = "/a/poster.jpg", bool own = false)
    {
        var outcome = TryImport(standard, document, source, location, own);
        Assert.True(outcome.IsOk, string.Join("\n", outcome.Problems));
        return outcome.Value;
    }

    public static string Export(string standard, params Statement[] statements) => Standard(standard).Export(new(Terms(statements), "/a/poster.jpg")).Value.Document;

    /// <summary>What an import opens and reserves: <c>+train</c>, <c>-analyse.mine</c>, in order.</summary>
    public static string Wishes(Imported imported) => string.Join(" ", imported.Statements.OfType<PreferenceStatement>()
        .SelectMany(wish => wish.Acts.Select(act => (wish.Allows ? "+" : "-") + act)).Distinct().OrderBy(word => word[1..], StringComparer.Ordinal).ThenBy(word => word, StringComparer.Ordinal));

    /// <summary>What somebody of whom nothing is known may do with the poster.</summary>
    public static Decision Decide(string act, ImmutableArray<string>? territories, params IEnumerable<Statement> statements)
    {
        var use = Use.Of(Act(act), PartyId.Parse("party:stranger").Value, Poster) with { On = new Period(Now.At, null) };
        if (territories is { } where) use = use.With(Dimension.Territory, [.. where]);
        return PlainInterpreter.Decide(use, Facts(statements), Now);
    }
}
