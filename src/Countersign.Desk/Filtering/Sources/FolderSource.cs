using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>
/// A folder: each file is an item, and a picture, sound or film with a text or a JSON file of the same stem beside it is one item with it
/// (<c>0001.jpg</c>, <c>0001.txt</c>, <c>0001.json</c>). The JSON is read for the wishes it states, the text is looked into as well.
/// </summary>
internal sealed class FolderSource : IFilterSource
{
    private const int BatchItems = 64;
    private const int MaxDescription = 1024 * 1024;
    private static readonly string[] s_media = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".wav", ".mp3", ".flac", ".ogg", ".m4a", ".mp4", ".mov", ".webm", ".mkv"];

    private readonly string _root;
    private readonly JsonRow _rows;
    private readonly Production? _production;
    private readonly ImmutableArray<ImmutableArray<WalkedFile>> _items;

    public FolderSource(string root, ImmutableArray<WalkedFile> files, RowColumns columns, Production? production)
    {
        (_root, _rows, _production) = (Path.GetFullPath(root), new(columns), production);
        var media = files.Where(file => IsMedia(file.Name)).Select(file => Stem(file.Name)).ToHashSet(StringComparer.Ordinal);
        _items = [.. files.GroupBy(file => media.Contains(Stem(file.Name)) && IsPart(file.Name) ? Stem(file.Name) : file.Name, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => same.ToImmutableArray())];
    }

    public string Kind => "folder";

    public string? PathOf(ItemFile file) => Path.Combine(_root, file.Name);

    /// <summary>The names and, for every file, its length and when it was written.</summary>
    public Outcome<string> Fingerprint(CancellationToken cancel) => Content.Hash(_items.SelectMany(item => item).Select(file =>
    {
        var info = new FileInfo(file.Path);
        return info.Exists ? $"{file.Name} {info.Length} {info.LastWriteTimeUtc.Ticks}" : file.Name;
    }));

    public async IAsyncEnumerable<Outcome<ItemBatch>> ReadAsync(SourcePosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        for (var at = (int)from.Items; at < _items.Length; at += BatchItems)
        {
            cancel.ThrowIfCancellationRequested();
            var items = _items.Skip(at).Take(BatchItems).Select(Item).ToList();
            yield return new ItemBatch(items, new(at + items.Count, 0));
        }
    }

    private SourceItem Item(ImmutableArray<WalkedFile> files)
    {
        var main = files.FirstOrDefault(file => IsMedia(file.Name)) ?? files[0];
        var item = new SourceItem(files.Length == 1 ? main.Name : Stem(main.Name)) { Files = [.. files.Select(file => File(file, files.Length > 1))] };
        return files.FirstOrDefault(file => files.Length > 1 && file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) is { Problem: null } description ? Described(item, description.Path, _rows) : item;
    }

    private SourceFile File(WalkedFile file, bool paired)
    {
        if (file.Problem is { } problem) return new(file.Name, file.Path, Problem: problem);
        var source = new SourceFile(file.Name, file.Path) { IsDescription = paired && file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) };
        if (_production is null) return source;
        var (use, origins) = _production.For(file.Name);
        return source with { Origins = origins, Use = use };
    }

    /// <summary>An item with the wishes that the JSON beside it states.</summary>
    internal static SourceItem Described(SourceItem item, string path, JsonRow rows)
    {
        var info = new FileInfo(path);
        if (info.Length > MaxDescription) return item with { Problem = new(ItemAnswer.BrokenRow, "The description beside it is larger than is read.", path, "Make it smaller, or take it out.") };
        return Described(item, System.IO.File.ReadAllBytes(path), rows);
    }

    internal static SourceItem Described(SourceItem item, ReadOnlyMemory<byte> description, JsonRow rows)
    {
        if (!rows.Read(description.Span.Trim(" \t\r\n"u8)).Try(out var row, out var problems)) return item with { Problem = problems[0] with { Code = "description.broken", Where = item.Name } };
        return item with { Fields = row.Fields, StatedSha256 = row.Sha256, CapturedAt = row.CapturedAt };
    }

    internal static bool IsMedia(string name) => s_media.Contains(Path.GetExtension(name).ToLowerInvariant());

    private static bool IsPart(string name) => IsMedia(name) || Path.GetExtension(name).ToLowerInvariant() is ".txt" or ".json" or ".caption";

    private static string Stem(string name) => name[..^Path.GetExtension(name).Length];
}
