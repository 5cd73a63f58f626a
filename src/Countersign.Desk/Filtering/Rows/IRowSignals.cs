using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Desk.Filtering.Sources;

namespace Countersign.Desk.Filtering.Rows;

/// <summary>What the fields of an item come to.</summary>
/// <param name="Preferences">The wishes that were understood.</param>
/// <param name="NotUnderstood">What could be a wish and was not understood, in plain words; null when all was.</param>
/// <param name="Source">The field and value that was not understood.</param>
internal sealed record RowReading(ImmutableArray<Preference> Preferences, string? NotUnderstood, string? Source)
{
    public static readonly RowReading Nothing = new([], null, null);
}

/// <summary>Reads the fields in which an item states wishes. What it cannot read it says so: silence would be taken for consent.</summary>
internal interface IRowSignals
{
    RowReading Read(ImmutableArray<StatedField> fields);
}
