using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Filtering.Sources;

/// <summary>Turns the recognised columns of a row into an item. A local file that is there is looked at.</summary>
internal sealed class ManifestFiles(string manifest)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;

    /// <summary>Where the file of a row of this manifest is.</summary>
    public static string PathOf(string manifest, ItemFile file) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifest))!, file.Name));

    public SourceItem Item(Outcome<RowFields> read, long number)
    {
        var name = "row " + number.ToString(CultureInfo.InvariantCulture);
        if (!read.Try(out var row, out var problems)) return new(name) { Problem = problems[0] with { Where = name } };
        var item = new SourceItem(row.Path ?? row.Url ?? name) { Fields = row.Fields, StatedSha256 = row.Sha256, CapturedAt = row.CapturedAt };
        return row.Path is null ? item : item with { Files = Files(row.Path) };
    }

    private ImmutableArray<SourceFile> Files(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return [];
        var full = Path.GetFullPath(Path.Combine(_folder, path));
        // A manifest from elsewhere must not have this machine's other files read, let alone copied.
        if (!full.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return [new(path, full, Problem: new("path.outside", "This path leads out of the manifest's folder, and is not followed.", path, "Put the manifest above its files."))];
        return PathKinds.Behind(full) switch
        {
            PathKind.File => [new(path, full)],
            PathKind.Missing => [],
            _ => [new(path, full, Problem: new("path.not-a-file", "This is not a file.", path, "Name a file."))],
        };
    }
}
