using System.Text.Json;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Claims;

/// <summary>One assertion of a manifest: its box, and its content decoded when somebody asks.</summary>
internal sealed class Assertion(JumbfBox box, string uri, ParseLimits limits)
{
    private CborNode? _node;
    private string _defect = "";
    private bool _read;

    public JumbfBox Box { get; } = box;

    public AssertionLabel Label { get; } = AssertionLabel.Read(box.Label);

    /// <summary>The URI from the store, for statuses.</summary>
    public string Uri { get; } = uri;

    public bool IsCbor => Box.Description!.Uuid == JumbfTypes.Cbor || Box.Child("cbor"u8) is not null;

    public bool IsJson => Box.Description!.Uuid == JumbfTypes.Json || Box.Child("json"u8) is not null;

    /// <summary>The decoded CBOR content, or null when it has none or it is not well-formed.</summary>
    public CborNode? Node
    {
        get
        {
            if (_read) return _node;
            _read = true;
            if (Box.Child("cbor"u8) is not { } content) _defect = "The assertion has no CBOR content.";
            else if (CborNode.TryRead(content.Content, limits, out var node, out var says)) _node = node;
            else _defect = says;
            return _node;
        }
    }

    /// <summary>Why <see cref="Node"/> is null.</summary>
    public string Defect => Node is null ? _defect : "";

    /// <summary>The JSON content, or null when there is none or it breaks RFC 8259. To be disposed of.</summary>
    public JsonDocument? ReadJson(out string defect)
    {
        defect = "The assertion has no JSON content.";
        if (Box.Child("json"u8) is not { } content) return null;
        try
        {
            var bytes = content.Content;
            // Writers in C end their texts with a zero.
            while (!bytes.IsEmpty && bytes.Span[^1] == 0) bytes = bytes[..^1];
            var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
            if (IsText(document.RootElement)) return document;
            document.Dispose();
            defect = "A text in it has half of a pair of surrogates, which no text can hold.";
            return null;
        }
        catch (JsonException e)
        {
            defect = e.Message;
            return null;
        }
    }

    // RFC 8259 §8.2: such escapes pass the grammar, and whoever asks for the text gets an exception.
    private static bool IsText(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String: return element.GetString() is not null;
                case JsonValueKind.Array: return element.EnumerateArray().All(IsText);
                case JsonValueKind.Object: return element.EnumerateObject().All(p => p.Name is not null && IsText(p.Value));
                default: return true;
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>True when every content box holds nothing but zeros, whatever its type: what a redaction leaves behind (C2PA 2.2 §6.8).</summary>
    public bool IsBlank
    {
        get
        {
            foreach (var child in Box.Children)
            {
                if (!IsZero(child)) return false;
            }

            return true;
        }
    }

    // A nested superbox is content like any other: its own header and description may not carry anything either.
    private static bool IsZero(JumbfBox box) => box.Content.Span.IndexOfAnyExcept((byte)0) < 0;
}
