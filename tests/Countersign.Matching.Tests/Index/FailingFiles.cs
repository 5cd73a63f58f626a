using Countersign.Matching.Index.Storage;

namespace Countersign.Matching.Tests.Index;

/// <summary>
/// A disk on which one chosen change fails (a write by half), and from then on every change when <paramref name="forGood"/>.
/// <see cref="LosePower"/> then takes away all that was not synchronised: bytes, and names of new files.
/// </summary>
internal sealed class FailingFiles(int failAt, bool forGood) : IndexFiles
{
    private readonly Dictionary<string, long> _synced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _newNames = new(StringComparer.Ordinal);
    private int _changes;

    public bool Failed { get; private set; }

    public override Stream Create(string path)
    {
        Change();
        _synced[path] = 0;
        _newNames.Add(path);
        return new Watched(this, path, Real.Create(path));
    }

    public override Stream OpenForAppend(string path) => new Watched(this, path, Real.OpenForAppend(path));

    public override void Sync(Stream stream)
    {
        Change();
        var watched = (Watched)stream;
        // What is synchronised is only noted: the disk of the test machine need not wait.
        watched.Inner.Flush();
        _synced[watched.Path] = watched.Inner.Length;
    }

    public override void Replace(string from, string to)
    {
        Change();
        Real.Replace(from, to);
        if (_synced.Remove(from, out var length))
            _synced[to] = length;
        _newNames.Remove(from);
    }

    public override void Delete(string path)
    {
        Change();
        Real.Delete(path);
        _synced.Remove(path);
        _newNames.Remove(path);
    }

    // Fails after it is done when it is to fail: the caller must not take an error for "not done".
    public override void SyncDirectory(string directory)
    {
        _newNames.Clear();
        Change();
    }

    public void LosePower()
    {
        foreach (var path in _newNames.Where(path => !path.EndsWith("MANIFEST", StringComparison.Ordinal)))
            File.Delete(path);
        foreach (var (path, length) in _synced.Where(pair => File.Exists(pair.Key)))
        {
            using var stream = new FileStream(path, FileMode.Open);
            stream.SetLength(Math.Min(length, stream.Length));
        }
    }

    private bool Due()
    {
        _changes++;
        var due = _changes == failAt || (forGood && _changes > failAt);
        Failed |= due;
        return due;
    }

    private void Change()
    {
        if (Due())
            throw new IOException("No space left on device (as the test wants it)");
    }

    private sealed class Watched(FailingFiles owner, string path, Stream inner) : Stream
    {
        public Stream Inner => inner;
        public string Path => path;
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
        public override void SetLength(long value) => inner.SetLength(value);
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!owner.Due())
            {
                inner.Write(buffer);
                return;
            }

            inner.Write(buffer[..(buffer.Length / 2)]);
            throw new IOException("No space left on device (as the test wants it)");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
