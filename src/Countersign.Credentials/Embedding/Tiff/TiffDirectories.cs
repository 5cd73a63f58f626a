using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Tiff;

/// <summary>A C2PA entry of a TIFF.</summary>
/// <param name="Value">The bytes of the store.</param>
/// <param name="Directory">The directory it stands in.</param>
/// <param name="IsAlone">True when the directory has no other entry, and is the last.</param>
/// <param name="Link">Where the offset of that directory is written.</param>
internal sealed record TiffStore(ByteRange Value, ByteRange Directory, bool IsAlone, long Link);

/// <summary>The chain of directories of a TIFF.</summary>
internal sealed class TiffDirectories
{
    private bool _little;

    public bool IsBig { get; private set; }

    /// <summary>Where the offset of the next directory is written in the last one; it is zero there.</summary>
    public long LastLink { get; private set; }

    public List<TiffStore> Stores { get; } = [];

    public byte[] Short(ushort value)
    {
        var bytes = new byte[2];
        if (_little) BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        else BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>An offset or a count, as wide as this kind of TIFF has them.</summary>
    public byte[] Number(long value)
    {
        var bytes = new byte[IsBig ? 8 : 4];
        switch (IsBig, _little)
        {
            case (true, true): BinaryPrimitives.WriteInt64LittleEndian(bytes, value); break;
            case (true, false): BinaryPrimitives.WriteInt64BigEndian(bytes, value); break;
            case (false, true): BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value); break;
            default: BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value); break;
        }

        return bytes;
    }

    public static bool TryRead(StreamWindow file, ParseLimits limits, out TiffDirectories? tiff, out StoreDefect? defect)
    {
        tiff = null;
        defect = null;
        var head = file.Peek(0, 16);
        if (head.Length < 8) return Fail("The TIFF ends within its header.", 0, out defect);
        var read = new TiffDirectories { _little = head[0] == 'I', IsBig = head[2] == 43 || head[3] == 43 };
        if (read.IsBig && head.Length < 16) return Fail("The TIFF ends within its header.", 0, out defect);
        read.LastLink = read.IsBig ? 8 : 4;
        var next = read.Read(file, read.LastLink);
        var seen = new HashSet<long>();
        while (next != 0)
        {
            if (next < 0 || !seen.Add(next) || seen.Count > limits.MaxTiffDirectories) return Fail("The directories of the TIFF form a circle, or are more than are followed.", next, out defect);
            if (!read.ReadDirectory(file, next, limits)) return Fail("A directory of the TIFF cannot be read.", next, out defect);
            next = read.Read(file, read.LastLink);
        }

        if (seen.Count == 0) return Fail("The TIFF has no directory.", 0, out defect);
        tiff = read;
        return true;
    }

    private bool ReadDirectory(StreamWindow file, long at, ParseLimits limits)
    {
        var link = LastLink;
        var (countSize, entrySize) = IsBig ? (8, 20) : (2, 12);
        if (!file.Contains(at, countSize)) return false;
        var count = IsBig ? Read(file, at) : U16(file.Peek(at, 2));
        if (count < 0 || count > limits.MaxElements || !file.Contains(at, countSize + (count * entrySize) + (IsBig ? 8 : 4))) return false;
        var directory = new ByteRange(at, countSize + (count * entrySize) + (IsBig ? 8 : 4));
        LastLink = directory.End - (IsBig ? 8 : 4);
        var isLast = Read(file, LastLink) == 0;
        for (long i = 0; i < count; i++)
        {
            var entry = at + countSize + (i * entrySize);
            if (U16(file.Peek(entry, 2)) != 0xCD41) continue;
            var length = Read(file, entry + 4);
            var offset = length <= (IsBig ? 8 : 4) ? entry + (IsBig ? 12 : 8) : Read(file, entry + (IsBig ? 12 : 8));
            if (!file.Contains(offset, length)) return false;
            Stores.Add(new(new(offset, length), directory, count == 1 && isLast, link));
        }

        return true;
    }

    private long Read(StreamWindow file, long at)
    {
        var bytes = file.Peek(at, IsBig ? 8 : 4);
        if (bytes.Length < (IsBig ? 8 : 4)) return -1;
        if (!IsBig) return _little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return (long)Math.Min(_little ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes), 1UL << 62);
    }

    private ushort U16(ReadOnlySpan<byte> bytes) => _little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static bool Fail(string says, long at, out StoreDefect? defect)
    {
        defect = EmbedRefusals.Damaged(says, Math.Max(0, at));
        return false;
    }
}
