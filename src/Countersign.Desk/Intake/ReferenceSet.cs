using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;
using Countersign.Matching.Images;
using Countersign.Matching.Text;

namespace Countersign.Desk.Intake;

/// <summary>The reference files of the register, ready to be found: by content, by picture, by passage of text.</summary>
public sealed class ReferenceSet
{
    // A text can repeat one work in a thousand places; this many show it.
    private const int MostPassages = 24;

    /// <summary>A text is the registered text as a whole when this much of it is.</summary>
    private const double WholeCoverage = 0.9;

    private readonly ImmutableArray<ReferenceRow> _rows;
    private readonly ILookup<string, ReferenceRow> _byContent;
    private readonly Lazy<PdqIndex> _pictures;
    private readonly Lazy<PassageIndex> _texts;

    internal ReferenceSet(ImmutableArray<ReferenceRow> rows)
    {
        _rows = rows;
        _byContent = rows.ToLookup(row => row.Sha256, StringComparer.Ordinal);
        // Built when the first picture or text that was not seen before asks for it: a run over an unchanged folder never does.
        _pictures = new(BuildPictures);
        _texts = new(BuildTexts);
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => $"{row.Subject} {row.Sha256}").Order(StringComparer.Ordinal)))));
    }

    /// <summary>No references: nothing is ever found.</summary>
    public static ReferenceSet Empty { get; } = new([]);

    /// <summary>The references on record.</summary>
    public static Outcome<ReferenceSet> Load(RegistryStore store) => store.References().Then(rows => Outcome.Ok(new ReferenceSet(rows)));

    /// <summary>Changes whenever a match could.</summary>
    public string Digest { get; }

    /// <summary>The registered subjects seen in a file, best first.</summary>
    internal ImmutableArray<Finding> Match(StableFile file, FileAnalysis analysis, string? text)
    {
        var same = _byContent[file.Sha256].Select(row => SameFile(row)).ToList();
        var found = same.Select(finding => finding.Subject!).ToHashSet(StringComparer.Ordinal);
        var matches = new List<Finding>(same);
        if (analysis.Pdq is { } pdq)
            matches.AddRange(_pictures.Value.Search(new PdqFingerprint(PdqHash.Parse(pdq), analysis.PdqQuality ?? 0), PdqThresholds.Weak).Select(SamePicture).Where(finding => !found.Contains(finding.Subject!)));
        if (text is not null)
            matches.AddRange(_texts.Value.Find(text).SelectMany(SharedPassages).Where(finding => !found.Contains(finding.Subject!)));
        return
        [
            .. matches
                .OrderByDescending(finding => finding.IsStrong).ThenByDescending(finding => finding.Strength)
                .ThenBy(finding => finding.Subject, StringComparer.Ordinal).ThenBy(finding => finding.At?.Text?[0] ?? 0),
        ];
    }

    /// <summary>The registered subjects that have these very bytes as a reference file.</summary>
    internal IEnumerable<Finding> SameContent(string sha256) => _byContent[sha256].Select(SameFile);

    private PdqIndex BuildPictures()
    {
        var index = new PdqIndex();
        for (var i = 0; i < _rows.Length; i++)
            if (_rows[i].Pdq is { } pdq) index.Add(Key(i), PdqHash.Parse(pdq), _rows[i].PdqQuality ?? 0);
        return index;
    }

    private PassageIndex BuildTexts()
    {
        var index = new PassageIndex();
        for (var i = 0; i < _rows.Length; i++)
            if (_rows[i].Text is { } text) index.Add(Key(i), text);
        return index;
    }

    private static string Key(int row) => row.ToString(CultureInfo.InvariantCulture);

    private ReferenceRow Row(string key) => _rows[int.Parse(key, CultureInfo.InvariantCulture)];

    private static Finding SameFile(ReferenceRow row) => new()
    {
        Kind = FindingKinds.Match, Code = "match.content", Subject = row.Subject, IsStrong = true, IsWhole = true, Reference = row.Sha256,
        Says = $"the same file as {row.Path}", Detail = Details(("method", "sha256"), ("reference", row.Path)),
    };

    private Finding SamePicture(PdqHit hit)
    {
        var row = Row(hit.Key);
        return new()
        {
            Kind = FindingKinds.Match, Code = "match.picture", Subject = row.Subject, Strength = hit.Strength, IsStrong = hit.Strength >= 0.5, IsWhole = true, Reference = row.Sha256,
            Says = $"the same picture as {row.Path}, {hit.Distance} of 256 PDQ bits apart",
            Detail = Details(("method", "pdq"), ("distance", hit.Distance.ToString(CultureInfo.InvariantCulture)), ("reference", row.Path)),
        };
    }

    private IEnumerable<Finding> SharedPassages(PassageMatch match)
    {
        var row = Row(match.Key);
        var whole = match.QueryCoverage >= WholeCoverage;
        return match.Passages.OrderByDescending(passage => passage.ExactWords).Take(MostPassages).Select(passage => new Finding
        {
            Kind = FindingKinds.Match, Code = "match.passage", Subject = row.Subject, Strength = passage.Strength, IsStrong = passage.IsStrong, IsWhole = whole, Reference = row.Sha256,
            Says = $"{passage.ExactWords} words as in {row.Path}",
            At = new() { Text = [passage.Query.From, passage.Query.To] },
            ReferenceAt = new() { Text = [passage.Reference.From, passage.Reference.To] },
            Detail = Details(
                ("method", "passages"), ("reference", row.Path), ("exactWords", passage.ExactWords.ToString(CultureInfo.InvariantCulture)),
                ("longestRun", passage.LongestRun.ToString(CultureInfo.InvariantCulture)), ("coverage", match.QueryCoverage.ToString("0.####", CultureInfo.InvariantCulture))),
        });
    }

    private static ImmutableSortedDictionary<string, string> Details(params (string Name, string Value)[] parts) =>
        parts.ToImmutableSortedDictionary(part => part.Name, part => part.Value, StringComparer.Ordinal);
}
