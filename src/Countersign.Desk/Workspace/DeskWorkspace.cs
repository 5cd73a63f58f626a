using Countersign.Core.Shared;
using Countersign.Desk.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Countersign.Desk.Workspace;

/// <summary>An open workspace: the folder <c>.countersign/</c> with its database. Several processes may have it open; writes take turns.</summary>
public sealed class DeskWorkspace
{
    private readonly Lazy<DbContextOptions<DeskContext>> _options;

    private DeskWorkspace(string folder, TimeProvider clock)
    {
        (Folder, Clock) = (folder, clock);
        _options = new(() => Options(DatabaseFile));
    }

    /// <summary>The workspace folder.</summary>
    public string Folder { get; }

    /// <summary>True when this process made it.</summary>
    public bool IsNew { get; private init; }

    /// <summary>Where the workspace takes its time from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(Folder, "desk.db");

    /// <summary>The present, from the workspace's clock.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Opens a workspace, making it when there is none. A database of a newer version is refused, an older one is backed up and brought up to date.</summary>
    public static Outcome<DeskWorkspace> Open(string folder, TimeProvider clock, bool create = true)
    {
        var where = Path.Combine(folder, "desk.db");
        try
        {
            var isNew = !File.Exists(where);
            if (isNew && !create) return new Problem("workspace.missing", "There is no workspace here yet.", folder, "'countersign register party …' or 'countersign clear FOLDER' makes one.");
            CreatePrivateFolder(folder);
            var workspace = new DeskWorkspace(folder, clock) { IsNew = isNew };
            return workspace.BringUpToDate() is { } problem ? problem : workspace;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, where);
        }
    }

    /// <summary>A fresh unit of work over the database.</summary>
    internal DeskContext Context() => new(_options.Value);

    /// <summary>Runs work on the database; what disk or database refuse becomes a problem.</summary>
    internal Outcome<T> Try<T>(Func<DeskContext, T> work)
    {
        try
        {
            using var context = Context();
            return work(context);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e) || IsOfNoForm(e))
        {
            return StorageProblems.From(e, DatabaseFile);
        }
    }

    /// <summary>Runs one of the everyday statements; what disk or database refuse becomes a problem.</summary>
    internal Outcome<T> Ask<T>(Func<DeskConnection, T> work)
    {
        try
        {
            using var connection = new DeskConnection(ConnectionString(DatabaseFile));
            return work(connection);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e) || IsOfNoForm(e))
        {
            return StorageProblems.From(e, DatabaseFile);
        }
    }

    // A column holds what no version wrote: a time that is none, a text where bytes belong.
    private static bool IsOfNoForm(Exception e) => e is FormatException or InvalidCastException;

    private static string ConnectionString(string database) =>
        new SqliteConnectionStringBuilder { DataSource = database, ForeignKeys = true, DefaultTimeout = LockWait.Seconds }.ToString();

    private static DbContextOptions<DeskContext> Options(string database) => new DbContextOptionsBuilder<DeskContext>()
        .UseSqlite(
            ConnectionString(database),
            sqlite => sqlite.CommandTimeout(LockWait.Seconds))
        .AddInterceptors(DurableConnections.Instance)
        .Options;

    private static void CreatePrivateFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        // What somebody consented to is nobody else's business on a shared machine.
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // A workspace inside a repository must not be committed by accident.
        AtomicFile.Write(Path.Combine(folder, ".gitignore"), "*\n"u8);
    }

    private Problem? BringUpToDate()
    {
        if (!IsNew)
        {
            // Every command passes here, so it asks the database itself: waking the mapper would take longer than most commands.
            var applied = SchemaHistory.Applied(DatabaseFile, LockWait.Seconds);
            if (applied.FirstOrDefault(migration => !SchemaHistory.Known.Contains(migration)) is { } newer)
                return new("workspace.newer", $"This workspace was written by a newer version of Countersign (its schema has '{newer}').", DatabaseFile, "Use that version, or a workspace of your own with --workspace.");
            if (applied.Count == SchemaHistory.Known.Count) return null;
        }
        // One process at a time makes or migrates; the others wait here and then find nothing left to do.
        using var gate = OpenGate();
        if (gate is null) return new("workspace.locked", "Another process is preparing this workspace.", DatabaseFile, "Wait until it is done, then run the command again.");
        var before = SchemaHistory.Applied(DatabaseFile, LockWait.Seconds);
        if (before.Count == SchemaHistory.Known.Count) return null;
        using var migrating = Context();
        if (before.Count > 0) BackUp(migrating, before[^1]);
        ForgetAbandonedLock(migrating);
        migrating.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
        migrating.Database.Migrate();
        return null;
    }

    private FileStream? OpenGate()
    {
        var path = Path.Combine(Folder, "lock");
        var wait = new LockWait(Clock);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!wait.Pause()) return null;
            }
        }
    }

    // EF Core keeps a lock row while it migrates. A process killed in between leaves it for ever, and every later one would wait on it;
    // whoever holds our own gate knows that nobody else is migrating.
    private static void ForgetAbandonedLock(DeskContext context)
    {
        var exists = context.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'").Single();
        if (exists > 0) context.Database.ExecuteSqlRaw("DELETE FROM __EFMigrationsLock");
    }

    /// <summary>Writes a copy of the database, whole and consistent, to <c>backups/</c>.</summary>
    /// <returns>Where.</returns>
    internal string BackUp(DeskContext context, string version)
    {
        var folder = Path.Combine(Folder, "backups");
        Directory.CreateDirectory(folder);
        var stem = Path.Combine(folder, $"desk-{version}-{Now:yyyyMMddHHmmss}");
        // A process killed while it copied leaves half a copy under a name of its own, which is never taken for a backup nor in the way of the next.
        var part = $"{stem}-{Guid.NewGuid():N}.part";
        context.Database.ExecuteSqlRaw("VACUUM INTO {0}", part);
        var target = stem + ".db";
        for (var copy = 2; File.Exists(target); copy++) target = $"{stem}-{copy}.db";
        File.Move(part, target);
        return target;
    }
}
