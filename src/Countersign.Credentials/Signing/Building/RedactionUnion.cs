using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Joins two copies of one manifest of which different assertions were redacted (C2PA 2.2 §18.15.12.1).</summary>
internal static class RedactionUnion
{
    /// <summary>The manifest with everything redacted that either copy lacks; null when the copies differ in other ways.</summary>
    /// <param name="there">The copy that is kept already.</param>
    /// <param name="other">The copy that came later.</param>
    /// <param name="declared">
    /// The URIs of redactions that some claim declares. What is missing without being declared was not redacted but tampered with, and must not spoil the sound copy.
    /// </param>
    /// <param name="limits">For reading the result.</param>
    public static KeptManifest? TryJoin(KeptManifest there, KeptManifest other, IReadOnlySet<string> declared, ParseLimits limits)
    {
        if (there.Open is not { } left || other.Open is not { } right || there.AssertionStore is not { } first || other.AssertionStore is not { } second) return null;
        if (!SameBesides(left, right, first, second) || ByLabel(first) is not { } ours || ByLabel(second) is not { } theirs) return null;

        var redact = new Dictionary<string, RedactionForm>(StringComparer.Ordinal);
        foreach (var (label, box) in ours)
        {
            if (theirs.TryGetValue(label, out var twin) && twin.Bytes.Span.SequenceEqual(box.Bytes.Span)) continue;
            if (!declared.Contains(BoxUri.Assertion(there.Label, label))) return null;
            if (ManifestRewriter.IsRedacted(box)) continue;
            if (twin is null) redact.Add(label, RedactionForm.Removed);
            else if (ManifestRewriter.IsRedacted(twin)) redact.Add(label, RedactionForm.Zeroed);
            else return null;
        }

        foreach (var label in theirs.Keys)
        {
            if (!ours.ContainsKey(label) && !declared.Contains(BoxUri.Assertion(there.Label, label))) return null;
        }

        return redact.Count == 0 ? there : KeptManifest.Of(ManifestRewriter.Redact(left, redact), limits);
    }

    private static bool SameBesides(JumbfBox left, JumbfBox right, JumbfBox first, JumbfBox second)
    {
        if (left.Description!.Uuid != right.Description!.Uuid) return false;
        if (first.Description!.Uuid != second.Description!.Uuid || left.Children.Count != right.Children.Count) return false;
        for (var i = 0; i < left.Children.Count; i++)
        {
            var (a, b) = (left.Children[i], right.Children[i]);
            if (ReferenceEquals(a, first) && ReferenceEquals(b, second)) continue;
            if (!a.Bytes.Span.SequenceEqual(b.Bytes.Span)) return false;
        }

        return true;
    }

    private static Dictionary<string, JumbfBox>? ByLabel(JumbfBox store)
    {
        var found = new Dictionary<string, JumbfBox>(StringComparer.Ordinal);
        foreach (var child in store.Children)
        {
            if (!child.IsSuperbox || !found.TryAdd(child.Label, child)) return null;
        }

        return found;
    }
}
