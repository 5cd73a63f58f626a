using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>One assertion, ready to be put into an assertion store.</summary>
/// <param name="Label">With its instance number.</param>
/// <param name="Bytes">The superbox; its header is 8 bytes long.</param>
/// <param name="Gathered">Under which list of the claim it goes.</param>
internal sealed record AssertionBox(string Label, byte[] Bytes, bool Gathered)
{
    /// <summary>The reference that the claim and other assertions of the same manifest hold.</summary>
    public CborValue Reference(string algorithm) => BoxHash.Reference(BoxUri.Own(Label), Bytes.AsSpan(8), algorithm);
}

/// <summary>Makes assertions of one manifest: numbers equal labels and adds salts.</summary>
internal sealed class AssertionMaker(IIdentifierSource identifiers, bool salted)
{
    private readonly Dictionary<string, int> _instances = new(StringComparer.Ordinal);
    private readonly List<AssertionBox> _made = [];

    public IReadOnlyList<AssertionBox> Made => _made;

    public AssertionBox Cbor(string label, CborValue content, bool gathered) =>
        Make(label, JumbfTypes.Cbor, gathered, JumbfWriter.Box("cbor"u8, content.Encoded.Span));

    public AssertionBox Json(string label, byte[] content, bool gathered) =>
        Make(label, JumbfTypes.Json, gathered, JumbfWriter.Box("json"u8, content));

    public AssertionBox File(string label, EmbeddedData content, bool gathered) =>
        Make(label, JumbfTypes.EmbeddedFile, gathered, Description(content), JumbfWriter.Box("bidb"u8, content.Data.Span));

    /// <summary>A hard binding; its label stands once in a manifest and it has no salt, so that its length is known before it exists.</summary>
    public static AssertionBox Binding(string label, ReadOnlySpan<byte> content) =>
        new(label, JumbfWriter.Superbox(JumbfTypes.Cbor, label, default, JumbfWriter.Box("cbor"u8, content)), false);

    // bfdb (ISO 19566-5, B.9): toggles(1) media type 0 [file name 0]; bit 0 of the toggles says that there is a file name.
    private static byte[] Description(EmbeddedData content)
    {
        var type = System.Text.Encoding.UTF8.GetBytes(content.MediaType);
        var name = content.FileName is { } given ? System.Text.Encoding.UTF8.GetBytes(given) : null;
        return JumbfWriter.Box("bfdb"u8, [name is null ? (byte)0 : (byte)1, .. type, 0, .. name is null ? [] : (byte[])[.. name, 0]]);
    }

    private AssertionBox Make(string label, Guid type, bool gathered, params ReadOnlySpan<byte[]> children)
    {
        var count = _instances.GetValueOrDefault(label);
        _instances[label] = count + 1;
        var full = count == 0 ? label : $"{label}__{count}";

        Span<byte> salt = stackalloc byte[16];
        var hasSalt = salted && !Labels.IsActions(label);
        if (hasSalt) identifiers.FillSalt(salt);
        var parts = new List<ReadOnlyMemory<byte>>();
        foreach (var child in children) parts.Add(child);
        var box = new AssertionBox(full, JumbfWriter.Superbox(type, full, hasSalt ? salt : default, parts), gathered);
        _made.Add(box);
        return box;
    }
}
