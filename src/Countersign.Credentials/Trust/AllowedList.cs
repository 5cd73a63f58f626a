using System.Security.Cryptography;
using System.Text;

namespace Countersign.Credentials.Trust;

/// <summary>
/// Reads the private credential store (C2PA 2.2 §14.4.3): certificates in PEM, or the SHA-256 of their DER in base64, one a line, as other validators take
/// them. Both may stand in one text; comments begin with // or #.
/// </summary>
internal static class AllowedList
{
    /// <summary>The fingerprints of all certificates; false, and why, when a text cannot be read.</summary>
    public static bool TryRead(IReadOnlyList<string> texts, out HashSet<string> fingerprints, out string? why)
    {
        fingerprints = new HashSet<string>(StringComparer.Ordinal);
        why = null;
        foreach (var text in texts)
        {
            var before = fingerprints.Count;
            var pem = new StringBuilder();
            var inside = false;
            foreach (var line in text.Split('\n').Select(l => l.Trim()))
            {
                if (line.StartsWith("-----BEGIN", StringComparison.Ordinal)) inside = true;
                if (inside) pem.Append(line).Append('\n');
                else if (Hash(line) is { } hash) fingerprints.Add(hash);
                if (line.StartsWith("-----END", StringComparison.Ordinal)) inside = false;
            }

            if (pem.Length == 0)
            {
                if (fingerprints.Count > before) continue;
                why = "There is no certificate in it, and no SHA-256 of one.";
                return false;
            }

            if (!AnchorSet.TryRead([pem.ToString()], out var set, out why)) return false;
            foreach (var certificate in set.Certificates) fingerprints.Add(Fingerprint(certificate.Encoded.Span));
        }

        return true;
    }

    public static string Fingerprint(ReadOnlySpan<byte> certificate) => Convert.ToHexString(SHA256.HashData(certificate));

    private static string? Hash(string line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes + 1];
        return line.Length == 44 && Convert.TryFromBase64String(line, hash, out var written) && written == SHA256.HashSizeInBytes ? Convert.ToHexString(hash[..written]) : null;
    }
}
