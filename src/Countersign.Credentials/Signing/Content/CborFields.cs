namespace Countersign.Credentials.Signing.Content;

/// <summary>Gathers the fields of a map; a field without a value is left out, as the CDDL's optional fields are.</summary>
internal sealed class CborFields
{
    private readonly List<KeyValuePair<string, CborValue>> _fields = [];

    public bool IsEmpty => _fields.Count == 0;

    public CborFields Add(string key, CborValue? value)
    {
        if (value is not null) _fields.Add(new(key, value));
        return this;
    }

    public CborFields Add(string key, string? value) => Add(key, value is null ? null : CborValue.Of(value));

    public CborFields AddList(string key, IReadOnlyList<CborValue> items) => items.Count == 0 ? this : Add(key, CborValue.Array(items));

    public CborValue ToMap() => CborValue.Map(_fields);
}
