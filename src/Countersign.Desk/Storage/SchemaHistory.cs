using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Countersign.Desk.Storage;

/// <summary>Which migrations a database has, and which this version knows.</summary>
internal static class SchemaHistory
{
    /// <summary>The migrations of this version, by id.</summary>
    public static IReadOnlySet<string> Known { get; } = typeof(SchemaHistory).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
        .OfType<string>()
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The migrations a database has, in order; none for a database that is new or was killed while it was made.</summary>
    /// <exception cref="SqliteException">The database is locked, damaged, or no database.</exception>
    public static List<string> Applied(string database, int busySeconds)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, DefaultTimeout = busySeconds, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if ((long)command.ExecuteScalar()! == 0) return [];
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";
        using var rows = command.ExecuteReader();
        var applied = new List<string>();
        while (rows.Read()) applied.Add(rows.GetString(0));
        return applied;
    }
}
