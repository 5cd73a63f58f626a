using System.Globalization;
using System.Runtime.InteropServices;

namespace Countersign.Desk.Intake;

/// <summary>
/// What the file system says of a file that changes with its content in ordinary writing: device, inode, length, and the times of the last change of
/// content and of status. Swapping a file under its old name and time is seen. A write through a memory map that is already dirty is not, so no answer rests on a
/// stamp unless the caller asked for it.
/// </summary>
internal static partial class FileStamp
{
    // statx(2), as in PathKinds; links are followed, for so is reading.
    private const int AtFdCwd = -100, Followed = 0, BasicStats = 0x7FF;
    private const int Inode = 32, Size = 40, StatusTime = 96, ContentTime = 112, DeviceMajor = 136, DeviceMinor = 140;

    // A file changed twice within one tick of the file system's clock shows one time: what is younger than this is not trusted.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(2);

    /// <summary>The stamp; null where the system gives none that can be relied on (other than Linux), or the file changed just now.</summary>
    public static unsafe string? Of(string path, DateTimeOffset now)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var buffer = stackalloc byte[256];
        if (Statx(AtFdCwd, path, Followed, BasicStats, buffer) != 0) return null;
        var (changed, changedNano) = (*(long*)(buffer + StatusTime), *(uint*)(buffer + StatusTime + 8));
        if (DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(changed, 0, 253_402_300_799)) > now - s_settled) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"{*(uint*)(buffer + DeviceMajor)}:{*(uint*)(buffer + DeviceMinor)} {*(ulong*)(buffer + Inode)} {*(ulong*)(buffer + Size)} {*(long*)(buffer + ContentTime)}.{*(uint*)(buffer + ContentTime + 8):000000000} {changed}.{changedNano:000000000}");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
