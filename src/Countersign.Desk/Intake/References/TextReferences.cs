using System.Collections.Immutable;
using System.Globalization;
using Countersign.Desk.Storage;
using Countersign.Matching.Text;

namespace Countersign.Desk.Intake.References;

/// <summary>The registered texts, found by the passages that another text repeats.</summary>
internal sealed class TextReferences
{
    // A text can repeat one work in a thousand places; this many show it.
    private const int MostPassages = 24;

    /// <summary>A text is the registered text as a whole when this much of it is.</summary>
    private const double WholeCoverage = 0.9;

    private readonly ImmutableArray<ReferenceRow> _rows;
    private readonly Lazy<PassageIndex> _index;

    public TextReferences(ImmutableArray<ReferenceRow> rows)
    {
        _rows = rows;
        // Built when the first text that was not seen before asks for it: a run over an unchanged folder never does.
        _index = new(Build);
    }

    /// <summary>The passages of registered texts in a text.</summary>
    public IEnumerable<Finding> Find(string text) => _index.Value.Find(text).SelectMany(SharedPassages);

    private PassageIndex Build()
    {
        var index = new PassageIndex();
        for (var i = 0; i < _rows.Length; i++)
            if (_rows[i].Text is { } text) index.Add(i.ToString(CultureInfo.InvariantCulture), text);
        return index;
    }

    private IEnumerable<Finding> SharedPassages(PassageMatch match)
    {
        var row = _rows[int.Parse(match.Key, CultureInfo.InvariantCulture)];
        var whole = match.QueryCoverage >= WholeCoverage;
        return match.Passages.OrderByDescending(passage => passage.ExactWords).Take(MostPassages).Select(passage => new Finding
        {
            Kind = FindingKinds.Match, Code = "match.passage", Subject = row.Subject, Strength = passage.Strength, IsStrong = passage.IsStrong, IsWhole = whole, Reference = row.Sha256,
            Says = $"{passage.ExactWords} words as in {row.Path}",
            At = new() { Text = [passage.Query.From, passage.Query.To] },
            ReferenceAt = new() { Text = [passage.Reference.From, passage.Reference.To] },
            Detail = Particulars.Of(
                ("method", "passages"), ("reference", row.Path), ("exactWords", passage.ExactWords.ToString(CultureInfo.InvariantCulture)),
                ("longestRun", passage.LongestRun.ToString(CultureInfo.InvariantCulture)), ("coverage", match.QueryCoverage.ToString("0.####", CultureInfo.InvariantCulture))),
        });
    }
}
