namespace Countersign.Desk.Filtering.Sources;

/// <summary>Lines of a stream as bytes, with where each ends. A line longer than the limit is passed over and reported.</summary>
internal sealed class LineReader(Stream stream, long offset)
{
    /// <summary>The longest line that is held. Attack: a manifest of one line that is the whole disk.</summary>
    public const int MaxLine = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[256 * 1024];
    private int _start, _end;
    private long _offset = offset;

    /// <summary>The line, without its end; good until the next is read. Empty for one that is too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Where the next line begins.</summary>
    public long Offset => _offset;

    /// <summary>Whether the line was too long to hold.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads the next line that is not blank; false at the end.</summary>
    public bool Next()
    {
        while (Advance())
        {
            if (IsTooLong || Line.Span.ContainsAnyExcept(" \t"u8)) return true;
        }
        return false;
    }

    private bool Advance()
    {
        IsTooLong = false;
        var scanned = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                Take(scanned + newline, ended: 1);
                return true;
            }
            scanned = _end - _start;
            if (scanned > MaxLine)
            {
                // What follows of it is thrown away as it comes.
                IsTooLong = true;
                _offset += scanned;
                _start = _end = scanned = 0;
            }
            if (Fill()) continue;
            if (_end == _start && !IsTooLong) return false;
            Take(_end - _start, ended: 0);
            return true;
        }
    }

    private void Take(int length, int ended)
    {
        var line = _buffer.AsMemory(_start, length);
        if (line.Length > 0 && line.Span[^1] == '\r') line = line[..^1];
        // A byte order mark is no part of the first row.
        if (_offset == 0 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        Line = IsTooLong ? default : line;
        _start += length + ended;
        _offset += length + ended;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
