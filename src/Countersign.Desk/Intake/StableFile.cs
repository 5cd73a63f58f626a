using System.Buffers;
using System.Security.Cryptography;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Intake;

/// <summary>The bytes of a file as they were at one moment, with their SHA-256.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Head">The first bytes, at most <see cref="HeadLength"/>.</param>
/// <param name="Content">All bytes, when the file is no longer than what was asked to be kept; null otherwise.</param>
internal sealed record StableFile(string Path, string Sha256, long Length, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte>? Content)
{
    /// <summary>Enough for every signature that a kind of file is known by.</summary>
    public const int HeadLength = 64 * 1024;

    private const int BlockLength = 256 * 1024;

    /// <summary>
    /// Reads a file once. What is hashed is what is kept, so an analysis can never be of other bytes than its hash; a file that
    /// changed while it was read is a problem and not an answer.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">The longest file whose bytes are kept.</param>
    /// <param name="cancel">Stops between blocks.</param>
    public static Outcome<StableFile> Read(string path, long keep, CancellationToken cancel)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
            var length = stream.Length;
            var written = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
            ReadOnlyMemory<byte>? content = null;
            ReadOnlyMemory<byte> head;
            string sha256;
            if (length <= keep)
            {
                var bytes = GC.AllocateUninitializedArray<byte>((int)length);
                if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) != bytes.Length) return Changed(path);
                content = bytes;
                head = bytes.AsMemory(0, Math.Min(HeadLength, bytes.Length));
                sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            }
            else
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                // Rented: a fresh block for each of a thousand files would cost more than hashing them.
                var block = ArrayPool<byte>.Shared.Rent(BlockLength);
                byte[]? first = null;
                long total = 0;
                try
                {
                    for (int read; (read = stream.Read(block)) > 0; total += read)
                    {
                        cancel.ThrowIfCancellationRequested();
                        hash.AppendData(block, 0, read);
                        first ??= block[..Math.Min(HeadLength, read)];
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(block);
                }
                if (total != length) return Changed(path);
                head = first ?? [];
                sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            }
            if (stream.Length != length || File.GetLastWriteTimeUtc(stream.SafeFileHandle) != written) return Changed(path);
            return new StableFile(path, sha256, length, head, content);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    private static Problem Changed(string path) =>
        new("file.changed", "The file changed while it was read.", path, "Wait until whoever writes it is done, then clear again.");
}
