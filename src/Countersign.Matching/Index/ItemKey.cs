namespace Countersign.Matching.Index;

/// <summary>
/// What an item is kept under. By convention the first 16 bytes, big-endian, of the SHA-256 of a registered file's bytes.
/// </summary>
/// <param name="Value">The key as a number; keys are ordered by it.</param>
public readonly record struct ItemKey(UInt128 Value) : IComparable<ItemKey>
{
    internal const int Size = 16;

    /// <inheritdoc/>
    public int CompareTo(ItemKey other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether one key comes before another.</summary>
    public static bool operator <(ItemKey left, ItemKey right) => left.Value < right.Value;

    /// <summary>Whether one key comes after another.</summary>
    public static bool operator >(ItemKey left, ItemKey right) => left.Value > right.Value;

    /// <summary>Whether one key does not come after another.</summary>
    public static bool operator <=(ItemKey left, ItemKey right) => left.Value <= right.Value;

    /// <summary>Whether one key does not come before another.</summary>
    public static bool operator >=(ItemKey left, ItemKey right) => left.Value >= right.Value;
}
