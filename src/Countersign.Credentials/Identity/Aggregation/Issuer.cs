using System.Text.Json;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>The keys of an issuer, or the status code that says why there are none.</summary>
/// <param name="Keys">The keys that may have signed.</param>
/// <param name="Code">Null when there are keys.</param>
/// <param name="Says">One sentence.</param>
internal sealed record IssuerKeys(IReadOnlyList<JsonKey> Keys, string? Code = null, string Says = "");

/// <summary>
/// Finds the keys of an issuer by its DID (CAWG identity assertion 1.2 §8.1.3, §8.1.7): did:jwk holds its key in itself; the document of a did:web is
/// whatever the caller gives, and is never fetched here.
/// </summary>
internal static class Issuer
{
    // Attack: a document with a thousand keys, each tried.
    private const int MostKeys = 16;

    /// <summary>The DID without path, query and fragment.</summary>
    public static string Primary(string did)
    {
        var end = did.AsSpan().IndexOfAny('#', '?', '/');
        return end < 0 ? did : did[..end];
    }

    public static IssuerKeys Find(string issuer, IdentityCase now)
    {
        var did = Primary(issuer);
        if (!did.StartsWith("did:", StringComparison.Ordinal) || did.IndexOf(':', 4) is not (> 4 and var end) || end == did.Length - 1)
            return new([], "cawg.ica.invalid_issuer", "The issuer of the credential is no DID.");
        return did[4..end] switch
        {
            "jwk" => FromJwk(did[(end + 1)..], now.Limits),
            "web" => FromWeb(did, issuer, now),
            var method => new([], "cawg.ica.did_unsupported_method", $"The issuer's kind of DID ({method}) is not known here."),
        };
    }

    private static IssuerKeys FromJwk(string encoded, ParseLimits limits)
    {
        if (encoded.Length <= limits.MaxCredentialBytes && JsonKey.FromBase64Url(encoded) is { } bytes && CredentialJson.Parse(bytes, limits, out var document, out _))
        {
            using (document)
            {
                if (JsonKey.Read(document.RootElement) is { } key) return new([key]);
            }
        }

        return new([], "cawg.ica.invalid_did_document", "The issuer's DID holds no key that can be used.");
    }

    private static IssuerKeys FromWeb(string did, string issuer, IdentityCase now)
    {
        if (now.Trust.DidDocument?.Invoke(did) is not { } bytes) return new([], "cawg.ica.did_unavailable", $"The document of {did} was not given, and is not fetched.");
        if (!CredentialJson.Parse(bytes, now.Limits, out var document, out var says)) return new([], "cawg.ica.invalid_did_document", $"The document of {did} cannot be read: {says}");
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || CredentialJson.Text(root, "id") != did) return new([], "cawg.ica.invalid_did_document", $"The document is not that of {did}.");
            var keys = Methods(root, did, issuer).Take(MostKeys).Select(m => m.TryGetProperty("publicKeyJwk", out var jwk) ? JsonKey.Read(jwk) : null).OfType<JsonKey>().ToList();
            return keys.Count > 0 ? new(keys) : new([], "cawg.ica.invalid_did_document", $"The document of {did} has no key for assertions that can be used.");
        }
    }

    /// <summary>The verification methods for assertions (DID core §5.3.2): written out, or referred to by their ids. A fragment of the issuer picks one.</summary>
    private static IEnumerable<JsonElement> Methods(JsonElement root, string did, string issuer)
    {
        if (!root.TryGetProperty("assertionMethod", out var list) || list.ValueKind != JsonValueKind.Array) yield break;
        var wanted = issuer.Contains('#', StringComparison.Ordinal) ? did + issuer[issuer.IndexOf('#', StringComparison.Ordinal)..] : null;
        foreach (var item in list.EnumerateArray().Take(MostKeys))
        {
            var method = CredentialJson.Text(item) is { } id ? Referred(root, did, id) : item;
            if (method is not { ValueKind: JsonValueKind.Object } found) continue;
            if (wanted is null || Full(did, CredentialJson.Text(found, "id")) == wanted) yield return found;
        }
    }

    private static JsonElement? Referred(JsonElement root, string did, string id)
    {
        if (!root.TryGetProperty("verificationMethod", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        foreach (var method in list.EnumerateArray().Take(MostKeys))
        {
            if (method.ValueKind == JsonValueKind.Object && Full(did, CredentialJson.Text(method, "id")) == Full(did, id)) return method;
        }

        return null;
    }

    private static string? Full(string did, string? id) => id is { Length: > 0 } && id[0] == '#' ? did + id : id;
}
