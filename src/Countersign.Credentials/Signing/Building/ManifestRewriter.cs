using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>
/// The two changes of a manifest that came with an ingredient: an assertion redacted (C2PA 2.2 §6.8), or a new label after a conflict (§8.2).
/// Every box that is not concerned is copied as it stands.
/// </summary>
internal static class ManifestRewriter
{
    // The C2PA Redaction UUID.
    private static readonly Guid s_redaction = new("CAA98EEE-9D4D-F80E-86AD-4DFFCA263973");

    /// <summary>The manifest without the content of some assertions. A compressed manifest comes out uncompressed.</summary>
    /// <param name="manifest">The manifest, unpacked.</param>
    /// <param name="redacted">Labels of assertions, and what to leave of each.</param>
    public static byte[] Redact(JumbfBox manifest, IReadOnlyDictionary<string, RedactionForm> redacted) =>
        Superbox(manifest, child => child.Label != Labels.Assertions ? child.Bytes : Superbox(child, assertion =>
            !assertion.IsSuperbox || !redacted.TryGetValue(assertion.Label, out var form) ? assertion.Bytes
            : form == RedactionForm.Zeroed ? Zeroed(assertion)
            : ReadOnlyMemory<byte>.Empty));

    /// <summary>The manifest under another label.</summary>
    public static byte[] Relabel(JumbfBox manifest, string label) => Join(Relabelled(manifest, label), manifest.Children.Select(c => c.Bytes));

    /// <summary>True when a manifest is what <see cref="Relabel"/> would give; nothing is copied to find out.</summary>
    public static bool IsRelabelled(JumbfBox manifest, JumbfBox from)
    {
        var (ours, theirs) = (DescriptionBytes(manifest), DescriptionBytes(from));
        return Relabelled(from, manifest.Label).AsSpan().SequenceEqual(ours.Span)
            && manifest.Content.Span[ours.Length..].SequenceEqual(from.Content.Span[theirs.Length..]);
    }

    /// <summary>True when the box holds nothing but zeros, or the redaction box of §6.8.</summary>
    public static bool IsRedacted(JumbfBox assertion) => assertion.Children.All(child =>
        AllZero(child.Content.Span) || (child.Is("uuid"u8) && child.Content.Length >= 16
            && new Guid(child.Content.Span[..16], bigEndian: true) == s_redaction && AllZero(child.Content.Span[16..])));

    private static byte[] Relabelled(JumbfBox manifest, string label)
    {
        var description = DescriptionBytes(manifest).Span;
        // The box header of a description may be of either length; the label follows 16 bytes of UUID and one of toggles.
        var inner = description[(BinaryPrimitives.ReadUInt32BigEndian(description) == 1 ? 16 : 8)..];
        var old = Encoding.UTF8.GetByteCount(manifest.Label);
        return JumbfWriter.Box("jumd"u8, [.. inner[..17], .. Encoding.UTF8.GetBytes(label), .. inner[(17 + old)..]]);
    }

    private static ReadOnlyMemory<byte> Zeroed(JumbfBox assertion)
    {
        Span<byte> id = stackalloc byte[16];
        s_redaction.TryWriteBytes(id, bigEndian: true, out _);
        // As many zeros as there were bytes: the size shows, the content does not.
        // One at least: a redaction box without data is malformed to some readers.
        var room = Math.Max(1, assertion.Children.Sum(c => c.Content.Length));
        return JumbfWriter.Superbox(JumbfTypes.Uuid, assertion.Label, default, JumbfWriter.Box("uuid"u8, [.. id, .. new byte[room]]));
    }

    private static byte[] Superbox(JumbfBox box, Func<JumbfBox, ReadOnlyMemory<byte>> child) =>
        Join(DescriptionBytes(box).Span, box.Children.Select(child));

    private static byte[] Join(ReadOnlySpan<byte> description, IEnumerable<ReadOnlyMemory<byte>> children)
    {
        var content = new MemoryStream();
        content.Write(description);
        foreach (var child in children) content.Write(child.Span);
        return JumbfWriter.Box("jumb"u8, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    // The description is the first box of the content; the reader has checked its length.
    private static ReadOnlyMemory<byte> DescriptionBytes(JumbfBox box)
    {
        var children = box.Children.Sum(c => c.Bytes.Length);
        return box.Content[..(box.Content.Length - children)];
    }

    private static bool AllZero(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept((byte)0) < 0;
}
