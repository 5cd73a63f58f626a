namespace Countersign.Credentials;

/// <summary>
/// A small view into a file that may be far larger than memory. A walk over boxes asks for a header here and a
/// header there; only those bytes are read.
/// </summary>
internal sealed class StreamWindow(Stream stream)
{
    /// <summary>The most that one <see cref="Peek"/> returns.</summary>
    public const int MaxPeek = 64 * 1024;

    // Short walks must not read 64 KiB per box of a long film; scans ask for the whole window anyhow.
    private const int LeastFill = 4 * 1024;

    private readonly byte[] _buffer = new byte[MaxPeek];
    private long _start;
    private int _filled;

    public long Length { get; } = stream.Length;

    /// <summary>The stream behind the window.</summary>
    public Stream Source => stream;

    /// <summary>
    /// Up to <paramref name="count"/> bytes at <paramref name="offset"/>: fewer at the end of the file, none outside it.
    /// Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        if (offset < 0 || offset >= Length || count <= 0) return default;
        count = (int)Math.Min(Math.Min(count, MaxPeek), Length - offset);
        if (offset < _start || offset + count > _start + _filled)
        {
            stream.Position = offset;
            _start = offset;
            _filled = stream.ReadAtLeast(_buffer.AsSpan(0, Math.Max(count, LeastFill)), count, throwOnEndOfStream: false);
        }

        var at = (int)(offset - _start);
        return _buffer.AsSpan(at, Math.Clamp(_filled - at, 0, count));
    }

    /// <summary>A copy of a run, or null when it leaves the file or is longer than <paramref name="limit"/>.</summary>
    public byte[]? Copy(long offset, long length, int limit)
    {
        if (offset < 0 || length < 0 || length > limit || length > Length - offset) return null;
        var copy = new byte[length];
        stream.Position = offset;
        return stream.ReadAtLeast(copy, copy.Length, throwOnEndOfStream: false) == copy.Length ? copy : null;
    }

    /// <summary>True when the run [offset, offset+length) lies within the file. Safe for any values.</summary>
    public bool Contains(long offset, long length) => offset >= 0 && length >= 0 && offset <= Length && length <= Length - offset;

    /// <summary>The first place of <paramref name="needle"/> at or after <paramref name="from"/> and before <paramref name="to"/>, or -1.</summary>
    public long IndexOf(ReadOnlySpan<byte> needle, long from, long to)
    {
        to = Math.Min(to, Length);
        while (from >= 0 && from + needle.Length <= to)
        {
            var window = Peek(from, (int)Math.Min(MaxPeek, to - from));
            if (window.Length < needle.Length) return -1;
            var at = window.IndexOf(needle);
            if (at >= 0) return from + at;
            from += window.Length - needle.Length + 1;
        }

        return -1;
    }

    /// <summary>The first byte behind <paramref name="mark"/>, sought as <see cref="IndexOf"/> does; or -1.</summary>
    public long Behind(ReadOnlySpan<byte> mark, long from, long to) => IndexOf(mark, from, to) is >= 0 and var at ? at + mark.Length : -1;
}
