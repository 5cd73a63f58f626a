using System.Buffers.Binary;

namespace Countersign.Credentials.Containers.Riff;

/// <summary>
/// RIFF (A.3.6): <code>'RIFF' size(4, LE) form(4)  { id(4) size(4, LE) data [pad] }…</code> and a store in a chunk <c>C2PA</c>.
/// RF64 and BW64 put the length of <c>data</c> into <c>ds64</c>: <code>riffSize(8) dataSize(8) …</code> (EBU Tech 3306).
/// </summary>
internal static class RiffLocator
{
    public static void Find(LocateContext context)
    {
        var file = context.File;
        long at = 12;
        long wideData = -1;
        while (at < file.Length && context.Step(at))
        {
            var head = file.Peek(at, 24);
            if (head.Length < 8) { context.AddDefect("container.truncated", "The RIFF file ends within a chunk header.", at); return; }
            var id = head[..4];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (id.SequenceEqual("ds64"u8) && head.Length == 24) wideData = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(head[16..]), long.MaxValue / 2);
            if (id.SequenceEqual("data"u8) && length == uint.MaxValue && wideData >= 0) length = wideData;

            var carrier = new ByteRange(at, Math.Min(8 + length, file.Length - at));
            if (!file.Contains(at + 8, length)) context.AddDefect("container.truncated", "A RIFF chunk is longer than the file.", at);
            if (id.SequenceEqual("C2PA"u8)) context.AddRaw(at + 8, length, carrier);
            else if (id.SequenceEqual("XMP "u8) || id.SequenceEqual("_PMX"u8)) context.AddXmp(at + 8, length);
            else if (id.SequenceEqual("RIFF"u8)) { at += 12; continue; } // an AVI over 1 GiB: a further RIFF chunk (OpenDML)
            at += 8 + length + (length & 1);
        }
    }
}
