using System.Collections.Immutable;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>What an export does not say.</summary>
internal static class Losing
{
    /// <summary>The losses of an export in a standard with these terms: what its terms do not cover, and the conditions of what they do.</summary>
    public static ImmutableArray<Loss> Export(PublicTerms terms, ImmutableArray<Term> table)
    {
        var sayable = table.SelectMany(term => term.Written).Distinct().ToList();
        var losses = new List<Loss>(terms.Conditions(sayable));
        foreach (var act in Act.All)
        {
            if (sayable.Any(said => said.Covers(act) != Core.Shared.Truth.False) && act.Name != "use") continue;
            // The root stands for everything, and its parts are told one by one.
            if (act.Name != "use" && (terms.IsOpen(act) || terms.IsRefused(act)))
                losses.Add(new(act.Name, $"It is {(terms.IsRefused(act) ? "refused" : "open")}, and the standard has no word for it."));
        }
        losses.AddRange(table.Where(term => term.Unsaid is not null && term.Written.Any(act => terms.IsOpen(act) || terms.IsRefused(act))).Select(term => new Loss(term.Name, term.Unsaid!)));
        return [.. losses.Distinct()];
    }
}
