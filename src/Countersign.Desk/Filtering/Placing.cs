using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Filtering.Progress;
using Countersign.Desk.Filtering.Signing;

namespace Countersign.Desk.Filtering;

/// <summary>Signs a finished run and gives its parts their names. A run that is killed in between goes on with whatever has none yet.</summary>
internal static class Placing
{
    private const string Summary = "summary.json";
    private const string Signature = "summary.sig";
    private const string PublicKey = "summary.pem";

    /// <summary>Writes the summary with its signature and the key to check it with.</summary>
    public static void Sign(FilterSummary summary, RunJournal journal, DeskKey key)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, TreeWriting.JsonOptions)) summary.Write(json);
        bytes.WriteByte((byte)'\n');
        Write(Path.Combine(journal.Folder, Summary), bytes.ToArray());
        Write(Path.Combine(journal.Folder, Signature), SummarySignature.Sign(bytes.ToArray(), key));
        Write(Path.Combine(journal.Folder, PublicKey), System.Text.Encoding.ASCII.GetBytes(key.PublicPem));
    }

    /// <summary>Gives everything its name, the summary last: where it is, the rest is there.</summary>
    public static void Place(RunJournal journal, OutputNames names)
    {
        foreach (var (from, to) in new[] { ("kept", names.Output), ("left-out.jsonl", names.LeftOut), (Signature, names.Signature), (PublicKey, names.PublicKey), (Summary, names.Summary) })
        {
            var path = Path.Combine(journal.Folder, from);
            if (Directory.Exists(path))
            {
                if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
                Directory.Move(path, to);
            }
            else if (File.Exists(path))
            {
                if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
                File.Move(path, to, overwrite: true);
            }
        }
        journal.Remove();
    }

    /// <summary>Why an output that is there is not written over; null when it may be.</summary>
    public static Problem? Refusal(FilterRequest request, OutputNames names)
    {
        if (request.Overwrite || File.Exists(Path.Combine(names.Partial, "journal.jsonl"))) return null;
        var there = names.All.FirstOrDefault(path => File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()));
        return there is null ? null : new("filter.exists", "The output is there already.", there, "Name another with --out, or write over it with --overwrite.");
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}
