using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Documents;

/// <summary>Reads files that people write documents in.</summary>
public static class SourceFiles
{
    // As in YamlDocuments: a larger file is a mistake or an attack.
    private const long MaxBytes = 32 * 1024 * 1024;

    /// <summary>Every document of a file; problems carry the file's name.</summary>
    public static Outcome<ImmutableArray<Tree>> Read(string path)
    {
        try
        {
            if (Intake.PathKinds.Behind(path) == Intake.PathKind.Special) return new Problem("path.not-a-file", "This is a pipe, a socket or a device, not a file.", path);
            if (new FileInfo(path).Length > MaxBytes) return new Problem("document.too-large", $"The file is larger than {MaxBytes / 1024 / 1024} MB.", path);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            var documents = YamlDocuments.Read(text);
            return documents.IsOk ? documents : Outcome.Fail<ImmutableArray<Tree>>([.. documents.Problems.Select(problem => problem.In(path))]);
        }
        catch (DecoderFallbackException)
        {
            return new Problem("document.encoding", "The file is not UTF-8 text.", path, "Save it as UTF-8.");
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    /// <summary>The bytes of a file in another standard.</summary>
    public static Outcome<ReadOnlyMemory<byte>> Bytes(string path)
    {
        try
        {
            if (Intake.PathKinds.Behind(path) == Intake.PathKind.Special) return new Problem("path.not-a-file", "This is a pipe, a socket or a device, not a file.", path);
            if (new FileInfo(path).Length > MaxBytes) return new Problem("document.too-large", $"The file is larger than {MaxBytes / 1024 / 1024} MB.", path);
            return new ReadOnlyMemory<byte>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    /// <summary>The one document of a file.</summary>
    public static Outcome<Tree> ReadOne(string path) => Read(path).Then(documents => documents.Length == 1
        ? Outcome.Ok(documents[0])
        : new Problem("document.count", $"The file holds {documents.Length} documents; one is expected.", path));
}
