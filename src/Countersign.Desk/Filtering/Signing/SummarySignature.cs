using System.Security.Cryptography;
using System.Security.Cryptography.Cose;

namespace Countersign.Desk.Filtering.Signing;

/// <summary>A COSE_Sign1 (RFC 9052 §4.2) over the bytes of a file that is not inside it, with the key's id (<c>kid</c>) in the protected header.</summary>
internal static class SummarySignature
{
    // The text says what the signature is for, so that it cannot be passed off as one over anything else.
    private static readonly byte[] s_purpose = "countersign/filter/1"u8.ToArray();

    public static byte[] Sign(ReadOnlySpan<byte> content, DeskKey key)
    {
        var headers = new CoseHeaderMap();
        headers.Add(CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes(Convert.FromHexString(key.Id)));
        return CoseSign1Message.SignDetached(content, new CoseSigner(key.Key, HashAlgorithmName.SHA256, headers), s_purpose);
    }

    /// <summary>Checks a signature with a public key; null when it holds, else what is wrong with it.</summary>
    public static string? Check(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature, ECDsa key)
    {
        try
        {
            var message = CoseMessage.DecodeSign1(signature);
            if (message.Content is not null) return "It carries a content of its own.";
            // -7 is ES256 (RFC 9053 §2.1). Any other algorithm was chosen by whoever wrote this, not by us.
            if (!message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.Algorithm, out var algorithm) || algorithm.GetValueAsInt32() != -7) return "It is not ES256.";
            if (!message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.KeyIdentifier, out var kid)
                || Convert.ToHexStringLower(kid.GetValueAsBytes()) != DeskKey.IdOf(key.ExportSubjectPublicKeyInfo())) return "It was made with another key than the one beside it.";
            return message.VerifyDetached(key, content, s_purpose) ? null : "It does not fit the summary: one of the two was changed.";
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or FormatException or OverflowException)
        {
            return "It is not a signature that can be read.";
        }
    }
}
