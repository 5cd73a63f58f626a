using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Countersign.EndToEnd.Shared;

/// <summary>A folder of its own for one test, with a workspace in it once a command made one. Deleted at the end.</summary>
internal sealed class TempDesk : IDisposable
{
    /// <summary>The options that make a clearance complete where no production.yaml does.</summary>
    public static readonly string[] Asked = ["--use", "distribute.publish", "--by", "party:lantern-row", "--project", "the-tide"];

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("countersign-e2e-").FullName;

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(Folder, ".countersign", "desk.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        // Tests take permissions away; whoever is not root needs them back to clean up.
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true }))
            Machine.Permit(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A path below the folder.</summary>
    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file below the folder, making the folders above it.</summary>
    public string Write(string name, byte[] content)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a text below the folder.</summary>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Copies one of the repository's sample files.</summary>
    public string Copy(string sample, string name) => Write(name, File.ReadAllBytes(Path.Combine(Repository.Root, "samples", sample)));

    /// <summary>Runs the command here.</summary>
    public Task<Ran> RunAsync(params string[] arguments) => Command.RunAsync(Folder, arguments);

    /// <summary>Clears a path below here for a plain use, in JSON.</summary>
    public async Task<Clearance> ClearAsync(string path, params string[] more) => new(await RunAsync(["clear", path, .. Asked, "--json", .. more]));

    /// <summary>Registers a production company, a person, and a text and a picture of theirs, with a consent to publish the picture.</summary>
    public async Task RegisterAsync()
    {
        Copy("registry/files/the-winder.txt", "references/text.txt");
        Copy("registry/files/the-black-marble-clock.jpg", "references/picture.jpg");
        Write("register.yaml", """
            party: party:lantern-row
            kind: organisation
            name: Lantern Row
            ---
            party: party:ada-lindqvist
            kind: person
            name: Ada Lindqvist
            ---
            work: work:the-text
            kind: text
            title: The Text
            files: [references/text.txt]
            holders: [{ party: party:ada-lindqvist }]
            ---
            work: work:the-picture
            kind: picture
            title: The Picture
            files: [references/picture.jpg]
            holders: [{ party: party:ada-lindqvist }]
            ---
            statement: grant
            label: the-picture
            by: party:ada-lindqvist
            made: 2026-01-01T00:00:00Z
            about: [work:the-picture]
            acts: [distribute]
            ---
            statement: prohibition
            label: the-text
            by: party:ada-lindqvist
            made: 2026-01-01T00:00:00Z
            about: [work:the-text]
            acts: [distribute]
            """);
        (await RunAsync("registry", "import", "register.yaml")).Exits(0);
    }

    /// <summary>The database's own answer to a question.</summary>
    public long Count(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Changes the database by hand.</summary>
    public int Change(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>A connection of its own to the database.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Fails unless the workspace is sound.</summary>
    public async Task IsSoundAsync()
    {
        var doctor = (await RunAsync("doctor", "--json")).Exits(0).Json;
        var ill = doctor.GetProperty("checks").EnumerateArray().Where(check => !check.GetProperty("ok").GetBoolean() && check.GetProperty("name").GetString() is not ("pictures" or "sound, film")).ToList();
        Assert.True(ill.Count == 0, doctor.ToString());
        Assert.Contains(doctor.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "statements");
    }
}

/// <summary>The answer of <c>clear --json</c>.</summary>
internal sealed class Clearance
{
    public Clearance(Ran run)
    {
        Run = run;
        Assert.DoesNotContain("Unhandled exception", run.Error, StringComparison.Ordinal);
        Assert.True(run.ExitCode is 0 or 1 or 2, run.ToString());
        Json = run.Json;
        Assert.Equal("countersign/clear/1", Json.GetProperty("schema").GetString());
        foreach (var asset in Json.GetProperty("assets").EnumerateArray()) Rows.Add(asset.GetProperty("file").GetString()!, asset);
        // Whatever happens to single files, the answers agree with each other.
        var verdicts = Rows.Values.Select(row => row.GetProperty("verdict").GetString()!).ToList();
        var worst = verdicts.Contains("deny") ? "deny" : verdicts.Contains("unknown") || verdicts.Count == 0 ? "unknown" : "allow";
        Assert.Equal(worst, Json.GetProperty("verdict").GetString());
        Assert.Equal(worst switch { "allow" => 0, "deny" => 1, _ => 2 }, run.ExitCode);
    }

    public Ran Run { get; }

    public JsonElement Json { get; }

    /// <summary>The rows, by file.</summary>
    public Dictionary<string, JsonElement> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The answer on a file.</summary>
    public string Verdict(string file) => Row(file).GetProperty("verdict").GetString()!;

    /// <summary>The row of a file.</summary>
    public JsonElement Row(string file) => Rows.TryGetValue(file, out var row) ? row : throw new Xunit.Sdk.XunitException($"No row for '{file}', only: {string.Join(", ", Rows.Keys)}");

    /// <summary>The code of a file's problem, or null.</summary>
    public string? Problem(string file) => Row(file).GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? problem.GetProperty("code").GetString() : null;

    /// <summary>Fails unless the file has this problem, said with its place and a next step, and is unknown for it.</summary>
    public void HasProblem(string file, string code)
    {
        Assert.Equal(code, Problem(file));
        Assert.Equal("unknown", Verdict(file));
        var problem = Row(file).GetProperty("problem");
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("what").GetString()));
        // What could not be opened of an archive is the archive's.
        Assert.Equal(file.EndsWith("!/", StringComparison.Ordinal) ? file[..^2] : file, problem.GetProperty("where").GetString());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("try").GetString()), $"{code} offers no next step");
    }

    /// <summary>The subjects matched in a file.</summary>
    public List<string> Matches(string file) =>
        [.. Row(file).GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("kind").GetString() == "match").Select(finding => finding.GetProperty("subject").GetString()!)];
}
