using System.Buffers.Binary;

namespace Countersign.Credentials.Jumbf;

/// <summary>
/// One box of a manifest store (ISO 19566-5; C2PA 2.2 §11.1). <see cref="Bytes"/> are the bytes as they stood.
/// </summary>
internal sealed class JumbfBox
{
    /// <summary>The four-character code: <c>jumb</c>, <c>jumd</c>, <c>cbor</c>, <c>json</c>, <c>bfdb</c>, <c>bidb</c>, <c>uuid</c>, <c>brob</c>, <c>free</c> …</summary>
    public required uint Type { get; init; }

    /// <summary>The first byte of the box, from the start of the store.</summary>
    public required int Offset { get; init; }

    /// <summary>8, or 16 where the length is given in XLBox.</summary>
    public required int HeaderLength { get; init; }

    /// <summary>The whole box, header included.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The box without its header. Of a superbox this is what a hashed URI hashes (C2PA 2.2 §8.4.2.3): description and content boxes.</summary>
    public ReadOnlyMemory<byte> Content => Bytes[HeaderLength..];

    /// <summary>Of a superbox: its description; null for other boxes.</summary>
    public JumbfDescription? Description { get; init; }

    /// <summary>Of a superbox: the boxes after its description. Empty for other boxes.</summary>
    public IReadOnlyList<JumbfBox> Children { get; init; } = [];

    /// <summary>The label of a superbox; empty when it has none.</summary>
    public string Label => Description?.Label ?? "";

    public bool IsSuperbox => Description is not null;

    public bool Is(ReadOnlySpan<byte> type) => Type == BinaryPrimitives.ReadUInt32BigEndian(type);

    /// <summary>The first content box of a type, or null.</summary>
    public JumbfBox? Child(ReadOnlySpan<byte> type)
    {
        foreach (var child in Children)
        {
            if (child.Is(type)) return child;
        }

        return null;
    }

    /// <summary>The first superbox of a label among the children, or null.</summary>
    public JumbfBox? Labelled(string label)
    {
        foreach (var child in Children)
        {
            if (child.IsSuperbox && child.Label == label) return child;
        }

        return null;
    }
}

/// <summary>The description box of a superbox: <code>jumd: uuid(16) toggles(1) [label… 0] [id(4)] [sha256(32)] [private box]</code></summary>
/// <param name="Uuid">The type of the content.</param>
/// <param name="Toggles">Bit 0 requestable, 1 label, 2 id, 3 hash, 4 private box.</param>
/// <param name="Label">The label, or empty.</param>
/// <param name="Salt">The content of a <c>c2sh</c> private box, or empty (C2PA 2.2 §8.4.2.3).</param>
internal sealed record JumbfDescription(Guid Uuid, byte Toggles, string Label, ReadOnlyMemory<byte> Salt);

/// <summary>The types of C2PA superboxes (C2PA 2.2 §11.1), and of JUMBF content (ISO 19566-5, annex B).</summary>
internal static class JumbfTypes
{
    public static readonly Guid Store = Of("c2pa");
    public static readonly Guid StandardManifest = Of("c2ma");
    /// <summary>Accepted on reading, never written.</summary>
    public static readonly Guid LegacyManifest = Of("c2md");
    public static readonly Guid UpdateManifest = Of("c2um");
    public static readonly Guid CompressedManifest = Of("c2cm");
    public static readonly Guid TimeStampManifest = Of("c2tm");
    public static readonly Guid AssertionStore = Of("c2as");
    public static readonly Guid Claim = Of("c2cl");
    public static readonly Guid Signature = Of("c2cs");
    public static readonly Guid CredentialStore = Of("c2vc");
    public static readonly Guid DataBoxStore = Of("c2db");
    public static readonly Guid Cbor = Of("cbor");
    public static readonly Guid Json = Of("json");
    public static readonly Guid Uuid = Of("uuid");
    public static readonly Guid EmbeddedFile = new([0x40, 0xCB, 0x0C, 0x32, 0xBB, 0x8A, 0x48, 0x9D, 0xA7, 0x0B, 0x2A, 0xD6, 0xF4, 0x7F, 0x43, 0x69], bigEndian: true);

    private static Guid Of(string code) =>
        new([(byte)code[0], (byte)code[1], (byte)code[2], (byte)code[3], 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71], bigEndian: true);
}
