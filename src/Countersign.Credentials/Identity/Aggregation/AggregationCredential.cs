using System.Text.Json;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>
/// The parts of an identity claims aggregation credential that are judged (CAWG identity assertion 1.2 §8.1.1, §8.1.2; W3C VC data model 2.0).
/// Elements live as long as the document they are of.
/// </summary>
internal sealed class AggregationCredential
{
    private const string ContextV2 = "https://www.w3.org/ns/credentials/v2";
    private const string ContextV1 = "https://www.w3.org/2018/credentials/v1";

    /// <summary>Every edition of the assertion has a context of its own, and all of them begin so.</summary>
    private const string AggregationContext = "https://cawg.io/identity/";

    public required string Issuer { get; init; }

    /// <summary>The text of validFrom, or of issuanceDate in a credential of version 1.1; null when absent.</summary>
    public required string? ValidFrom { get; init; }

    /// <summary>The text of validUntil, or of expirationDate in a credential of version 1.1; null when absent.</summary>
    public required string? ValidUntil { get; init; }

    /// <summary>True where the end of validity is there and is no text.</summary>
    public required bool HasOddEnd { get; init; }

    public required JsonElement Asset { get; init; }

    public required JsonElement Identities { get; init; }

    /// <summary>Where the issuer would say that it took the credential back; undefined when it does not.</summary>
    public required JsonElement Status { get; init; }

    /// <summary>Reads it; null, and what is wrong, for other JSON.</summary>
    public static AggregationCredential? Read(JsonElement root, out string says)
    {
        says = "";
        if (root.ValueKind != JsonValueKind.Object) return Fail("it is no object", out says);
        var contexts = Texts(root, "@context");
        var isV2 = contexts.Count > 0 && contexts[0] == ContextV2;
        if (!isV2 && !(contexts.Count > 0 && contexts[0] == ContextV1)) return Fail("its first context is not that of a verifiable credential", out says);
        if (!contexts.Exists(c => c.StartsWith(AggregationContext, StringComparison.Ordinal))) return Fail("it lacks the context of identity claims aggregation", out says);
        var types = Texts(root, "type");
        if (!types.Contains("VerifiableCredential") || !types.Contains("IdentityClaimsAggregationCredential")) return Fail("it is of another type", out says);
        if (IssuerOf(root) is not { Length: > 0 } issuer) return Fail("it has no issuer", out says);
        if (!root.TryGetProperty("credentialSubject", out var subject)) return Fail("it has no subject", out says);
        if (subject.ValueKind == JsonValueKind.Array && subject.GetArrayLength() == 1) subject = subject[0];
        if (subject.ValueKind != JsonValueKind.Object) return Fail("its subject is no object", out says);
        subject.TryGetProperty("c2paAsset", out var asset);
        if (asset.ValueKind != JsonValueKind.Object) return Fail("it is bound to no asset", out says);
        subject.TryGetProperty("verifiedIdentities", out var identities);
        root.TryGetProperty("credentialStatus", out var status);
        var end = isV2 ? "validUntil" : "expirationDate";
        return new AggregationCredential
        {
            Issuer = issuer,
            ValidFrom = CredentialJson.Text(root, isV2 ? "validFrom" : "issuanceDate"),
            ValidUntil = CredentialJson.Text(root, end),
            HasOddEnd = root.TryGetProperty(end, out var until) && until.ValueKind != JsonValueKind.String,
            Asset = asset,
            Identities = identities,
            Status = status,
        };
    }

    private static string? IssuerOf(JsonElement root) =>
        root.TryGetProperty("issuer", out var issuer) && issuer.ValueKind == JsonValueKind.Object ? CredentialJson.Text(issuer, "id") : CredentialJson.Text(root, "issuer");

    private static List<string> Texts(JsonElement root, string name)
    {
        if (CredentialJson.Text(root, name) is { } one) return [one];
        if (!root.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) return [];
        var texts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            // A context may be an object; it takes a place, so that what comes after it is not taken for the first.
            texts.Add(CredentialJson.Text(item) ?? "");
        }

        return texts;
    }

    private static AggregationCredential? Fail(string what, out string says)
    {
        says = what;
        return null;
    }
}
