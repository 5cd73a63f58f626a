using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Clearance;

namespace Countersign.Desk.Filtering;

/// <summary>Counts answers, and digests the files behind them, as they pass.</summary>
internal sealed class FilterTally(bool keepUnknown) : IDisposable
{
    // Each file can have a reason of its own. Those after the first few hundred are counted by their code.
    private const int MostReasons = 400;

    private readonly Dictionary<(Verdict, string, string, string?), (long Items, string Example)> _reasons = [];
    private readonly IncrementalHash _files = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long[] _verdicts = new long[3];

    public long Items { get; private set; }

    public long Kept { get; private set; }

    public long Files { get; private set; }

    public long Problems { get; private set; }

    public long Of(Verdict verdict) => _verdicts[(int)verdict];

    /// <summary>Counts one; true when it is kept.</summary>
    public bool Add(DecidedItem item)
    {
        Items++;
        var answer = item.Answer;
        _verdicts[(int)answer.Verdict]++;
        // The codes of rules begin so; any other code of an unknown is what stood in the way.
        if (answer.Verdict == Verdict.Unknown && !answer.Code.StartsWith("rule:", StringComparison.Ordinal) && answer.Code != ItemAnswer.ByStatement) Problems++;
        var reason = (answer.Verdict, answer.Code, answer.Says, answer.Statement);
        if (!_reasons.ContainsKey(reason) && _reasons.Count >= MostReasons) reason = (answer.Verdict, answer.Code, "Other reasons of this kind; each is with its item.", null);
        _reasons[reason] = _reasons.TryGetValue(reason, out var counted) ? (counted.Items + 1, counted.Example) : (1, item.Name);
        foreach (var file in item.Files)
        {
            Files++;
            _files.AppendData(Encoding.UTF8.GetBytes($"{file.Sha256 ?? "-"}  {file.Name}\n"));
        }
        var kept = answer.IsKept(keepUnknown);
        if (kept) Kept++;
        return kept;
    }

    public string FilesSha256() => Convert.ToHexStringLower(_files.GetCurrentHash());

    public ImmutableArray<ReasonCount> Reasons() =>
    [
        .. _reasons.Select(entry => new ReasonCount(entry.Key.Item1, entry.Key.Item2, entry.Key.Item3, entry.Key.Item4, entry.Value.Items, entry.Value.Example))
            .OrderByDescending(reason => reason.Items).ThenBy(reason => reason.Verdict).ThenBy(reason => reason.Code, StringComparer.Ordinal).ThenBy(reason => reason.Says, StringComparer.Ordinal).ThenBy(reason => reason.Statement, StringComparer.Ordinal),
    ];

    public void Dispose() => _files.Dispose();
}
