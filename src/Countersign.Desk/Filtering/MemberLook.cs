using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;

namespace Countersign.Desk.Filtering;

/// <summary>A file of an item, looked at.</summary>
internal sealed record MemberLook(SourceFile File, string? Sha256, long Bytes, long Stamp, FileAnalysis? Analysis, ImmutableArray<Finding> Matches, Problem? Problem)
{
    /// <summary>Looks at a file of an item in the same way as a clearance does.</summary>
    public static MemberLook At(SourceFile file, FileExaminer examiner, ReferenceSet references, SiteSignals beside, CancellationToken cancel)
    {
        if (file.Problem is { } problem) return new(file, file.Sha256, file.Length, 0, null, [], problem);
        long stamp = 0;
        StableFile? stable;
        if (file.Content is { } content)
        {
            stable = new("", Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length, content[..Math.Min(content.Length, StableFile.HeadLength)], content);
        }
        else
        {
            // Taken before it is read: a change while it is read gives it a later one.
            stamp = System.IO.File.GetLastWriteTimeUtc(file.Path).Ticks;
            if (!StableFile.Read(file.Path, FileExaminer.KeepBytes, cancel).Try(out stable, out var problems)) return new(file, null, 0, stamp, null, [], problems[0] with { Where = file.Name });
        }
        // What only describes an item is no material: its words are read as fields, not looked into.
        if (file.IsDescription) return new(file, stable.Sha256, stable.Length, stamp, null, [], null);
        var (analysis, material) = examiner.Examine(stable, cancel);
        var matches = references.Match(stable, material);
        // What stands beside a file counts as what stands in it. A member of an archive has nothing beside it that anybody put there.
        if (file.Path.Length > 0) analysis = beside.Added(new(new(file.Path, file.Name, null), stable.Sha256, stable.Length, analysis, matches, null)).Analysis!;
        return new(file, stable.Sha256, stable.Length, stamp, analysis, matches, analysis.Problem?.In(file.Name));
    }
}
