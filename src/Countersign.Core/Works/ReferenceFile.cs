using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Core.Works;

/// <summary>A file that shows what a registered subject is: the copy that others are compared with.</summary>
/// <param name="Path">As the registering person named it; relative paths are relative to the document that names them.</param>
/// <param name="Sha256">Its content, 64 lower-case hex digits; null in a document that was written by hand, until the file has been read.</param>
/// <param name="Bytes">Its size; null likewise.</param>
public sealed record ReferenceFile(string Path, string? Sha256, long? Bytes)
{
    internal static Tree? ToTree(ImmutableArray<ReferenceFile> files) => files.IsEmpty
        ? null
        : Tree.Of(files.Select(file => (Tree)Tree.Of(
            ("path", file.Path), ("sha256", file.Sha256 is null ? null : (Tree)file.Sha256), ("bytes", file.Bytes is { } size ? (Tree)size : null))));

    internal static ImmutableArray<ReferenceFile> FromTree(TreeReader form, string name, List<Problem> problems)
    {
        var files = ImmutableArray.CreateBuilder<ReferenceFile>();
        foreach (var item in form.Items(name))
        {
            var part = item is Tree.Text text ? Tree.Of(("path", text.Value)) with { At = item.At } : item;
            var reader = TreeReader.Over(part, problems);
            var path = reader.Text("path");
            var sha256 = reader.OptionalText("sha256");
            if (sha256 is not null && !(sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)))
                reader.Report("form.sha256", "A SHA-256 is 64 lower-case hex digits.", "sha256");
            var bytes = reader.OptionalWhole("bytes", 0, long.MaxValue);
            reader.Close();
            files.Add(new(path, sha256, bytes));
        }
        return files.ToImmutable();
    }
}
