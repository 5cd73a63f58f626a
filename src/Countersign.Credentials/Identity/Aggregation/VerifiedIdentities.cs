using System.Text.Json;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>What an aggregator verified of an actor (CAWG identity assertion 1.2 §8.1.2.5). Each is the aggregator's word.</summary>
internal static class VerifiedIdentities
{
    /// <summary>Checks the list.</summary>
    /// <returns>The first name or user name in it; null when there is none.</returns>
    public static string? Check(JsonElement list, IdentityCase now)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            now.Fail("cawg.ica.verified_identities.missing", "The credential names nobody.");
            return null;
        }

        string? name = null;
        foreach (var item in list.EnumerateArray())
        {
            if (Wrong(item) is { } what) now.Fail("cawg.ica.verified_identities.invalid", $"An identity in the credential is malformed: {what}.");
            name ??= CredentialJson.Text(item, "name") ?? CredentialJson.Text(item, "username");
        }

        return name;
    }

    private static string? Wrong(JsonElement item)
    {
        if (CredentialJson.Text(item, "type") is not { Length: > 0 } type) return "it has no type";
        if (CredentialJson.Text(item, "verifiedAt") is not { } at || CredentialJson.Time(at) is null) return "it does not say when it was verified";
        if (!item.TryGetProperty("provider", out var provider) || provider.ValueKind != JsonValueKind.Object) return "it does not say who knows it";
        if (CredentialJson.Text(provider, "id") is not { } id || !Uri.TryCreate(id, UriKind.Absolute, out _)) return "its provider has no address";
        if (CredentialJson.Text(provider, "name") is not { Length: > 0 }) return "its provider has no name";
        foreach (var field in (string[])["name", "username", "address", "uri"])
        {
            if (item.TryGetProperty(field, out _) && CredentialJson.Text(item, field) is not { Length: > 0 }) return $"its {field} is empty";
        }

        return type switch
        {
            "cawg.document_verification" when CredentialJson.Text(item, "name") is null => "it has no name",
            "cawg.social_media" when CredentialJson.Text(item, "username") is null => "it has no user name",
            _ => null,
        };
    }
}
