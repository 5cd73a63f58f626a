using System.Buffers.Binary;
using System.Text;

namespace Countersign.Credentials.Jumbf;

/// <summary>Writes boxes (ISO 19566-5). A superbox is given its parts ready made, so that an ingredient's bytes stay as they were.</summary>
internal static class JumbfWriter
{
    /// <summary>A box: <code>LBox(4) TBox(4) content</code></summary>
    public static byte[] Box(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)box.Length);
        type.CopyTo(box.AsSpan(4));
        content.CopyTo(box.AsSpan(8));
        return box;
    }

    /// <summary>A superbox with a label that can be requested (toggles 0x03), or with a salt as well (0x13).</summary>
    /// <param name="type">The type of the content, one of <see cref="JumbfTypes"/>.</param>
    /// <param name="label">The label: no control characters, and none of <c>/ ; ? #</c>.</param>
    /// <param name="salt">16 or 32 random bytes, or none.</param>
    /// <param name="children">The content boxes, each with its header.</param>
    public static byte[] Superbox(Guid type, string label, ReadOnlySpan<byte> salt, params IEnumerable<ReadOnlyMemory<byte>> children)
    {
        var name = Encoding.UTF8.GetBytes(label);
        var saltBox = salt.IsEmpty ? [] : Box("c2sh"u8, salt);
        var description = new byte[16 + 1 + name.Length + 1 + saltBox.Length];
        type.TryWriteBytes(description, bigEndian: true, out _);
        description[16] = (byte)(salt.IsEmpty ? 0x03 : 0x13);
        name.CopyTo(description, 17);
        saltBox.CopyTo(description, 18 + name.Length);
        var content = new MemoryStream();
        content.Write(Box("jumd"u8, description));
        foreach (var child in children) content.Write(child.Span);
        return Box("jumb"u8, content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
