using System.IO.Compression;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers.Jxl;

/// <summary>
/// JPEG XL in boxes (A.3.8; ISO 18181-2): the superbox lies at top level, plain as <c>jumb</c> or Brotli-packed in <c>brob</c>.
/// Other <c>jumb</c> boxes may stand beside it.
/// </summary>
internal static class JxlLocator
{
    public static bool IsCodestream(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]);

    public static void Find(LocateContext context)
    {
        var file = context.File;
        // A bare codestream has no place for a store (A.3.8).
        if (IsCodestream(file.Peek(0, 2))) return;
        long at = 0;
        while (at < file.Length && context.Step(at))
        {
            if (BoxHeader.Read(file, at) is not { } box)
            {
                context.AddDefect("container.damaged", "Bytes there are no box.", at);
                return;
            }

            var inside = file.Contains(at, box.Length);
            if (!inside) context.AddDefect("container.truncated", "A box is longer than the file.", at);
            var carrier = new ByteRange(at, Math.Min(box.Length, file.Length - at));
            if (box.Type == BoxHeader.Code("jumb"u8))
            {
                if (StoreProbe.Look(file.Peek(at, StoreProbe.HeadLength)).IsC2pa) context.AddRaw(at, carrier.Length, carrier);
            }
            else if (box.Type == BoxHeader.Code("xml "u8)) context.AddXmp(box.DataOffset, box.DataLength);
            else if (box.Type == BoxHeader.Code("brob"u8)) ReadPacked(context, box, carrier);
            at += box.Length;
        }
    }

    // brob: the type of the packed box(4), then Brotli of that box's contents, without its header.
    private static void ReadPacked(LocateContext context, BoxHeader box, ByteRange carrier)
    {
        if (!context.File.Peek(box.DataOffset, 4).SequenceEqual("jumb"u8)) return;
        var packed = new ByteRange(box.DataOffset + 4, Math.Max(0, carrier.End - box.DataOffset - 4));
        // The head is enough for presence; unpacking the whole is for whoever reads the store.
        var head = context.File.Peek(packed.Offset, (int)Math.Min(packed.Length, 16 * 1024)).ToArray();
        var contents = Inflater.TryInflate(new BrotliStream(new MemoryStream(head), CompressionMode.Decompress), StoreProbe.HeadLength - 8);
        if (contents is null) return;
        byte[] superbox = [0, 0, 0, (byte)(8 + contents.Length), .. "jumb"u8, .. contents];
        if (StoreProbe.Look(superbox).IsC2pa) context.AddEncoded(packed, carrier, StoreEncoding.Brotli, superbox, superbox.Length);
    }
}
