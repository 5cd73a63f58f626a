using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>A consent and a refusal that some use meets both of. The refusal wins there.</summary>
/// <param name="Grant">The consent.</param>
/// <param name="Prohibition">The refusal.</param>
/// <param name="IsWhole">True when the refusal covers all of the consent, so that nothing of it is left.</param>
/// <param name="IsCertain">False when a limit that cannot be read keeps it open.</param>
/// <param name="Common">What the two have in common.</param>
public sealed record Conflict(Grant Grant, Prohibition Prohibition, bool IsWhole, bool IsCertain, ImmutableArray<Difference> Common);

/// <summary>Finds consents and refusals that stand against each other.</summary>
public static class Conflicts
{
    /// <summary>Those among the statements that count: their speakers could speak, and neither is over or taken back for good at <paramref name="asOf"/>.</summary>
    public static ImmutableArray<Conflict> Among(Facts facts, AsOf asOf)
    {
        var (register, algebra) = (facts.Register, new StatementAlgebra(facts.Register));
        var named = facts.Statements.Select(recorded => recorded.Statement).OfType<ScopedStatement>().SelectMany(statement => statement.About);
        var standing = Standing.Of(facts, named.Concat(register.Works.Select(work => work.Id)), asOf).Select(one => one.Statement).Distinct().ToList();
        var prohibitions = standing.OfType<Prohibition>().SelectMany(prohibition => Entries(prohibition).Select(entry => (entry, prohibition))).ToLookup(pair => pair.entry, pair => pair.prohibition);
        return
        [
            .. from grant in standing.OfType<Grant>()
               from prohibition in Entries(grant).SelectMany(entry => prohibitions[entry]).Distinct().OrderBy(prohibition => prohibition.Id, StringComparer.Ordinal)
               let meeting = algebra.Meets(grant, prohibition)
               where meeting.Holds != Truth.False
               select new Conflict(grant, prohibition, algebra.Contains(prohibition, grant).Holds == Truth.True, meeting.Holds == Truth.True, meeting.Common),
        ];

        // A model is met by what is said of those behind it, too.
        IEnumerable<SubjectId> Entries(ScopedStatement statement) =>
            statement.About.SelectMany(about => register.Behind(about)).SelectMany(of => register.Wholes(of)).Select(of => of.Entry).Distinct();
    }
}
