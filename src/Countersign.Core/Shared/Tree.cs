using System.Collections.Immutable;

namespace Countersign.Core.Shared;

/// <summary>
/// A document, free of its notation: text, whole numbers, yes/no, lists and maps. YAML, JSON and CBOR are read into it, and every
/// domain type is read from it and written to it once. It holds no floating point: exact numbers travel as text.
/// </summary>
public abstract record Tree
{
    private Tree() { }

    /// <summary>Where this part stood in its source (<c>line 4, column 7</c>); it does not count for equality.</summary>
    public Place? At { get; init; }

    /// <summary>Text.</summary>
    public sealed record Text(string Value) : Tree
    {
        /// <inheritdoc />
        public bool Equals(Text? other) => other is not null && Value == other.Value;

        /// <inheritdoc />
        public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>A whole number of 64 bits.</summary>
    public sealed record Whole(long Value) : Tree
    {
        /// <inheritdoc />
        public bool Equals(Whole? other) => other is not null && Value == other.Value;

        /// <inheritdoc />
        public override int GetHashCode() => Value.GetHashCode();
    }

    /// <summary>Yes or no.</summary>
    public sealed record Flag(bool Value) : Tree
    {
        /// <inheritdoc />
        public bool Equals(Flag? other) => other is not null && Value == other.Value;

        /// <inheritdoc />
        public override int GetHashCode() => Value.GetHashCode();
    }

    /// <summary>An ordered list.</summary>
    public sealed record List(ImmutableArray<Tree> Items) : Tree
    {
        /// <inheritdoc />
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc />
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Named parts, in the order of the source. Names are unique.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, Tree>> Entries) : Tree
    {
        /// <summary>The part of that name, or null.</summary>
        public Tree? this[string name]
        {
            get
            {
                foreach (var (key, value) in Entries)
                    if (key == name) return value;
                return null;
            }
        }

        /// <summary>Equal when the same names hold equal parts, in any order.</summary>
        public bool Equals(Map? other) =>
            other is not null && Entries.Length == other.Entries.Length && Entries.All(entry => Equals(entry.Value, other[entry.Key]));

        /// <inheritdoc />
        public override int GetHashCode() => Entries.Length;
    }

    /// <summary>A place in a source text, counted from one.</summary>
    public sealed record Place(int Line, int Column)
    {
        /// <inheritdoc />
        public override string ToString() => $"line {Line}, column {Column}";
    }

    /// <summary>Text as a tree.</summary>
    public static implicit operator Tree(string value) => new Text(value);

    /// <summary>A whole number as a tree.</summary>
    public static implicit operator Tree(long value) => new Whole(value);

    /// <summary>Yes or no as a tree.</summary>
    public static implicit operator Tree(bool value) => new Flag(value);

    /// <summary>A list of texts.</summary>
    public static Tree Of(IEnumerable<string> texts) => new List([.. texts.Select(text => (Tree)text)]);

    /// <summary>A list.</summary>
    public static Tree Of(IEnumerable<Tree> items) => new List([.. items]);

    /// <summary>A map of those parts that are not null: what is absent is left out, never written as nothing.</summary>
    public static Map Of(params ReadOnlySpan<(string Name, Tree? Value)> parts)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Tree>>(parts.Length);
        foreach (var (name, value) in parts)
            if (value is not null) entries.Add(new(name, value));
        return new(entries.ToImmutable());
    }
}
