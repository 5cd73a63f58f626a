using System.Buffers.Binary;
using Countersign.Matching.Images;

namespace Countersign.Matching.Index.Pdq;

/// <summary>
/// How one picture's PDQ hash lies in an index: u8 version (1), u8 quality (0–100), and the hash in 32 bytes, bit 0 first
/// (four little-endian words). 34 bytes.
/// </summary>
public static class PdqItem
{
    /// <summary>Bytes of an item.</summary>
    public const int Size = 34;

    internal const byte Version = 1;
    internal const int HashOffset = 2;

    /// <summary>The item of a fingerprint.</summary>
    /// <param name="fingerprint">The fingerprint; its quality within 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is another.</exception>
    public static byte[] Encode(PdqFingerprint fingerprint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fingerprint.Quality, nameof(fingerprint));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fingerprint.Quality, 100, nameof(fingerprint));
        var bytes = new byte[Size];
        (bytes[0], bytes[1]) = (Version, (byte)fingerprint.Quality);
        var words = bytes.AsSpan(HashOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(words, fingerprint.Hash.Bits0);
        BinaryPrimitives.WriteUInt64LittleEndian(words[8..], fingerprint.Hash.Bits64);
        BinaryPrimitives.WriteUInt64LittleEndian(words[16..], fingerprint.Hash.Bits128);
        BinaryPrimitives.WriteUInt64LittleEndian(words[24..], fingerprint.Hash.Bits192);
        return bytes;
    }

    /// <summary>Reads an item.</summary>
    /// <param name="item">The bytes, from anywhere.</param>
    /// <param name="fingerprint">The fingerprint when true is returned.</param>
    /// <returns>False for another length, version or quality.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> item, out PdqFingerprint fingerprint)
    {
        fingerprint = default;
        if (item.Length != Size || item[0] != Version || item[1] > 100)
            return false;
        var words = item[HashOffset..];
        fingerprint = new(new(BinaryPrimitives.ReadUInt64LittleEndian(words), BinaryPrimitives.ReadUInt64LittleEndian(words[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(words[16..]), BinaryPrimitives.ReadUInt64LittleEndian(words[24..])), item[1]);
        return true;
    }
}
