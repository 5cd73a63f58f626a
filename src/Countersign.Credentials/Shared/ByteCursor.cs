using System.Buffers.Binary;

namespace Countersign.Credentials;

/// <summary>
/// Reads forward through bytes that nobody vouches for. A read past the end gives <c>false</c> and moves nothing,
/// so that a parser above needs no arithmetic on lengths of its own.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        if (count < 0 || count > Remaining)
        {
            taken = default;
            return false;
        }

        taken = _bytes.Slice(Position, count);
        Position += count;
        return true;
    }

    public bool TrySkip(int count) => TryTake(count, out _);

    public bool TryByte(out byte value)
    {
        var ok = TryTake(1, out var b);
        value = ok ? b[0] : (byte)0;
        return ok;
    }

    public bool TryUInt16(bool littleEndian, out ushort value)
    {
        var ok = TryTake(2, out var b);
        value = !ok ? (ushort)0 : littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);
        return ok;
    }

    public bool TryUInt32(bool littleEndian, out uint value)
    {
        var ok = TryTake(4, out var b);
        value = !ok ? 0 : littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
        return ok;
    }

    public bool TryUInt64(bool littleEndian, out ulong value)
    {
        var ok = TryTake(8, out var b);
        value = !ok ? 0 : littleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(b) : BinaryPrimitives.ReadUInt64BigEndian(b);
        return ok;
    }

    /// <summary>Skips a string that ends with a zero byte (two of them on an even place when <paramref name="wide"/>).</summary>
    public bool TrySkipTerminated(bool wide, out ReadOnlySpan<byte> text)
    {
        var rest = Rest;
        var step = wide ? 2 : 1;
        for (var i = 0; i + step <= rest.Length; i += step)
        {
            if (rest[i] != 0 || (wide && rest[i + 1] != 0)) continue;
            text = rest[..i];
            Position += i + step;
            return true;
        }

        text = default;
        return false;
    }
}
