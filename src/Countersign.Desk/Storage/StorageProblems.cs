using Countersign.Core.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Countersign.Desk.Storage;

/// <summary>Failures of disk and database as problems: one table, so that every command says the same thing of the same failure.</summary>
public static class StorageProblems
{
    // SQLite result codes, https://sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    // errno 28 is ENOSPC and 122 EDQUOT on Linux; 112 is ERROR_DISK_FULL on Windows.
    private static readonly int[] s_full = [28, 122, unchecked((int)0x80070070)];

    /// <summary>True for failures that are the machine's and not ours.</summary>
    public static bool IsExpected(Exception e) => e is SqliteException or DbUpdateException { InnerException: SqliteException } or IOException or UnauthorizedAccessException;

    /// <summary>The problem behind an exception for which <see cref="IsExpected"/> is true.</summary>
    public static Problem From(Exception e, string where) => e switch
    {
        DbUpdateException { InnerException: SqliteException inner } => From(inner, where),
        SqliteException { SqliteErrorCode: Busy or Locked } =>
            new("workspace.locked", "Another process is writing to this workspace.", where, "Wait until it is done, then run the command again."),
        SqliteException { SqliteErrorCode: Full } => DiskFull(where),
        SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } =>
            new("workspace.unwritable", "The workspace cannot be written.", where, "Check that the folder and desk.db belong to you and are writable."),
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } or FormatException or InvalidCastException =>
            new("workspace.damaged", "The workspace's database is damaged.", where, "Run 'countersign doctor', or put a copy from backups/ in its place."),
        // A disk that fills up while SQLite maps its shared memory comes back as an I/O error, and only the disk can tell.
        SqliteException { SqliteErrorCode: IoError } when IsFull(where) => DiskFull(where),
        SqliteException { SqliteErrorCode: IoError } sqlite =>
            new("workspace.io", "The disk refused to read or write: " + sqlite.Message, where, "Check that the disk is not full or failing; nothing that was acknowledged is lost."),
        SqliteException sqlite => new("workspace.sqlite", sqlite.Message, where, "Run 'countersign doctor'."),
        UnauthorizedAccessException => new("file.unreadable", "Permission was refused.", where, "Check who owns it, and its permissions."),
        IOException io when IsFull(io) => DiskFull(where),
        FileNotFoundException or DirectoryNotFoundException => new("path.missing", "There is nothing at this path.", where, "Check the spelling."),
        _ => new("file.unreadable", e.Message, where),
    };

    /// <summary>True for a failure whose reason is that the disk, or a quota on it, is full.</summary>
    internal static bool IsFull(IOException e) => s_full.Contains(e.HResult) || s_full.Contains(e.HResult & 0xFFFF);

    private static bool IsFull(string where)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(where)).AvailableFreeSpace < 256 * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static Problem DiskFull(string where) =>
        new("disk.full", "The disk is full.", where, "Free some space and run the command again: what was recorded so far is kept, and the rest is done then.");
}
