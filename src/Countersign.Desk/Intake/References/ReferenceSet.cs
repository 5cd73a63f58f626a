using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Intake.References;

/// <summary>The reference files of the register, ready to be found: by content, by picture, by passage of text.</summary>
public sealed class ReferenceSet : IDisposable
{
    private readonly ILookup<string, ReferenceRow> _byContent;
    private readonly PictureReferences? _pictures;
    private readonly TextReferences _texts;

    private ReferenceSet(ImmutableArray<ReferenceRow> rows, PictureReferences? pictures)
    {
        _byContent = rows.ToLookup(row => row.Sha256, StringComparer.Ordinal);
        (_pictures, _texts) = (pictures, new(rows));
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => $"{row.Subject} {row.Sha256} {row.PrintKinds}").Order(StringComparer.Ordinal)))));
    }

    /// <summary>No references: nothing is ever found.</summary>
    public static ReferenceSet Empty { get; } = new([], null);

    /// <summary>The references on record.</summary>
    public static Outcome<ReferenceSet> Load(DeskWorkspace workspace) => new RegistryStore(workspace).References().Then(rows => Open(workspace, rows));

    /// <summary>The references given, over the workspace's indexes.</summary>
    internal static Outcome<ReferenceSet> Open(DeskWorkspace workspace, ImmutableArray<ReferenceRow> rows) =>
        PictureReferences.Open(new(workspace), new(rows)).Then(pictures => Outcome.Ok(new ReferenceSet(rows, pictures)));

    /// <summary>Changes whenever a match could.</summary>
    public string Digest { get; }

    /// <summary>The registered subjects seen in a file, best first.</summary>
    internal ImmutableArray<Finding> Match(StableFile file, Material material)
    {
        var same = _byContent[file.Sha256].Select(SameFile).ToList();
        var found = same.Select(finding => finding.Subject!).ToHashSet(StringComparer.Ordinal);
        var seen = new List<Finding>();
        if (material.Picture is { } picture && _pictures is not null) seen.AddRange(_pictures.Find(picture));
        if (material.Text is { } text) seen.AddRange(_texts.Find(text));
        return
        [
            .. same.Concat(seen.Where(finding => !found.Contains(finding.Subject!)))
                .OrderByDescending(finding => finding.IsStrong).ThenByDescending(finding => finding.Strength)
                .ThenBy(finding => finding.Subject, StringComparer.Ordinal).ThenBy(finding => finding.At?.Text?[0] ?? 0),
        ];
    }

    /// <summary>The registered subjects that have these very bytes as a reference file.</summary>
    internal IEnumerable<Finding> SameContent(string sha256) => _byContent[sha256].Select(SameFile);

    private static Finding SameFile(ReferenceRow row) => new()
    {
        Kind = FindingKinds.Match, Code = "match.content", Subject = row.Subject, IsStrong = true, IsWhole = true, Reference = row.Sha256,
        Says = $"the same file as {row.Path}", Detail = Particulars.Of(("method", "sha256"), ("reference", row.Path)),
    };

    /// <summary>Closes the indexes.</summary>
    public void Dispose() => _pictures?.Dispose();
}
