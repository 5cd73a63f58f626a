namespace Countersign.Desk.Storage;

/// <summary>Writes a file whole or not at all: beside it first, flushed to the disk, then renamed over it.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="content"/>. Failures are the file system's exceptions; the old file is then untouched.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var full = Path.GetFullPath(path);
        // A device or a pipe cannot be replaced by renaming, and people do write reports to /dev/stdout.
        if (File.Exists(full) && !IsOrdinary(full))
        {
            using var direct = new FileStream(full, FileMode.Open, FileAccess.Write);
            direct.Write(content);
            direct.Flush(flushToDisk: false);
            return;
        }
        var beside = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, full, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static bool IsOrdinary(string path) => new FileInfo(path) is { LinkTarget: null } info && Intake.PathKinds.Of(info.FullName) == Intake.PathKind.File;
}
