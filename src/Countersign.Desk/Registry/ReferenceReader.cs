using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Intake;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Registry;

/// <summary>Reads the reference files of an entry: their content, their fingerprints, and what shows them to a person.</summary>
internal static class ReferenceReader
{
    // A reference is read whole, to fingerprint it. Sound and film are only hashed, and may be of any length.
    private const long KeepBytes = 128L * 1024 * 1024;

    public static Outcome<(ImmutableArray<ReferenceFile> Files, IReadOnlyList<ReferenceRow> Rows)> Read(
        ImmutableArray<ReferenceFile> files, SubjectId entry, SubjectId subject, string baseFolder)
    {
        var read = ImmutableArray.CreateBuilder<ReferenceFile>();
        var rows = new List<ReferenceRow>();
        foreach (var file in files)
        {
            var path = Path.Combine(baseFolder, file.Path);
            if (PathKinds.Behind(path) == PathKind.Special) return new Problem("path.not-a-file", "This is a pipe, a socket or a device, not a file.", path);
            if (!StableFile.Read(path, KeepBytes, CancellationToken.None).Try(out var stable, out var problems)) return Outcome.Fail<(ImmutableArray<ReferenceFile>, IReadOnlyList<ReferenceRow>)>(problems);
            if (stable.Length == 0) return new Problem("file.empty", "The reference file is empty.", path, "Name the file that shows what is protected.");
            // The document said which bytes it means: other bytes are another file.
            if (file.Sha256 is { } expected && expected != stable.Sha256)
                return new Problem("reference.changed", "The reference file is not the one the document names: its SHA-256 differs.", path, "Bring back the file, or register the new one.");
            read.Add(file with { Sha256 = stable.Sha256, Bytes = stable.Length });
            rows.Add(Row(stable, entry, subject, file.Path));
        }
        return (read.ToImmutable(), rows);
    }

    private static ReferenceRow Row(StableFile file, SubjectId entry, SubjectId subject, string path)
    {
        var fingerprints = Fingerprinting.Of(file);
        var row = new ReferenceRow
        {
            EntryId = entry.ToString(), Subject = subject.ToString(), Path = path, Sha256 = file.Sha256, Bytes = file.Length,
            Kind = fingerprints.Kind, Pdq = fingerprints.Pdq, PdqQuality = fingerprints.PdqQuality, Text = fingerprints.Text, Thumbnail = fingerprints.Thumbnail,
        };
        row.Prints.AddRange(fingerprints.Prints);
        return row;
    }
}
