using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Countersign.Desk.Tests.Storage;

public sealed class StorageTests : IDisposable
{
    private static readonly DateTimeOffset s_time = new(2026, 2, 28, 23, 59, 59, 123, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-storage-").FullName;

    private string Workspace => Path.Combine(_folder, ".countersign");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_older_database_is_backed_up_and_then_brought_up_to_date()
    {
        Directory.CreateDirectory(Workspace);
        var database = Path.Combine(Workspace, "desk.db");
        using (var old = new DeskContext(new DbContextOptionsBuilder<DeskContext>().UseSqlite($"Data Source={database};Pooling=False").Options))
        {
            old.GetService<IMigrator>().Migrate(old.Database.GetMigrations().First());
            old.Entries.Add(new() { Id = "party:ada", Kind = "party", Title = "Ada", Document = [0xA0], RecordedAt = s_time });
            old.SaveChanges();
        }
        var before = SchemaHistory.Applied(database, 1).Count;
        var opened = DeskWorkspace.Open(Workspace, TimeProvider.System);
        Assert.True(opened.IsOk);
        Assert.True(SchemaHistory.Applied(database, 1).Count > before);
        var backup = Assert.Single(Directory.GetFiles(Path.Combine(Workspace, "backups")));
        Assert.Equal(before, SchemaHistory.Applied(backup, 1).Count);
        foreach (var file in new[] { database, backup })
        {
            using var desk = new DeskConnection($"Data Source={file};Pooling=False");
            Assert.Equal("Ada", Assert.Single(desk.Entries()).Title);
        }
        // Nothing left to do, so no second backup.
        Assert.True(DeskWorkspace.Open(Workspace, TimeProvider.System).IsOk);
        Assert.Single(Directory.GetFiles(Path.Combine(Workspace, "backups")));
    }

    [Fact]
    public void A_second_backup_within_the_second_stands_beside_the_first()
    {
        // Two processes killed in the making, one after another, leave a database that is brought up to date again and again.
        Directory.CreateDirectory(Workspace);
        using (var old = new DeskContext(new DbContextOptionsBuilder<DeskContext>().UseSqlite($"Data Source={Path.Combine(Workspace, "desk.db")};Pooling=False").Options))
            old.GetService<IMigrator>().Migrate(old.Database.GetMigrations().First());
        var workspace = DeskWorkspace.Open(Workspace, new StoppedClock()).Value;
        Assert.True(workspace.Try(context => workspace.BackUp(context, "1")).IsOk);
        Assert.True(workspace.Try(context => workspace.BackUp(context, "1")).IsOk);
        var backups = Directory.GetFiles(Path.Combine(Workspace, "backups"));
        Assert.Equal(3, backups.Length);
        Assert.All(backups, backup => Assert.EndsWith(".db", backup, StringComparison.Ordinal));
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public void The_migrations_known_without_the_mapper_are_the_mappers_own()
    {
        using var context = new DesignTimeFactory().CreateDbContext([]);
        Assert.Equal(context.Database.GetMigrations().Order(StringComparer.Ordinal), SchemaHistory.Known.Order(StringComparer.Ordinal));
        Assert.False(context.Database.HasPendingModelChanges(), "The model has changed and there is no migration for it.");
    }

    [Fact]
    public void What_is_written_by_hand_is_read_by_the_mapper_and_the_other_way_round()
    {
        var workspace = DeskWorkspace.Open(Workspace, TimeProvider.System).Value;
        var clearance = new ClearanceRow { Id = "c1", DecidedAt = s_time, Requester = "party:a", Person = null, Use = [1, 2], Verdict = "deny" };
        clearance.Assets.Add(new() { ClearanceId = "c1", File = "a\nb", Sha256 = null, Verdict = "deny", Decision = [3] });
        Assert.True(workspace.Ask(desk =>
        {
            desk.Record([new AnalysisRow { Sha256 = "s", Version = 7, ReferencesDigest = "d", Document = "{}" }]);
            desk.Record([new SeenFileRow { Path = "/x", Stamp = "1", Sha256 = "s", Bytes = 9 }]);
            desk.Record(clearance);
            return true;
        }).IsOk);
        Assert.True(workspace.Try(context =>
        {
            var analysis = Assert.Single(context.Analyses);
            Assert.Equal(("s", 7, "d", "{}"), (analysis.Sha256, analysis.Version, analysis.ReferencesDigest, analysis.Document));
            var seen = Assert.Single(context.SeenFiles);
            Assert.Equal(("/x", "1", "s", 9L), (seen.Path, seen.Stamp, seen.Sha256, seen.Bytes));
            var read = Assert.Single(context.Clearances.Include(row => row.Assets));
            Assert.Equal((s_time, "party:a", null, "deny"), (read.DecidedAt, read.Requester, read.Person, read.Verdict));
            Assert.Equal([1, 2], read.Use);
            Assert.Equal(("a\nb", null, "deny"), (read.Assets[0].File, read.Assets[0].Sha256, read.Assets[0].Verdict));

            context.Entries.Add(new() { Id = "work:w", Kind = "work", Title = "W", Document = [0xA0], RecordedAt = s_time });
            context.Entries.Add(new() { Id = "work:x", Kind = "work", Title = "X", Document = [0xA0], RecordedAt = s_time, RemovedAt = s_time });
            context.Statements.Add(new() { Id = "i", Kind = "grant", Speaker = "party:a", Label = "l", Document = [1], RecordedAt = s_time });
            foreach (var work in new[] { "work:w", "work:x" })
                context.References.Add(new() { EntryId = work, Subject = work, Path = "p", Sha256 = "s", Bytes = 4, Kind = "image", Pdq = "00", PdqQuality = 5, Text = "t", Thumbnail = [6] });
            return context.SaveChanges();
        }).IsOk);
        Assert.True(workspace.Ask(desk =>
        {
            Assert.Equal(("work:w", s_time), (Assert.Single(desk.Entries()).Id, desk.Entries()[0].RecordedAt));
            var statement = Assert.Single(desk.Statements());
            Assert.Equal(("i", "grant", "party:a", "l", s_time), (statement.Id, statement.Kind, statement.Speaker, statement.Label, statement.RecordedAt));
            var reference = Assert.Single(desk.References());
            Assert.Equal(("work:w", "p", "s", 4L, "image", "00", 5, "t"), (reference.Subject, reference.Path, reference.Sha256, reference.Bytes, reference.Kind, reference.Pdq, reference.PdqQuality, reference.Text));
            Assert.Equal([6], reference.Thumbnail);
            Assert.Equal(("s", "{}"), Assert.Single(desk.Analyses(7, "d")));
            Assert.Empty(desk.Analyses(8, "d"));
            Assert.Equal("s", desk.SeenFiles()["/x"].Sha256);
            return true;
        }).IsOk);
    }
}
