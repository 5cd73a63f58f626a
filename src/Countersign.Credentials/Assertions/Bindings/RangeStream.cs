namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>A stretch of a stream as a stream. Closing it leaves the other open.</summary>
internal sealed class RangeStream(Stream inner, ByteRange range) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => range.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var left = range.Length - Position;
        if (left <= 0) return 0;
        inner.Position = range.Offset + Position;
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => range.Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
