using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Countersign.Desk.Storage;

/// <summary>
/// The few statements that every command runs, asked of the database directly. The mapper owns the schema and does the rest; waking it
/// takes longer than most commands (docs/decisions/0004-storage-by-hand.md). A test holds the two to the same columns.
/// </summary>
internal sealed class DeskConnection : IDisposable
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private readonly SqliteConnection _connection;

    /// <exception cref="SqliteException">The database is locked, damaged, or no database.</exception>
    public DeskConnection(string connectionString)
    {
        _connection = new(connectionString);
        _connection.Open();
        // In WAL mode SQLite otherwise may lose the last commits when the power fails.
        Do("PRAGMA synchronous=FULL");
    }

    /// <summary>A time as the database keeps it: sortable text in UTC.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A time from the database.</summary>
    public static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public void Dispose() => _connection.Dispose();

    /// <summary>The register entries that are not removed, by id.</summary>
    public List<EntryRow> Entries() => Read(
        "SELECT Id, Kind, Title, Document, RecordedAt FROM Entries WHERE RemovedAt IS NULL ORDER BY Id",
        row => new EntryRow { Id = row.GetString(0), Kind = row.GetString(1), Title = row.GetString(2), Document = row.GetFieldValue<byte[]>(3), RecordedAt = Time(row.GetString(4)) });

    /// <summary>Every statement, by id.</summary>
    public List<StatementRow> Statements() => Read(
        "SELECT Id, Kind, Speaker, Label, Document, RecordedAt FROM Statements ORDER BY Id",
        row => new StatementRow { Id = row.GetString(0), Kind = row.GetString(1), Speaker = row.GetString(2), Label = Null(row, 3), Document = row.GetFieldValue<byte[]>(4), RecordedAt = Time(row.GetString(5)) });

    /// <summary>The references of entries that are not removed, by subject and path.</summary>
    public List<ReferenceRow> References() => Read(
        """
        SELECT r.Number, r.EntryId, r.Subject, r.Path, r.Sha256, r.Bytes, r.Kind, r.Pdq, r.PdqQuality, r.Text, r.Thumbnail,
            (SELECT group_concat(p.Kind, ' ') FROM (SELECT Kind FROM ReferencePrints WHERE ReferenceNumber = r.Number ORDER BY Kind) p)
        FROM "References" r JOIN Entries e ON e.Id = r.EntryId WHERE e.RemovedAt IS NULL ORDER BY r.Subject, r.Path
        """,
        row => new ReferenceRow
        {
            Number = row.GetInt64(0), EntryId = row.GetString(1), Subject = row.GetString(2), Path = row.GetString(3), Sha256 = row.GetString(4), Bytes = row.GetInt64(5),
            Kind = row.GetString(6), Pdq = Null(row, 7), PdqQuality = row.IsDBNull(8) ? null : row.GetInt32(8), Text = Null(row, 9), Thumbnail = row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10),
            PrintKinds = Null(row, 11) ?? "",
        });

    /// <summary>One print of the references whose content begins with <paramref name="key"/> (32 hex digits); null when there is none.</summary>
    public byte[]? Print(string key, string kind) => Read(
        """
        SELECT p.Data FROM ReferencePrints p JOIN "References" r ON r.Number = p.ReferenceNumber JOIN Entries e ON e.Id = r.EntryId
        WHERE e.RemovedAt IS NULL AND p.Kind = $1 AND r.Sha256 >= $0 AND r.Sha256 < $0 || 'g' ORDER BY r.Number LIMIT 1
        """,
        row => row.GetFieldValue<byte[]>(0), key, kind).FirstOrDefault();

    /// <summary>The analyses of one version against one set of references: content and document.</summary>
    public List<(string Sha256, string Document)> Analyses(int version, string referencesDigest) => Read(
        "SELECT Sha256, Document FROM Analyses WHERE Version = $0 AND ReferencesDigest = $1", row => (row.GetString(0), row.GetString(1)), version, referencesDigest);

    /// <summary>The files seen before, by path.</summary>
    public Dictionary<string, SeenFileRow> SeenFiles() => Read(
        "SELECT Path, Stamp, Sha256, Bytes FROM SeenFiles",
        row => new SeenFileRow { Path = row.GetString(0), Stamp = row.GetString(1), Sha256 = row.GetString(2), Bytes = row.GetInt64(3) }).ToDictionary(row => row.Path, StringComparer.Ordinal);

    /// <summary>Every file that was allowed, in every clearance, with the decision on it.</summary>
    public List<(string File, string? Sha256, string Clearance, DateTimeOffset DecidedAt, string Requester, byte[] Decision)> Allowed() => Read(
        "SELECT a.File, a.Sha256, c.Id, c.DecidedAt, c.Requester, a.Decision FROM ClearedAssets a JOIN Clearances c ON c.Id = a.ClearanceId WHERE a.Verdict = 'allow' ORDER BY c.DecidedAt, a.File",
        row => (row.GetString(0), Null(row, 1), row.GetString(2), Time(row.GetString(3)), row.GetString(4), row.GetFieldValue<byte[]>(5)));

    /// <summary>Records files seen.</summary>
    public void Record(IEnumerable<SeenFileRow> seen)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var row in seen)
            Do("INSERT OR REPLACE INTO SeenFiles (Path, Stamp, Sha256, Bytes) VALUES ($0, $1, $2, $3)", row.Path, row.Stamp, row.Sha256, row.Bytes);
        transaction.Commit();
    }

    /// <summary>Records analyses over whatever was known of the same contents, all or none.</summary>
    public void Record(IEnumerable<AnalysisRow> analyses)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var row in analyses)
            Do("INSERT OR REPLACE INTO Analyses (Sha256, Version, ReferencesDigest, Document) VALUES ($0, $1, $2, $3)", row.Sha256, row.Version, row.ReferencesDigest, row.Document);
        transaction.Commit();
    }

    /// <summary>Records a clearance with its assets, all or none.</summary>
    public void Record(ClearanceRow clearance)
    {
        using var transaction = _connection.BeginTransaction();
        Do("INSERT INTO Clearances (Id, DecidedAt, Requester, Person, Use, Verdict) VALUES ($0, $1, $2, $3, $4, $5)",
            clearance.Id, Text(clearance.DecidedAt), clearance.Requester, clearance.Person, clearance.Use, clearance.Verdict);
        foreach (var asset in clearance.Assets)
            Do("INSERT INTO ClearedAssets (ClearanceId, File, Sha256, Verdict, Decision) VALUES ($0, $1, $2, $3, $4)",
                asset.ClearanceId, asset.File, asset.Sha256, asset.Verdict, asset.Decision);
        transaction.Commit();
    }

    private static string? Null(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private void Do(string sql, params ReadOnlySpan<object?> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this file; values are always parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"${i}"), values[i] ?? DBNull.Value);
        return command;
    }
}
