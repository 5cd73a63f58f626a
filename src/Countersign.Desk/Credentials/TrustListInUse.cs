using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;

namespace Countersign.Desk.Credentials;

/// <summary>One list of certificates that verdicts rest on.</summary>
/// <param name="Name">signers, time-stampers, anchors or allowed.</param>
/// <param name="Source">bundled, workspace or file.</param>
/// <param name="File">Where it lies or, of a workspace's list, the name of the file it was copied from; null for a bundled one.</param>
/// <param name="Date">The day a bundled list is of, or a workspace's was copied; null for a file.</param>
/// <param name="Text">The PEM.</param>
public sealed record TrustListInUse(string Name, string Source, string? File, DateOnly? Date, string Text)
{
    internal const string Signers = "signers", TimeStampers = "time-stampers";

    /// <summary>How many certificates it has; 0 when it cannot be counted.</summary>
    public int Certificates => PemCertificates.Read(Text, Name) is { IsOk: true, Value: var read } ? read.Count : 0;

    /// <summary>How many of them are no longer valid at a moment.</summary>
    public int ExpiredOn(DateTimeOffset moment) => PemCertificates.Read(Text, Name) is { IsOk: true, Value: var read } ? read.ExpiredOn(moment) : 0;

    /// <summary>The SHA-256 of its text, in lower-case hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    internal static TrustListInUse C2pa(string name, WorkspaceList? own, string bundled, DateOnly date) =>
        own is null ? new(name, "bundled", null, date, bundled) : new(name, "workspace", own.From, own.Taken, own.Text);

    internal static TrustListInUse Given(string name, string file, string text) => new(name, "file", file, null, text);

    /// <summary>Lists in words: <c>the bundled C2PA lists of 2026-08-21, 1 trust file given</c>.</summary>
    internal static string InWords(IEnumerable<TrustListInUse> lists)
    {
        var all = lists.ToList();
        var signers = all.Find(l => l.Name == Signers);
        var stampers = all.Find(l => l.Name == TimeStampers);
        var anchors = all.Count(l => l.Name == "anchors");
        var allowed = all.Count(l => l.Name == "allowed");
        var words = new List<string>();
        if (signers is not null && stampers is not null)
        {
            if ((signers.Source, signers.Date) == (stampers.Source, stampers.Date)) words.Add(Of(signers, "lists"));
            else words.AddRange([Of(signers, "signers"), Of(stampers, "time-stampers")]);
        }

        if (anchors > 0) words.Add($"{anchors} trust file{(anchors == 1 ? "" : "s")} given");
        if (allowed > 0) words.Add($"{allowed} file{(allowed == 1 ? "" : "s")} of allowed certificates");
        return words.Count == 0 ? "no trust list at all" : string.Join(", ", words);

        static string Of(TrustListInUse list, string what) => list.Source == "bundled"
            ? $"the bundled C2PA {what} of {Day(list.Date)}"
            : $"the workspace's C2PA {what}, taken in on {Day(list.Date)}";
    }

    private static string Day(DateOnly? date) => date is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "an unknown day";
}
