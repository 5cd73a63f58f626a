using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Filtering.Progress;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Filtering;

/// <summary>What is read, what is written, and the use asked.</summary>
internal sealed record SourceChoice(IFilterSource Source, OutputKind Output, Use Use)
{
    /// <summary>Chooses by what is there and by the extension of the output.</summary>
    public static Outcome<SourceChoice> Open(FilterRequest request, OutputNames names, RowColumns columns)
    {
        var input = Path.GetFullPath(request.Input);
        var output = Path.GetExtension(names.Output).ToLowerInvariant() switch { ".jsonl" or ".ndjson" => OutputKind.Jsonl, ".parquet" => OutputKind.Parquet, _ => OutputKind.Folder };
        if (names.Output == input) return new Problem("filter.same", "The output is the input.", request.Output, "Name another output with --out.");
        if (Directory.Exists(input)) return OfFolder(request, input, output, names, columns);
        if (!File.Exists(input)) return new Problem("path.missing", "There is nothing at this path.", request.Input, "Check the spelling.");
        if (PathKinds.Behind(input) == PathKind.Special) return new Problem("path.not-a-file", "This is a pipe, a socket or a device, not a file.", request.Input);
        if (!request.Use(null).Try(out var use, out var problems)) return Outcome.Fail<SourceChoice>(problems);
        return Path.GetExtension(input).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => new SourceChoice(new JsonLinesSource(input, columns), output, use),
            ".parquet" => new SourceChoice(new ParquetSource(input, columns), output, use),
            ".tar" => new SourceChoice(new TarSource([input], columns), output, use),
            _ => new Problem("filter.input", "This is neither a folder, nor a .tar, nor a .jsonl or .parquet manifest.", request.Input, "Name one of these."),
        };
    }

    private static Outcome<SourceChoice> OfFolder(FilterRequest request, string input, OutputKind output, OutputNames names, RowColumns columns)
    {
        var productionFile = Path.Combine(input, Production.FileName);
        Production? production = null;
        if (File.Exists(productionFile) && !Production.Read(productionFile).Try(out production, out var problems)) return Outcome.Fail<SourceChoice>(problems);
        if (!request.Use(production?.Use).Try(out var use, out problems)) return Outcome.Fail<SourceChoice>(problems);
        if (!FileWalk.Of([input], path => path == productionFile || names.IsOwn(path) || SiteSignals.IsBeside(path)).Try(out var files, out problems)) return Outcome.Fail<SourceChoice>(problems);
        if (files.Length > 0 && files.All(file => file.Name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)))
            return new SourceChoice(new TarSource([.. files.Select(file => file.Path)], columns), output, use);
        // What the caller says goes over what the production declares, for every file.
        var asked = production is null ? null : production with { Use = use };
        return new SourceChoice(new FolderSource(input, files, columns, asked), output, use);
    }
}
