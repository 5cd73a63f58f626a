namespace Countersign.Credentials.Containers.Pdf;

internal enum PdfKind
{
    Null,
    Boolean,
    Integer,
    Real,
    Name,
    Text,
    Array,
    Dictionary,
    Reference,
}

/// <summary>
/// A value of a PDF (ISO 32000-2, 7.3) with the place of its bytes, so that what is not changed can be written again as it stood.
/// </summary>
internal sealed class PdfValue
{
    public required PdfKind Kind { get; init; }

    /// <summary>First byte of the value in the bytes it was read from.</summary>
    public int Start { get; init; }

    /// <summary>The first byte behind it.</summary>
    public int End { get; init; }

    /// <summary>An integer, or the number of the object that a reference refers to.</summary>
    public long Number { get; init; }

    /// <summary>The generation of a reference.</summary>
    public int Generation { get; init; }

    /// <summary>A name without its slash, <c>#xx</c> decoded, one character per byte.</summary>
    public string Name { get; init; } = "";

    /// <summary>The bytes of a string, escapes decoded.</summary>
    public byte[] Text { get; init; } = [];

    public IReadOnlyList<PdfValue> Items { get; init; } = [];

    /// <summary>The entries of a dictionary in order. Of a key that stands twice, the last counts.</summary>
    public IReadOnlyList<KeyValuePair<string, PdfValue>> Entries { get; init; } = [];

    /// <summary>The value of a key, or null.</summary>
    public PdfValue? this[string key]
    {
        get
        {
            for (var i = Entries.Count - 1; i >= 0; i--)
            {
                if (Entries[i].Key == key) return Entries[i].Value.Kind == PdfKind.Null ? null : Entries[i].Value;
            }

            return null;
        }
    }

    public bool Is(string name) => Kind == PdfKind.Name && Name == name;

    public bool IsDictionary => Kind == PdfKind.Dictionary;
}
