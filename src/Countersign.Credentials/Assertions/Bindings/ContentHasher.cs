using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>Hashes stretches of a file, in one pass and with one buffer whatever the length.</summary>
internal static class ContentHasher
{
    // Large enough that calls cost nothing beside hashing, small enough to stay in the second level cache between the copy and the hash.
    private const int Chunk = 256 * 1024;

    /// <summary>The hash of some stretches, one after another.</summary>
    /// <param name="stream">Readable and seekable.</param>
    /// <param name="algorithm">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="ranges">The stretches. One that leaves the stream ends the hash where the stream ends.</param>
    /// <param name="cancel">Stops between chunks.</param>
    public static byte[] Hash(Stream stream, HashAlgorithmName algorithm, IEnumerable<ByteRange> ranges, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        // A class derived from FileStream may read otherwise than its handle does.
        var file = stream.GetType() == typeof(FileStream) ? (FileStream)stream : null;
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            foreach (var range in ranges) Append(hash, stream, file?.SafeFileHandle, buffer, range, cancel);
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What is left of a length when ranges are taken out.</summary>
    /// <param name="length">The length of the file.</param>
    /// <param name="excluded">Sorted, without overlap, within the length.</param>
    public static IEnumerable<ByteRange> Without(long length, IEnumerable<ByteRange> excluded) => Without(new ByteRange(0, length), excluded);

    /// <summary>What is left of a stretch when ranges are taken out.</summary>
    /// <param name="whole">The stretch.</param>
    /// <param name="excluded">Sorted, without overlap, within the stretch.</param>
    public static IEnumerable<ByteRange> Without(ByteRange whole, IEnumerable<ByteRange> excluded)
    {
        var at = whole.Offset;
        foreach (var range in excluded)
        {
            if (range.Offset > at) yield return new(at, range.Offset - at);
            at = range.End;
        }

        if (whole.End > at) yield return new(at, whole.End - at);
    }

    private static void Append(IncrementalHash hash, Stream stream, SafeFileHandle? file, byte[] buffer, ByteRange range, CancellationToken cancel)
    {
        var at = range.Offset;
        if (file is null) stream.Position = at;
        while (at < range.End)
        {
            cancel.ThrowIfCancellationRequested();
            var wanted = (int)Math.Min(Chunk, range.End - at);
            var read = file is null ? stream.Read(buffer, 0, wanted) : RandomAccess.Read(file, buffer.AsSpan(0, wanted), at);
            if (read == 0) return;
            hash.AppendData(buffer, 0, read);
            at += read;
        }
    }
}
