using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>Digests of what is read.</summary>
internal static class Content
{
    /// <summary>The SHA-256 of a file, as 64 lower-case hex digits.</summary>
    public static Outcome<string> Hash(string path, CancellationToken cancel)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[256 * 1024];
            for (int read; (read = stream.Read(block)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(block, 0, read);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    /// <summary>The SHA-256 of texts, one a line.</summary>
    public static string Hash(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines) hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
