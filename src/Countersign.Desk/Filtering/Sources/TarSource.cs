using System.Collections.Immutable;
using System.Formats.Tar;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Intake;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>
/// WebDataset shards: tar files in which the members of an item follow each other and share their name up to the first dot
/// (<c>0001.jpg</c>, <c>0001.txt</c>, <c>0001.json</c>). They are read in place, one item at a time.
/// </summary>
internal sealed class TarSource(ImmutableArray<string> shards, RowColumns columns) : IFilterSource
{
    private const int BatchItems = 64;

    public string Kind => "webdataset";

    public string? PathOf(ItemFile file) => null;

    public Outcome<string> Fingerprint(CancellationToken cancel)
    {
        var lines = new List<string>();
        foreach (var shard in shards)
        {
            if (!Content.Hash(shard, cancel).Try(out var sha256, out var problems)) return Outcome.Fail<string>(problems);
            lines.Add($"{Path.GetFileName(shard)} {sha256}");
        }
        return Content.Hash(lines);
    }

    public async IAsyncEnumerable<Outcome<ItemBatch>> ReadAsync(SourcePosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        long number = 0;
        var batch = new List<SourceItem>();
        using var items = Items(from.Items, cancel).GetEnumerator();
        while (true)
        {
            Problem? broken = null;
            var more = false;
            try
            {
                more = items.MoveNext();
            }
            catch (Exception e) when (e is InvalidDataException or FormatException or EndOfStreamException || StorageProblems.IsExpected(e))
            {
                broken = e is InvalidDataException or FormatException or EndOfStreamException
                    ? new("archive.damaged", $"A shard cannot be read after item {number}: {e.Message}", null, "Fetch it again, or take it out.")
                    : StorageProblems.From(e, "a shard");
            }
            if (broken is not null)
            {
                yield return broken;
                yield break;
            }
            if (more)
            {
                number++;
                if (items.Current is { } item) batch.Add(item);
            }
            if (batch.Count == BatchItems || (!more && batch.Count > 0))
            {
                yield return new ItemBatch([.. batch], new(number, 0));
                batch.Clear();
            }
            if (!more) yield break;
        }
    }

    /// <summary>Every member of every shard with the number of its item, counted from 1 as the items are. A member is only good until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public IEnumerable<(string Shard, long Number, TarEntry Entry)> Members(CancellationToken cancel)
    {
        long number = 0;
        foreach (var shard in shards)
        {
            using var stream = Open(shard);
            using var tar = new TarReader(stream);
            string? key = null;
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                var own = Key(entry.Name);
                if (own != key) number++;
                key = own;
                yield return (shard, number, entry);
            }
        }
    }

    /// <summary>Every item; null for those that an earlier run decided.</summary>
    private IEnumerable<SourceItem?> Items(long skip, CancellationToken cancel)
    {
        long number = 0;
        foreach (var shard in shards)
        {
            using var stream = Open(shard);
            using var tar = new TarReader(stream);
            string? key = null;
            var members = new List<SourceFile>();
            ReadOnlyMemory<byte>? description = null;
            var name = Path.GetFileName(shard);
            while (tar.GetNextEntry() is { } entry)
            {
                cancel.ThrowIfCancellationRequested();
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                var own = Key(entry.Name);
                if (key is not null && own != key)
                {
                    yield return Done(key);
                }
                key = own;
                var member = number < skip ? new SourceFile(entry.Name, "") : Member(name, entry);
                if (member.IsDescription) description = member.Content;
                members.Add(member);
            }
            if (key is not null) yield return Done(key);

            SourceItem? Done(string item)
            {
                var done = number++ < skip ? null : new SourceItem($"{name}!/{item}") { Files = [.. members] };
                if (done is not null && description is { } bytes) done = FolderSource.Described(done, bytes, new(columns));
                members.Clear();
                description = null;
                return done;
            }
        }
    }

    private static FileStream Open(string shard) =>
        new(shard, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan, BufferSize = 256 * 1024 });

    private static SourceFile Member(string shard, TarEntry entry)
    {
        var stream = entry.DataStream ?? Stream.Null;
        var name = $"{shard}!/{entry.Name}";
        if (entry.Length <= FileExaminer.KeepBytes)
        {
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return new(name, "", bytes, Length: entry.Length) { IsDescription = entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) };
        }
        return new(name, "", null, Convert.ToHexStringLower(SHA256.HashData(stream)), entry.Length, new("archive.member-too-large", "This member is larger than is held, and was not looked into.", name, "Unpack the shard, and filter the folder."));
    }

    // Up to the first dot of the last part of the name, as the readers of such shards take it.
    private static string Key(string name)
    {
        var slash = name.LastIndexOf('/') + 1;
        var dot = name.IndexOf('.', slash);
        return dot < 0 ? name : name[..dot];
    }
}
