using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;
using Countersign.Desk.Filtering.Sources;

namespace Countersign.Desk.Filtering.Progress;

/// <summary>What a run is bound to. A rerun goes on only when all of it is the same.</summary>
internal sealed record RunBinding(string Input, string Facts, string Asked, string Out, string AsOf)
{
    /// <summary>Whether a rerun may go on: the time is the first run's.</summary>
    public bool Continues(RunBinding before) => before with { AsOf = AsOf } == this;
}

/// <summary>One line of the journal. The first holds the binding, each later one a place that was reached.</summary>
internal sealed record JournalLine
{
    public RunBinding? Run { get; init; }

    public long Items { get; init; }

    public long Mark { get; init; }

    public long Answers { get; init; }

    /// <summary>Every item is decided.</summary>
    public bool Decided { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;

/// <summary>
/// The folder <c>OUT.partial</c> of a run that is not done: its answers, a journal of how far they are good, and the outputs that are being
/// written. A kill at any moment leaves at most a line or some answers that nothing points to.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    private readonly FileStream _lock;
    private FileStream? _journal;

    private RunJournal(string folder, FileStream gate) => (Folder, _lock) = (folder, gate);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The answers.</summary>
    public string AnswersFile => Path.Combine(Folder, "answers");

    /// <summary>The last place that was recorded, with the binding; null where no run began.</summary>
    public JournalLine? Last { get; private set; }

    private string JournalFile => Path.Combine(Folder, "journal.jsonl");

    /// <summary>Takes the folder for this process. Only one run writes one output.</summary>
    public static Outcome<RunJournal> Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var gate = Path.Combine(folder, "lock");
        try
        {
            var journal = new RunJournal(folder, new(gate, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            journal.Read();
            return journal;
        }
        catch (IOException e) when (File.Exists(gate) && !StorageProblems.IsFull(e))
        {
            return new Problem("filter.running", "Another run is writing this output.", folder, "Wait until it is done, or name another output with --out.");
        }
    }

    /// <summary>Begins anew: what an earlier run left is deleted.</summary>
    public void Begin(RunBinding binding)
    {
        _journal?.Dispose();
        foreach (var left in Directory.EnumerateFileSystemEntries(Folder).Where(left => Path.GetFileName(left) != "lock").ToList())
        {
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
            else File.Delete(left);
        }
        _journal = new(JournalFile, FileMode.Create, FileAccess.Write, FileShare.Read);
        Last = null;
        Record(new() { Run = binding });
    }

    /// <summary>Goes on with what is there.</summary>
    public void Continue() => _journal ??= new(JournalFile, FileMode.Append, FileAccess.Write, FileShare.Read);

    /// <summary>Records a place, durably. What it points to was made durable before.</summary>
    public void Record(JournalLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine);
        _journal!.Write([.. bytes, (byte)'\n']);
        _journal.Flush(flushToDisk: true);
        Last = line with { Run = line.Run ?? Last?.Run };
    }

    /// <summary>Deletes the folder: the run is done.</summary>
    public void Remove()
    {
        _journal?.Dispose();
        _lock.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _lock.Dispose();
    }

    private void Read()
    {
        if (!File.Exists(JournalFile)) return;
        long good = 0;
        var bytes = File.ReadAllBytes(JournalFile);
        for (var from = 0; from < bytes.Length;)
        {
            var end = bytes.AsSpan(from).IndexOf((byte)'\n');
            // A line without its end was being written when the run was killed: it never counted.
            if (end < 0 || Parse(bytes.AsSpan(from, end)) is not { } line) break;
            Last = line with { Run = line.Run ?? Last?.Run };
            from += end + 1;
            good = from;
        }
        if (Last?.Run is null) Last = null;
        else if (good < bytes.Length)
        {
            using var journal = new FileStream(JournalFile, FileMode.Open, FileAccess.Write);
            journal.SetLength(good);
        }
    }

    private static JournalLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
