using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Time;

/// <summary>
/// Trust in time-stamp authorities as the reference was set up for the corpus, by the platform's own chain building. Independent of the library's trust store.
/// </summary>
internal sealed class TrustFiles
{
    private readonly X509Certificate2Collection _anchors = [];

    public TrustFiles(params string[] names)
    {
        foreach (var name in names) _anchors.ImportFromPemFile(SharedData.Need("credentials/trust/" + name));
    }

    public bool IsTrusted(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset at)
    {
        using var building = new X509Chain();
        building.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        building.ChainPolicy.DisableCertificateDownloads = true;
        building.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        building.ChainPolicy.CustomTrustStore.AddRange(_anchors);
        building.ChainPolicy.ExtraStore.AddRange(_anchors);
        foreach (var other in chain.Skip(1)) building.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(other.Span));
        building.ChainPolicy.VerificationTime = at.UtcDateTime;
        building.ChainPolicy.VerificationTimeIgnored = false;
        using var leaf = X509CertificateLoader.LoadCertificate(chain[0].Span);
        building.Build(leaf);
        var bad = building.ChainStatus.Any(s => s.Status is not (X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.NoError));
        return !bad && building.ChainElements.Any(e => _anchors.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span)));
    }
}
