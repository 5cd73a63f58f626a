using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>
/// The columns of a row group in a temporary file, so that they can be read side by side: written one after another, each value with its
/// length before it (four bytes, little-endian), and read with a small buffer for each. The file is gone when it is closed, or the process ends.
/// </summary>
internal sealed class SpilledColumns(int columns) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FileStream _file = Create();
    private readonly List<long> _starts = new(columns);
    private Reader[] _readers = [];

    /// <summary>Starts the next column.</summary>
    public void Begin() => _starts.Add(_file.Position);

    /// <summary>Adds the next value of the column.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Add(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, value.Length);
        _file.Write(length);
        _file.Write(value);
    }

    /// <summary>Ends writing: every column is read from its first value on.</summary>
    public void Rewind()
    {
        _file.Flush();
        _readers = [.. _starts.Select(start => new Reader(_file.SafeFileHandle, start))];
    }

    /// <summary>The next value of a column; it holds until the next call for the same column.</summary>
    public ReadOnlySpan<byte> Next(int column) => _readers[column].Next();

    private static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"countersign-{Guid.NewGuid():N}.columns");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 256 * 1024 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }
        // The temporary folder is everybody's, and the data set is not.
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Without a name, nothing stays behind even when the process is killed.
        File.Delete(path);
        return file;
    }

    public void Dispose() => _file.Dispose();

    private sealed class Reader(SafeFileHandle file, long at)
    {
        private byte[] _buffer = new byte[BufferBytes];
        private int _from, _until;

        public ReadOnlySpan<byte> Next()
        {
            Fill(sizeof(int));
            var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_from));
            _from += sizeof(int);
            Fill(length);
            _from += length;
            return _buffer.AsSpan(_from - length, length);
        }

        private void Fill(int wanted)
        {
            if (_until - _from >= wanted) return;
            _buffer.AsSpan(_from, _until - _from).CopyTo(_buffer);
            (_from, _until) = (0, _until - _from);
            if (_buffer.Length < wanted) Array.Resize(ref _buffer, wanted);
            while (_until < wanted)
            {
                var read = RandomAccess.Read(file, _buffer.AsSpan(_until), at);
                if (read == 0) throw new EndOfStreamException("the temporary file is shorter than what was written");
                (at, _until) = (at + read, _until + read);
            }
        }
    }
}
