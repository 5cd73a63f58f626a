using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Countersign.Desk.Storage;

/// <summary>The workspace's database.</summary>
internal sealed class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public DbSet<EntryRow> Entries => Set<EntryRow>();
    public DbSet<StatementRow> Statements => Set<StatementRow>();
    public DbSet<ReferenceRow> References => Set<ReferenceRow>();
    public DbSet<ReferencePrintRow> ReferencePrints => Set<ReferencePrintRow>();
    public DbSet<AnalysisRow> Analyses => Set<AnalysisRow>();
    public DbSet<SeenFileRow> SeenFiles => Set<SeenFileRow>();
    public DbSet<ClearanceRow> Clearances => Set<ClearanceRow>();
    public DbSet<ClearedAssetRow> ClearedAssets => Set<ClearedAssetRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        // Sortable text in UTC: SQLite orders it as time, and a person can read it.
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcText>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<EntryRow>(entry => entry.HasKey(row => row.Id));
        model.Entity<StatementRow>(statement =>
        {
            statement.HasKey(row => row.Id);
            statement.HasIndex(row => row.Label);
        });
        model.Entity<ReferenceRow>(reference =>
        {
            reference.HasKey(row => row.Number);
            reference.HasOne<EntryRow>().WithMany().HasForeignKey(row => row.EntryId);
            reference.HasIndex(row => row.Sha256);
            reference.HasMany(row => row.Prints).WithOne().HasForeignKey(row => row.ReferenceNumber);
        });
        model.Entity<ReferencePrintRow>(print => print.HasKey(row => new { row.ReferenceNumber, row.Kind }));
        model.Entity<AnalysisRow>(analysis => analysis.HasKey(row => row.Sha256));
        model.Entity<SeenFileRow>(seen => seen.HasKey(row => row.Path));
        model.Entity<ClearanceRow>(clearance =>
        {
            clearance.HasKey(row => row.Id);
            clearance.HasMany(row => row.Assets).WithOne().HasForeignKey(row => row.ClearanceId);
        });
        model.Entity<ClearedAssetRow>(asset => asset.HasKey(row => new { row.ClearanceId, row.File }));
    }

    private sealed class UtcText() : ValueConverter<DateTimeOffset, string>(
        time => DeskConnection.Text(time),
        text => DeskConnection.Time(text));
}

/// <summary>Lets the migration tool make a context; nothing else uses it.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<DeskContext>
{
    public DeskContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<DeskContext>().UseSqlite("Data Source=:memory:").Options);
}
