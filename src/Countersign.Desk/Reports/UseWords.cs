using Countersign.Core.Clearance;
using Countersign.Core.Statements;

namespace Countersign.Desk.Reports;

/// <summary>The stated dimensions of a use, as people read them.</summary>
internal static class UseWords
{
    public static IEnumerable<(string Name, string Value)> Of(Use use)
    {
        foreach (var (dimension, name, _) in Scope.Worded)
        {
            if (!use.Terms.TryGetValue(dimension, out var values)) continue;
            yield return (char.ToUpperInvariant(name[0]) + name[1..], dimension == Dimension.Territory && Territories.IsWorld(values) ? "the world" : string.Join(", ", values));
        }
        if (use.On is { } on) yield return ("On", on.ToString());
    }
}
