using System.Buffers.Binary;

namespace Countersign.Desk.Intake.Containers;

/// <summary>
/// Compares the sizes that RIFF and ISO base media files state with the bytes that are there. Needs no other program.
/// </summary>
internal static class SizeCheck
{
    // Attack: millions of empty boxes. Far more than a real file has at top level; the rest is left unchecked.
    private const int MaxSteps = 1_000_000;

    /// <summary>What is wrong, or null: nothing found, or a format without such sizes.</summary>
    public static ProbeFailure? Check(Stream file)
    {
        var head = new byte[16];
        if (Read(file, 0, head) < 12) return null;
        if (head.AsSpan(0, 4).SequenceEqual("RIFF"u8)) return Riff(file, wide: false);
        if (head.AsSpan(0, 4).SequenceEqual("RF64"u8) || head.AsSpan(0, 4).SequenceEqual("BW64"u8)) return Riff(file, wide: true);
        var type = head.AsSpan(4, 4);
        return type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8) ? Bmff(file) : null;
    }

    private static ProbeFailure? Riff(Stream file, bool wide)
    {
        var head = new byte[24];
        long at = 12, wideData = -1;
        for (var step = 0; step < MaxSteps && at + 8 <= file.Length; step++)
        {
            var got = Read(file, at, head);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            var id = head.AsSpan(0, 4);
            if (wide && got == 24 && id.SequenceEqual("ds64"u8)) wideData = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(16)), long.MaxValue / 2);
            if (wide && size == uint.MaxValue && id.SequenceEqual("data"u8) && wideData >= 0) size = wideData;
            // A writer to a pipe cannot go back to fill in a length and leaves this; the data then runs to the end.
            if (size == uint.MaxValue && id.SequenceEqual("data"u8)) return null;
            if (size > file.Length - at - 8)
                return Truncated($"A chunk states {size} bytes at byte {at}, and {file.Length - at - 8} are there.");
            at += 8 + size + (size & 1);
        }

        return null;
    }

    private static ProbeFailure? Bmff(Stream file)
    {
        var head = new byte[16];
        var hasIndex = false;
        var hasMedia = false;
        var isPicture = false;
        long at = 0;
        for (var step = 0; step < MaxSteps && at < file.Length; step++)
        {
            var got = Read(file, at, head);
            if (got < 8) return Truncated($"The file ends within a box header at byte {at}.");
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size == 1)
            {
                if (got < 16) return Truncated($"The file ends within a box header at byte {at}.");
                size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8)), long.MaxValue / 4);
            }
            else if (size == 0) size = file.Length - at;

            if (size < 8) return new("media.unreadable", $"Bytes at {at} are no box.", "The file is damaged; fetch it again from its source.");
            if (size > file.Length - at) return Truncated($"A box states {size} bytes at byte {at}, and {file.Length - at} are there.");
            var type = head.AsSpan(4, 4);
            hasIndex |= type.SequenceEqual("moov"u8) || type.SequenceEqual("moof"u8);
            hasMedia |= type.SequenceEqual("mdat"u8);
            // HEIF keeps its index in a top-level meta box and needs no moov.
            isPicture |= type.SequenceEqual("meta"u8);
            if (step == MaxSteps - 1) return null;
            at += size;
        }

        return hasMedia && !hasIndex && !isPicture ? Truncated("The file has media and no index (moov): the writer never finished it.") : null;
    }

    private static int Read(Stream file, long at, byte[] buffer)
    {
        file.Position = at;
        return file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    }

    private static ProbeFailure Truncated(string message) => new("media.truncated", message, "The file ends too early; fetch it again from its source.");
}
