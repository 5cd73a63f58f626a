using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Core.Shared;

namespace Countersign.Desk.Credentials;

/// <summary>The certificates of a PEM file, as far as a person who looks after a list needs to know them.</summary>
/// <param name="NotAfter">The last moment of each.</param>
internal sealed record PemCertificates(ImmutableArray<DateTimeOffset> NotAfter)
{
    public int Count => NotAfter.Length;

    /// <summary>How many are no longer valid.</summary>
    public int ExpiredOn(DateTimeOffset moment) => NotAfter.Count(end => end < moment);

    /// <summary>Reads a file of certificates and nothing else. Text between them, as the official lists have it, is passed over.</summary>
    public static Outcome<PemCertificates> Read(string text, string where)
    {
        var ends = ImmutableArray.CreateBuilder<DateTimeOffset>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label].ToString();
            if (label != "CERTIFICATE") return new Problem("credentials.list", $"There is a {label.ToLowerInvariant()} among the certificates.", where, "A trust list holds certificates alone.");
            try
            {
                using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
                ends.Add(certificate.NotAfter.ToUniversalTime());
            }
            catch (CryptographicException)
            {
                return new Problem("credentials.list", $"Certificate {ends.Count + 1} cannot be read.", where, "Fetch the list again.");
            }

            rest = rest[fields.Location.End..];
        }

        return ends.Count == 0
            ? new Problem("credentials.list", "There is no certificate in this file.", where, "A trust list is certificates in PEM, each between BEGIN CERTIFICATE and END CERTIFICATE.")
            : new PemCertificates(ends.ToImmutable());
    }
}
