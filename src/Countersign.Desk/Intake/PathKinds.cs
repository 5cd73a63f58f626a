using System.Runtime.InteropServices;

namespace Countersign.Desk.Intake;

/// <summary>What stands at a path, links not followed.</summary>
internal enum PathKind
{
    Missing,
    File,
    Folder,
    Link,
    /// <summary>A pipe, socket or device: reading it may never end.</summary>
    Special,
}

/// <summary>Tells files from pipes and devices before they are opened: opening a pipe that nobody writes to waits for ever.</summary>
internal static partial class PathKinds
{
    // statx(2): a kernel interface with one layout on every architecture. stx_mode is the 16-bit field at byte 28.
    private const int AtFdCwd = -100, NoFollow = 0x100, TypeMask = 1, ModeOffset = 28;

    /// <summary>What stands at a path; of a link, what it leads to in the end (<see cref="PathKind.Missing"/> when that is nothing, or a circle).</summary>
    public static PathKind Behind(string path)
    {
        if (Of(path) is not PathKind.Link and var kind) return kind;
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? Of(target.FullName) : PathKind.Missing;
        }
        catch (IOException)
        {
            return PathKind.Missing;
        }
    }

    /// <summary>What stands at a path, links not followed.</summary>
    public static unsafe PathKind Of(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            var buffer = stackalloc byte[256];
            if (Statx(AtFdCwd, path, NoFollow, TypeMask, buffer) == 0)
            {
                return (*(ushort*)(buffer + ModeOffset) & 0xF000) switch
                {
                    0x8000 => PathKind.File,
                    0x4000 => PathKind.Folder,
                    0xA000 => PathKind.Link,
                    _ => PathKind.Special,
                };
            }
        }
        var info = new FileInfo(path);
        if (info.LinkTarget is not null) return PathKind.Link;
        if (Directory.Exists(path)) return PathKind.Folder;
        if (!info.Exists) return PathKind.Missing;
        return info.Attributes.HasFlag(FileAttributes.Device) ? PathKind.Special : PathKind.File;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
