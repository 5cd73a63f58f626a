using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>What an export does not say.</summary>
internal static class Losing
{
    /// <summary>The losses of an export in a standard with these terms: the conditions of what they speak of, what they leave out, and what they have no word for.</summary>
    public static ImmutableArray<Loss> Export(PublicTerms terms, ImmutableArray<Term> table)
    {
        var written = table.Where(term => !term.Written.IsEmpty).ToList();
        var losses = new List<Loss>(terms.Conditions(written.SelectMany(term => term.Opens.Concat(term.Reserves))));
        losses.AddRange(written.Where(term => term.Unsaid is not null && terms.AnyRefused(term.Written)).Select(term => new Loss(term.Name, term.Unsaid!)));
        losses.AddRange(written.Where(term => term.Unopened is not null && !terms.AreOpen(term.Written) && Act.All.Any(act => terms.IsOpen(act) && term.Written.Any(needed => needed.Covers(act) == Truth.True))).Select(term => new Loss(term.Name, term.Unopened!)));
        foreach (var act in Act.All.Where(act => IsWithoutWord(act, written)))
        {
            // What is told of an act is not told again of those below it.
            if (Act.All.Any(above => above != act && above.Covers(act) == Truth.True && IsWithoutWord(above, written) && (terms.IsRefused(above), terms.IsOpen(above)) == (terms.IsRefused(act), terms.IsOpen(act)))) continue;
            if (terms.IsRefused(act)) losses.Add(new(act.Name, "It is refused, or a part of it, and the standard has no word for it."));
            else if (terms.IsOpen(act)) losses.Add(new(act.Name, "It is open, and the standard has no word for it."));
        }
        return [.. losses.Distinct()];
    }

    // The root stands for everything, and its parts are told one by one.
    private static bool IsWithoutWord(Act act, List<Term> written) => act.Name != "use"
        && !written.Any(term => term.Opens.Concat(term.Reserves).Any(said => said.Covers(act) != Truth.False));
}
