using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Credentials.Trust;

/// <summary>Takes the certificates out of PEM text.</summary>
internal static class PemReader
{
    /// <summary>The certificates in DER, in order. False when there is none, or one is broken.</summary>
    public static bool TryCertificates(string text, out IReadOnlyList<byte[]> certificates, out string says)
    {
        var found = new List<byte[]>();
        certificates = found;
        says = "";
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            // A certificate that is no PEM is passed over by the platform; a list that is shorter than it looks would go unnoticed.
            if (rest[..fields.Location.Start].Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                says = "A certificate in it is broken.";
                return false;
            }

            if (rest[fields.Label] is "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE")
            {
                var bytes = new byte[fields.DecodedDataLength];
                if (!Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out var written))
                {
                    says = "A certificate in it is no base64.";
                    return false;
                }

                found.Add(bytes[..written]);
            }

            rest = rest[fields.Location.End..];
        }

        if (rest.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)) says = "A certificate in it is cut off or broken.";
        else if (found.Count == 0) says = "There is no certificate in it.";
        return says.Length == 0;
    }
}
