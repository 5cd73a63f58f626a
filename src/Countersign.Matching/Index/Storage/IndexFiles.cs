using System.Runtime.InteropServices;

namespace Countersign.Matching.Index.Storage;

/// <summary>
/// Every change that an index makes to the disk goes through here, so that tests can let each one fail, or be lost, in turn.
/// </summary>
internal abstract class IndexFiles
{
    public static IndexFiles Real { get; } = new Disk();

    /// <summary>A new file, in place of one of that name.</summary>
    public abstract Stream Create(string path);

    /// <summary>An existing file, to be read and appended to.</summary>
    public abstract Stream OpenForAppend(string path);

    /// <summary>Returns when what was written is on the disk.</summary>
    public abstract void Sync(Stream stream);

    /// <summary>Renames a file over another, at once.</summary>
    public abstract void Replace(string from, string to);

    public abstract void Delete(string path);

    /// <summary>Returns when names made and removed in a directory are on the disk.</summary>
    public abstract void SyncDirectory(string directory);

    private sealed class Disk : IndexFiles
    {
        public override Stream Create(string path) =>
            new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

        public override Stream OpenForAppend(string path) =>
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1 << 16);

        public override void Sync(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

        public override void Replace(string from, string to) => File.Move(from, to, overwrite: true);

        public override void Delete(string path) => File.Delete(path);

        public override void SyncDirectory(string directory)
        {
            // Windows has no such call and writes names through.
            if (!OperatingSystem.IsWindows())
                DirectorySync.Run(directory);
        }
    }
}

internal static partial class DirectorySync
{
    public static void Run(string directory)
    {
        var descriptor = Open(directory, 0);
        if (descriptor < 0)
            throw new IOException($"{directory} could not be opened: error {Marshal.GetLastPInvokeError()}.");
        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
            throw new IOException($"{directory} could not be synchronised: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
