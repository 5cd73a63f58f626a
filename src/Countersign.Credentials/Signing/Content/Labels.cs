namespace Countersign.Credentials.Signing.Content;

/// <summary>Labels of assertions and boxes that are written, and what the specification says of them by label.</summary>
internal static class Labels
{
    public const string Claim = "c2pa.claim.v2";
    public const string Signature = "c2pa.signature";
    public const string Assertions = "c2pa.assertions";
    public const string Actions = "c2pa.actions.v2";
    public const string Ingredient = "c2pa.ingredient.v3";
    public const string ClaimThumbnail = "c2pa.thumbnail.claim";
    public const string IngredientThumbnail = "c2pa.thumbnail.ingredient";
    public const string EmbeddedData = "c2pa.embedded-data";
    public const string DataHash = "c2pa.hash.data";
    public const string SoftBinding = "c2pa.soft-binding";
    public const string Metadata = "c2pa.metadata";
    public const string TimeStamp = "c2pa.time-stamp";
    public const string CertificateStatus = "c2pa.certificate-status";
    public const string TrainingMining = "cawg.training-mining";

    /// <summary>The label without its instance number (C2PA 2.2 §6.4).</summary>
    public static string Base(string label)
    {
        var at = label.LastIndexOf("__", StringComparison.Ordinal);
        if (at <= 0 || at + 2 == label.Length) return label;
        foreach (var c in label.AsSpan(at + 2))
        {
            if (!char.IsAsciiDigit(c)) return label;
        }

        return label[..at];
    }

    public static bool IsActions(string label) => Base(label) is "c2pa.actions" or "c2pa.actions.v2";

    public static bool IsIngredient(string label) => Base(label) is "c2pa.ingredient" or "c2pa.ingredient.v2" or "c2pa.ingredient.v3";

    public static bool IsThumbnail(string label) => label.StartsWith("c2pa.thumbnail.", StringComparison.Ordinal);

    public static bool IsHardBinding(string label) =>
        Base(label) is "c2pa.hash.data" or "c2pa.hash.boxes" or "c2pa.hash.collection.data" or "c2pa.hash.bmff" or "c2pa.hash.bmff.v2" or "c2pa.hash.bmff.v3";

    public static bool IsMultiAsset(string label) => Base(label) == "c2pa.hash.multi-asset";

    /// <summary>The grammar of labels (C2PA 2.2 §6.2.2): two components or more, and no <c>__</c>, which marks instances.</summary>
    public static bool IsWellFormed(string label)
    {
        var parts = label.Split('.');
        return parts.Length >= 2 && Array.TrueForAll(parts, IsComponent) && !label.Contains("__", StringComparison.Ordinal);
    }

    private static bool IsComponent(string part)
    {
        if (part.Length == 0 || !char.IsAsciiLetterOrDigit(part[0])) return false;
        foreach (var c in part)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }

        return true;
    }
}
