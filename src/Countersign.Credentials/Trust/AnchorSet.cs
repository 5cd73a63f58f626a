using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Trust;

/// <summary>Certificates that are trusted, to be found by their names.</summary>
internal sealed class AnchorSet
{
    private readonly Dictionary<string, List<CertificateView>> _bySubject = new(StringComparer.Ordinal);

    public static AnchorSet Empty { get; } = new();

    public List<CertificateView> Certificates { get; } = [];

    public int Count => Certificates.Count;

    public IReadOnlyList<CertificateView> Named(ReadOnlyMemory<byte> subject) => _bySubject.TryGetValue(Convert.ToHexString(subject.Span), out var list) ? list : [];

    public bool Contains(CertificateView certificate) => Named(certificate.Subject).Any(c => c.Encoded.Span.SequenceEqual(certificate.Encoded.Span));

    public static bool TryRead(IReadOnlyList<string> texts, out AnchorSet set, out string? why)
    {
        set = new AnchorSet();
        why = null;
        foreach (var text in texts)
        {
            if (!PemReader.TryCertificates(text, out var certificates, out var says))
            {
                why = says;
                return false;
            }

            foreach (var der in certificates)
            {
                if (!CertificateView.TryRead(der, out var certificate))
                {
                    why = "A certificate in it cannot be read.";
                    return false;
                }

                set.Add(certificate);
            }
        }

        return true;
    }

    private void Add(CertificateView certificate)
    {
        if (Contains(certificate)) return;
        Certificates.Add(certificate);
        var key = Convert.ToHexString(certificate.Subject.Span);
        if (!_bySubject.TryGetValue(key, out var list)) _bySubject[key] = list = [];
        list.Add(certificate);
    }
}
