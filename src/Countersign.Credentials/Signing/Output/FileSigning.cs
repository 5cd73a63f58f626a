namespace Countersign.Credentials.Signing.Output;

/// <summary>Writes a file beside its final place and renames it when it is complete, so that nobody ever sees half of it.</summary>
internal static class FileSigning
{
    /// <summary>Opens the file that is written; another one in tests, to have it fail.</summary>
    internal static readonly Func<string, Stream> Create = static path =>
        new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 });

    /// <summary>Carries out a signing whose output is a file.</summary>
    /// <param name="path">The file to sign; may be the same as <paramref name="outPath"/>.</param>
    /// <param name="outPath">Where the signed file goes.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <param name="create">Opens the file beside it.</param>
    /// <param name="sign">Signs from the first stream into the second.</param>
    public static async ValueTask<SigningOutcome> RunAsync(string path, string outPath, bool overwrite, Func<string, Stream> create, Func<Stream, Stream, ValueTask<SigningOutcome>> sign)
    {
        string? temporary = null;
        try
        {
            var target = Path.GetFullPath(outPath);
            if (!overwrite && File.Exists(target))
                return Failed("output.exists", "The output file is there already.", outPath, "Choose another name, or allow it to be overwritten.");

            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.part");
            SigningOutcome outcome;
            var source = Open(path, out var missing);
            if (source is null) return SigningOutcome.Failed(missing!);
            await using (source.ConfigureAwait(false))
            {
                var output = create(temporary);
                await using (output.ConfigureAwait(false))
                {
                    outcome = await sign(source, output).ConfigureAwait(false);
                    // To the disk before it is renamed: otherwise a power cut may leave a renamed file without its bytes.
                    if (outcome.Signed is not null && output is FileStream file) file.Flush(flushToDisk: true);
                }
            }

            if (outcome.Signed is null) return outcome;
            File.Move(temporary, target, overwrite);
            temporary = null;
            return outcome;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return IsFull(e)
                ? Failed("output.full", "There is no room left on the disk.", outPath, "Free some room, or write to another place. Nothing was changed.")
                : Failed("output.failed", e.Message, outPath, "Nothing was changed.");
        }
        finally
        {
            Delete(temporary);
        }
    }

    // ENOSPC and EDQUOT as .NET reports them on Unix; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static bool IsFull(Exception e) => e is IOException && (OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 0x70 or 0x27 : e.HResult is 28 or 122 or 69);

    private static FileStream? Open(string path, out CredentialProblem? problem)
    {
        problem = null;
        try
        {
            return new(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = new("source.unreadable", e.Message, path);
            return null;
        }
    }

    private static void Delete(string? temporary)
    {
        if (temporary is null) return;
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The outcome already says what went wrong; a file that cannot be removed does not change it.
        }
    }

    private static SigningOutcome Failed(string code, string says, string where, string next) => SigningOutcome.Failed(new CredentialProblem(code, says, where, next));
}
