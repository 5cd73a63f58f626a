namespace Countersign.Credentials.Tests.Shared;

/// <summary>A head, a very long run of zeros that exists nowhere, and a tail. Counts what is read.</summary>
internal sealed class SparseStream(byte[] head, long tailAt, byte[] tail) : Stream
{
    private readonly long _tailAt = head.Length - 16 + tailAt;

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _tailAt + tail.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var n = (int)Math.Min(count, Length - Position);
        for (var i = 0; i < n; i++)
        {
            var at = Position + i;
            buffer[offset + i] = at < head.Length ? head[at] : at >= _tailAt ? tail[at - _tailAt] : (byte)0;
        }

        Position += n;
        BytesRead += n;
        return n;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset;

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
