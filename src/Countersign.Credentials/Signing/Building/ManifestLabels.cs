using System.Globalization;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Labels of manifests (C2PA 2.2 §8.1), and their new labels after a conflict (§8.2).</summary>
internal static class ManifestLabels
{
    private const string Prefix = "urn:c2pa:";

    public static string New(Guid id) => $"{Prefix}{id:D}";

    /// <summary>
    /// The label with a version, and the reason 1, "conflict with another manifest":
    /// <code>urn:c2pa:UUID[:generator[:version_reason]]</code> A version that is there already is counted up.
    /// Labels of before 2.1 have no generator at the end, and are treated as having none.
    /// </summary>
    public static string AfterConflict(string label)
    {
        var colon = label.LastIndexOf(':');
        if (colon > 0 && Version(label.AsSpan(colon + 1)) is { } version)
            return string.Create(CultureInfo.InvariantCulture, $"{label.AsSpan(0, colon)}:{version + 1}_1");
        var hasGenerator = label.StartsWith(Prefix, StringComparison.Ordinal) && label.IndexOf(':', Prefix.Length) >= 0;
        return label + (hasGenerator ? ":1_1" : "::1_1");
    }

    private static int? Version(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('_');
        return at > 0 && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && int.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version < int.MaxValue ? version : null;
    }
}
