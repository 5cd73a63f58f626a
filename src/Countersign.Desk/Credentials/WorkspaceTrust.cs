using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Credentials.Trust;
using Countersign.Desk.Documents;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Credentials;

/// <summary>A list that was copied into a workspace.</summary>
/// <param name="From">The name of the file it was copied from.</param>
/// <param name="Taken">The day it was copied.</param>
/// <param name="Text">The PEM.</param>
internal sealed record WorkspaceList(string From, DateOnly Taken, string Text);

/// <summary>
/// The C2PA trust lists that a workspace has in place of the bundled ones. They lie in <c>trust/</c> as PEM files named for their content, and <c>trust/lists.json</c>
/// says which are meant: it is written last and whole, so that a list is never half of one day and half of another. Lists that it no longer names stay until a
/// reset, since another command may be reading them. Nothing here is ever fetched.
/// </summary>
internal sealed record WorkspaceTrust(WorkspaceList? Signers, WorkspaceList? TimeStampers)
{
    private const string Folder = "trust", Index = "lists.json";

    private static string IndexOf(string workspace) => Path.Combine(workspace, Folder, Index);

    /// <summary>True when the workspace has lists of its own.</summary>
    public static bool IsThere(string workspace) => File.Exists(IndexOf(workspace));

    /// <summary>The lists of a workspace; both null when it has none.</summary>
    public static Outcome<WorkspaceTrust> Load(string? workspace)
    {
        if (workspace is null || !IsThere(workspace)) return new WorkspaceTrust(null, null);
        var index = IndexOf(workspace);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            return new WorkspaceTrust(One(TrustListInUse.Signers), One(TrustListInUse.TimeStampers));

            WorkspaceList? One(string name)
            {
                if (!json.RootElement.TryGetProperty(name, out var entry) || entry.ValueKind == JsonValueKind.Null) return null;
                var sha256 = entry.GetProperty("sha256").GetString()!;
                var bytes = File.ReadAllBytes(Path.Combine(workspace, Folder, FileName(name, sha256)));
                if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != sha256) throw new FormatException($"The list of {name} is not the one that was copied.");
                return new(entry.GetProperty("from").GetString()!, DateOnly.ParseExact(entry.GetProperty("taken").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), Encoding.UTF8.GetString(bytes));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException or FileNotFoundException)
        {
            // A list that somebody swapped would make a stranger trusted: it is refused, not passed over for the bundled one.
            return new Problem("workspace.trust-damaged", "The workspace's trust lists are damaged or were changed by hand.", index, "Copy them in again with 'countersign credentials lists update', or go back to the bundled ones with 'countersign credentials lists reset'.");
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, index);
        }
    }

    /// <summary>Copies lists into a workspace. A list that is not given stays as it is.</summary>
    /// <param name="workspace">The workspace folder; it exists.</param>
    /// <param name="signers">A PEM file of the signers' anchors, or null.</param>
    /// <param name="timeStampers">A PEM file of the time-stampers' anchors, or null.</param>
    /// <param name="today">The day they are taken in.</param>
    public static Outcome<WorkspaceTrust> Update(string workspace, string? signers, string? timeStampers, DateOnly today)
    {
        // A damaged index is no reason to refuse lists that replace it all.
        var loaded = Load(workspace);
        if (!loaded.IsOk && (signers is null || timeStampers is null)) return loaded;
        var before = loaded.IsOk ? loaded.Value : new(null, null);
        return Given(signers, before.Signers, today).Then(s => Given(timeStampers, before.TimeStampers, today).Then(t => Acceptable(s, t, signers ?? timeStampers ?? "")).Then(after => Write(workspace, after)));
    }

    /// <summary>Takes a workspace's lists away, so that the bundled ones count again.</summary>
    public static Outcome<bool> Reset(string workspace)
    {
        var index = IndexOf(workspace);
        try
        {
            if (!File.Exists(index)) return false;
            File.Delete(index);
            foreach (var file in Directory.GetFiles(Path.Combine(workspace, Folder), "*.pem")) File.Delete(file);
            return true;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, index);
        }
    }

    private static Outcome<WorkspaceList?> Given(string? file, WorkspaceList? before, DateOnly today)
    {
        if (file is null) return Outcome.Ok(before);
        var problems = new List<Problem>();
        if (CredentialDesk.Text(file, problems) is not { } text) return Outcome.Fail<WorkspaceList?>(problems);
        return PemCertificates.Read(text, file).Then(_ => Outcome.Ok<WorkspaceList?>(new(Path.GetFileName(file), today, text)));
    }

    // What the reader itself would refuse is not put where every later command would stumble over it.
    private static Outcome<WorkspaceTrust> Acceptable(WorkspaceList? signers, WorkspaceList? timeStampers, string where)
    {
        var settings = new TrustSettings { SignerAnchors = signers is null ? [] : [signers.Text], TimeStampAnchors = timeStampers is null ? [] : [timeStampers.Text] };
        return TrustStore.TryCreate(settings, out _, out var why)
            ? new WorkspaceTrust(signers, timeStampers)
            : new Problem("credentials.list", $"The list cannot be used: {why}", where, "Fetch the list again.");
    }

    private static Outcome<WorkspaceTrust> Write(string workspace, WorkspaceTrust lists)
    {
        var folder = Path.Combine(workspace, Folder);
        try
        {
            Directory.CreateDirectory(folder);
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, TreeWriting.JsonOptions))
            {
                json.WriteStartObject();
                Put(TrustListInUse.Signers, lists.Signers);
                Put(TrustListInUse.TimeStampers, lists.TimeStampers);
                json.WriteEndObject();

                void Put(string name, WorkspaceList? list)
                {
                    if (list is null) return;
                    var bytes = Encoding.UTF8.GetBytes(list.Text);
                    var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
                    var file = FileName(name, sha256);
                    AtomicFile.Write(Path.Combine(folder, file), bytes);
                    json.WriteStartObject(name);
                    json.WriteString("from", list.From);
                    json.WriteString("taken", list.Taken.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    json.WriteString("sha256", sha256);
                    json.WriteEndObject();
                }
            }

            AtomicFile.Write(Path.Combine(folder, Index), buffer.ToArray());
            return lists;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, folder);
        }
    }

    private static string FileName(string name, string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) ? $"{name}-{sha256[..16]}.pem" : throw new FormatException("No digest.");
}
