using System.Collections.Immutable;

namespace Countersign.Desk.Intake.References;

/// <summary>The named particulars of a finding; what has nothing to say is left out.</summary>
internal static class Particulars
{
    public static ImmutableSortedDictionary<string, string> Of(params (string Name, string Value)[] parts) =>
        parts.Where(part => part.Value.Length > 0).ToImmutableSortedDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
}
