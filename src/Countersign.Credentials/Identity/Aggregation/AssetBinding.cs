using System.Text.Json;
using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Identity.Aggregation;

/// <summary>
/// Whether the <c>c2paAsset</c> of a credential is the JSON of a signer_payload (CAWG identity assertion 1.2 §8.1.2.7), with each byte string as base64.
/// <para>
/// Two habits of writers in use are allowed: an <c>alg</c> beside a hash that the payload leaves to the claim, and base64 text spelled as an array of its
/// character codes.
/// </para>
/// </summary>
internal static class AssetBinding
{
    public static bool IsSame(CborNode node, JsonElement json) => node.Kind switch
    {
        CborKind.Map => IsSameMap(node, json),
        CborKind.Array => json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == node.Items.Count && node.Items.Zip(json.EnumerateArray(), IsSame).All(same => same),
        CborKind.Text => CredentialJson.Text(json) == node.Text,
        CborKind.Bytes => BytesOf(json) is { } bytes && bytes.AsSpan().SequenceEqual(node.Bytes.Span),
        CborKind.Integer => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) && node.AsLong() == number,
        CborKind.Float => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && number.Equals(node.Float),
        CborKind.Bool => json.ValueKind == (node.Bool ? JsonValueKind.True : JsonValueKind.False),
        CborKind.Null => json.ValueKind == JsonValueKind.Null,
        _ => false,
    };

    private static bool IsSameMap(CborNode node, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        foreach (var (key, value) in node.Entries)
        {
            if (key.Kind != CborKind.Text || !json.TryGetProperty(key.Text, out var found) || !IsSame(value, found)) return false;
        }

        var isReference = node["url"] is not null && node["hash"] is not null;
        return json.EnumerateObject().All(p => node[p.Name] is not null || (isReference && p.NameEquals("alg")));
    }

    private static byte[]? BytesOf(JsonElement json)
    {
        if (CredentialJson.Text(json) is { } text) return FromBase64(text);
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > 256) return null;
        var codes = new char[json.GetArrayLength()];
        for (var i = 0; i < codes.Length; i++)
        {
            if (json[i].ValueKind != JsonValueKind.Number || !json[i].TryGetByte(out var code)) return null;
            codes[i] = (char)code;
        }

        return FromBase64(new string(codes));
    }

    // The standard alphabet; JSON of the web has the other one as often.
    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : JsonKey.FromBase64Url(text);
    }
}
