using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Signing.Keys;

/// <summary>Signs with the key of a PKCS#12 file (<c>.p12</c>, <c>.pfx</c>).</summary>
public static class Pkcs12Signer
{
    /// <summary>Opens a file's bytes.</summary>
    /// <param name="file">The PKCS#12 bytes.</param>
    /// <param name="password">Its password; empty when it has none.</param>
    /// <param name="algorithm">The algorithm; null for the one that goes with the key.</param>
    /// <param name="signer">The signer, when true is returned.</param>
    /// <param name="why">What is not fit, when false is returned.</param>
    public static bool TryOpen(ReadOnlySpan<byte> file, string password, SigningAlgorithm? algorithm, out LocalSigner? signer, out string? why)
    {
        ArgumentNullException.ThrowIfNull(password);
        signer = null;
        try
        {
            var info = Pkcs12Info.Decode(file.ToArray(), out _);
            if (info.IntegrityMode == Pkcs12IntegrityMode.Password && !info.VerifyMac(password))
            {
                why = "The password does not open the file.";
                return false;
            }

            var keys = new List<ReadOnlyMemory<byte>>();
            var certificates = new List<X509Certificate2>();
            foreach (var contents in info.AuthenticatedSafe)
            {
                if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password) contents.Decrypt(password);
                // What is encrypted for somebody's certificate is not for us.
                if (contents.ConfidentialityMode != Pkcs12ConfidentialityMode.None) continue;
                foreach (var bag in contents.GetBags())
                {
                    switch (bag)
                    {
                        case Pkcs12KeyBag plain: keys.Add(plain.Pkcs8PrivateKey); break;
                        case Pkcs12ShroudedKeyBag shrouded: keys.Add(Pkcs8PrivateKeyInfo.DecryptAndDecode(password, shrouded.EncryptedPkcs8PrivateKey, out _).Encode()); break;
                        case Pkcs12CertBag certificate when certificate.IsX509Certificate: certificates.Add(certificate.GetCertificate()); break;
                    }
                }
            }

            return TryMatch(keys, certificates, algorithm, out signer, out why);
        }
        catch (CryptographicException e)
        {
            why = "The file cannot be opened: " + e.Message;
            return false;
        }
    }

    private static bool TryMatch(List<ReadOnlyMemory<byte>> keys, List<X509Certificate2> certificates, SigningAlgorithm? algorithm, out LocalSigner? signer, out string? why)
    {
        signer = null;
        why = keys.Count == 0 ? "There is no private key in the file." : "No key in the file belongs to a certificate in it.";
        foreach (var der in keys)
        {
            var key = PrivateKey.FromPkcs8(der);
            foreach (var leaf in certificates)
            {
                if (!CertificateView.TryRead(leaf.RawData, out var view) || !CertificateKeys.Fit(key.Usual, view) || !SignerChecks.Belongs(key.Usual, view, data => key.Sign(key.Usual, data))) continue;
                if (LocalSigner.TryMake(key, Above(leaf, certificates), algorithm, out signer, out why)) return true;
            }

            key.Dispose();
        }

        return false;
    }

    private static List<ReadOnlyMemory<byte>> Above(X509Certificate2 leaf, List<X509Certificate2> all)
    {
        var chain = new List<X509Certificate2> { leaf };
        while (all.Find(c => !chain.Contains(c) && c.SubjectName.RawData.AsSpan().SequenceEqual(chain[^1].IssuerName.RawData)) is { } issuer) chain.Add(issuer);
        return chain.ConvertAll(c => (ReadOnlyMemory<byte>)c.RawData);
    }
}
