using System.Buffers.Binary;
using System.Text;

namespace Countersign.Credentials.Containers.Zip;

/// <summary>A file in a ZIP archive.</summary>
/// <param name="Name">Its path, as the central directory has it.</param>
/// <param name="Whole">Local header, content as it is packed, and data descriptor: what a collection hash hashes (C2PA 2.2 §A.6.2.1).</param>
/// <param name="Data">The content as it is packed.</param>
/// <param name="IsPlain">True when the content is neither packed nor encrypted.</param>
internal sealed record ZipEntry(string Name, ByteRange Whole, ByteRange Data, bool IsPlain)
{
    public bool IsFolder => Name.EndsWith('/');
}

/// <summary>
/// The central directory of a ZIP archive (EPUB, Office Open XML, OpenDocument; C2PA 2.2 §A.6), by PKWARE's APPNOTE 6.3.
/// <code>
/// local     'PK\3\4' 22 bytes, lengths of name and extra(2 2), name, extra, content [descriptor]      one for each file
/// central   'PK\1\2' … one for each file    ['PK\6\6' … 'PK\6\7' …: ZIP64]    'PK\5\6' … comment: the end of the file
/// </code>
/// An archive that can be read in two ways is not read: files that overlap, two files of one name, bytes behind the end.
/// </summary>
internal sealed class ZipDirectory
{
    /// <summary>Where an archive has its manifest store (§A.6.3).</summary>
    public const string StoreName = "META-INF/content_credential.c2pa";

    private const int EndLength = 22;
    private const int HeaderLength = 46;
    private const int LocalLength = 30;
    private const uint Wide = uint.MaxValue;

    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.Ordinal);

    private ZipDirectory(ByteRange central) => Central = central;

    /// <summary>From the first header of the central directory to the last byte of the file: what <c>zip_central_directory_hash</c> hashes (§A.6.2.2).</summary>
    public ByteRange Central { get; }

    /// <summary>The files and folders, in the order of the directory.</summary>
    public List<ZipEntry> Entries { get; } = [];

    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads it.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="limits">How many files are listed.</param>
    /// <param name="directory">The directory, when true is returned.</param>
    /// <param name="says">Why not, when false is returned.</param>
    public static bool TryRead(StreamWindow file, ParseLimits limits, out ZipDirectory? directory, out string says)
    {
        directory = null;
        says = "The file has no directory of a ZIP archive at its end.";
        if (End(file) is not { } end) return false;
        says = "The directory of the ZIP archive is damaged.";
        if (Extent(file, end) is not var (offset, size, count)) return false;
        if (count > limits.MaxElements)
        {
            says = $"The ZIP archive has more than {limits.MaxElements} files.";
            return false;
        }

        var read = new ZipDirectory(new(offset, file.Length - offset));
        var at = offset;
        for (long i = 0; i < count; i++)
        {
            if (Entry(file, ref at) is not { } entry) return false;
            if (!read._byName.TryAdd(entry.Name, entry))
            {
                says = $"The ZIP archive has two files named '{entry.Name}'.";
                return false;
            }

            read.Entries.Add(entry);
        }

        if (at != offset + size) return false;
        long last = 0;
        foreach (var entry in read.Entries.OrderBy(e => e.Whole.Offset))
        {
            // Attack: thousands of files that are all the same gigabyte.
            says = "Files of the ZIP archive overlap.";
            if (entry.Whole.Offset < last) return false;
            last = entry.Whole.End;
        }

        if (last > offset) return false;
        directory = read;
        return true;
    }

    // The last place of an end record whose comment ends with the file.
    private static long? End(StreamWindow file)
    {
        var length = (int)Math.Min(file.Length, EndLength + ushort.MaxValue);
        if (file.Copy(file.Length - length, length, length) is not { } tail) return null;
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (tail.AsSpan(at).StartsWith("PK\u0005\u0006"u8) && at + EndLength + U16(tail.AsSpan(at + 20)) == tail.Length) return file.Length - tail.Length + at;
        }

        return null;
    }

    private static (long Offset, long Size, long Count)? Extent(StreamWindow file, long end)
    {
        var record = file.Peek(end, EndLength);
        if (U16(record[4..]) is not (0 or ushort.MaxValue) || U16(record[6..]) is not (0 or ushort.MaxValue)) return null;
        long count = U16(record[10..]), size = U32(record[12..]), offset = U32(record[16..]);
        var behind = end;
        if (count == ushort.MaxValue || size == Wide || offset == Wide)
        {
            var locator = file.Peek(end - 20, 20);
            if (locator.Length < 20 || !locator.StartsWith("PK\u0006\u0007"u8)) return null;
            behind = U64(locator[8..]);
            var wide = file.Peek(behind, 56);
            if (wide.Length < 56 || !wide.StartsWith("PK\u0006\u0006"u8) || behind + 12 + U64(wide[4..]) != end - 20) return null;
            (count, size, offset) = (U64(wide[32..]), U64(wide[40..]), U64(wide[48..]));
        }

        // The headers are followed by the end at once (§A.6.2.2).
        return file.Contains(offset, size) && offset + size == behind ? (offset, size, count) : null;
    }

    private static ZipEntry? Entry(StreamWindow file, ref long at)
    {
        var header = file.Peek(at, HeaderLength);
        if (header.Length < HeaderLength || !header.StartsWith("PK\u0001\u0002"u8)) return null;
        var (flags, method, crc) = (U16(header[8..]), U16(header[10..]), U32(header[16..]));
        long packed = U32(header[20..]), plain = U32(header[24..]), local = U32(header[42..]);
        int nameLength = U16(header[28..]), extraLength = U16(header[30..]), commentLength = U16(header[32..]);
        if (!file.Contains(at, HeaderLength + nameLength + extraLength + commentLength) || nameLength == 0) return null;
        // The old code page has the letters of ASCII in the same places; others are found by the bytes they would be in Latin-1.
        var nameBytes = file.Peek(at + HeaderLength, nameLength);
        var name = (flags & 0x800) != 0 ? Encoding.UTF8.GetString(nameBytes) : Encoding.Latin1.GetString(nameBytes);
        if (!Widen(file.Peek(at + HeaderLength + nameLength, extraLength), ref plain, ref packed, ref local)) return null;
        at += HeaderLength + nameLength + extraLength + commentLength;

        var head = file.Peek(local, LocalLength);
        if (head.Length < LocalLength || !head.StartsWith("PK\u0003\u0004"u8)) return null;
        var data = new ByteRange(local + LocalLength + U16(head[26..]) + U16(head[28..]), packed);
        if (!file.Contains(data.Offset, data.Length)) return null;
        var descriptor = (flags & 8) == 0 ? 0 : Descriptor(file.Peek(data.End, 24), crc, packed, plain);
        return descriptor < 0 ? null : new(name, new(local, data.End + descriptor - local), data, method == 0 && (flags & 1) == 0);
    }

    // ZIP64: what did not fit stands in a field of type 1, in this order.
    private static bool Widen(ReadOnlySpan<byte> extra, ref long plain, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            int type = U16(extra), length = U16(extra[2..]);
            if (length > extra.Length - 4) return false;
            var field = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (type != 1) continue;
            if (!Take(ref field, ref plain) || !Take(ref field, ref packed) || !Take(ref field, ref local)) return false;
            return true;
        }

        return plain != Wide && packed != Wide && local != Wide;

        static bool Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value != Wide) return true;
            if (field.Length < 8) return false;
            value = U64(field);
            field = field[8..];
            return true;
        }
    }

    // [signature] CRC, packed and plain length, the lengths of four or eight bytes: nothing says which, but only one can agree with the directory.
    private static int Descriptor(ReadOnlySpan<byte> bytes, uint crc, long packed, long plain)
    {
        foreach (var signed in (ReadOnlySpan<bool>)[true, false])
        {
            if (signed && !bytes.StartsWith("PK\u0007\u0008"u8)) continue;
            var rest = signed ? bytes[4..] : bytes;
            if (rest.Length >= 12 && U32(rest) == crc && U32(rest[4..]) == packed && U32(rest[8..]) == plain) return (signed ? 4 : 0) + 12;
            if (rest.Length >= 20 && U32(rest) == crc && U64(rest[4..]) == packed && U64(rest[12..]) == plain) return (signed ? 4 : 0) + 20;
        }

        return -1;
    }

    private static ushort U16(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadUInt16LittleEndian(b);

    private static uint U32(ReadOnlySpan<byte> b) => BinaryPrimitives.ReadUInt32LittleEndian(b);

    // What is 2^61 and more lies behind the end of any file, and would overflow sums.
    private static long U64(ReadOnlySpan<byte> b) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(b), 1UL << 61);
}
