using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Trust;

/// <summary>A way from a certificate to an anchor.</summary>
/// <param name="From">The first moment in which every certificate of it is valid.</param>
/// <param name="To">The last.</param>
/// <param name="Issuer">The certificate right above the first one; the anchor itself where it issued it.</param>
internal sealed record TrustPath(DateTimeOffset From, DateTimeOffset To, CertificateView? Issuer);

/// <summary>
/// Builds and validates paths (RFC 5280 §6, as far as C2PA 2.2 §14.5.1.2 needs it): names chain, each signature is verified, each issuer is an authority that may
/// issue, path lengths hold, nothing critical is left unread. No network, no store of the operating system.
/// </summary>
internal static class PathFinder
{
    private const int MostDepth = 8;
    private const int MostPaths = 8;

    // Attack: certificates of one name that all claim to have issued each other, so that the ways multiply.
    private const int MostSignatures = 64;

    public static IReadOnlyList<TrustPath> Find(CertificateView leaf, IReadOnlyList<CertificateView> others, IReadOnlyList<AnchorSet> anchors)
    {
        // §14.5.1.2: whatever signed it, a certification authority signs no claims and no time-stamps.
        if (leaf.IsAuthority) return [];
        var search = new Search([.. others.Where(o => CertificateProfile.AuthorityViolations(o).Count == 0)], anchors);
        // A leaf that is listed itself stands on its own.
        if (anchors.Any(a => a.Contains(leaf))) search.Paths.Add(new(leaf.NotBefore, leaf.NotAfter, null));
        search.Climb([leaf]);
        return search.Paths;
    }

    private sealed class Search(IReadOnlyList<CertificateView> others, IReadOnlyList<AnchorSet> anchors)
    {
        private int _signatures;

        public List<TrustPath> Paths { get; } = [];

        public void Climb(List<CertificateView> path)
        {
            if (path.Count > MostDepth) return;
            var last = path[^1];
            foreach (var anchor in anchors.SelectMany(a => a.Named(last.Issuer)))
            {
                if (Paths.Count >= MostPaths) return;
                if (Issued(anchor, last, path)) Paths.Add(Complete([.. path, anchor]));
            }

            foreach (var issuer in others)
            {
                if (Paths.Count >= MostPaths || path.Contains(issuer) || !issuer.Subject.Span.SequenceEqual(last.Issuer.Span)) continue;
                if (!Issued(issuer, last, path)) continue;
                path.Add(issuer);
                Climb(path);
                path.RemoveAt(path.Count - 1);
            }
        }

        private bool Issued(CertificateView issuer, CertificateView subject, List<CertificateView> path)
        {
            if (!issuer.IsAuthority || (issuer.KeyUsage is { } usage && (usage & 0x04) == 0) || issuer.UnknownCritical is not null) return false;
            // Authorities between this one and the leaf; a self-issued one does not count (RFC 5280 §4.2.1.9).
            var between = path.Skip(1).Count(c => !c.Issuer.Span.SequenceEqual(c.Subject.Span));
            if (issuer.PathLength is { } most && between > most) return false;
            return ++_signatures <= MostSignatures && subject.IsIssuedBy(issuer);
        }

        private static TrustPath Complete(List<CertificateView> path) => new(path.Max(c => c.NotBefore), path.Min(c => c.NotAfter), path[1]);
    }
}
