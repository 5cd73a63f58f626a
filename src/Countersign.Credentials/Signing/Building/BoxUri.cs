namespace Countersign.Credentials.Signing.Building;

/// <summary>JUMBF URIs of what is within a store (C2PA 2.2 §8.4).</summary>
internal static class BoxUri
{
    private const string Prefix = "self#jumbf=";
    private const string Root = Prefix + "/c2pa/";

    /// <summary>An assertion of the manifest in which the reference stands.</summary>
    public static string Own(string assertion) => $"{Prefix}{Content.Labels.Assertions}/{assertion}";

    public static string Manifest(string manifest) => Root + manifest;

    public static string Assertion(string manifest, string assertion) => $"{Root}{manifest}/{Content.Labels.Assertions}/{assertion}";

    public static string Signature(string manifest) => $"{Root}{manifest}/{Content.Labels.Signature}";

    /// <summary>The label of the manifest that an absolute URI leads to; null for others.</summary>
    public static string? ManifestOf(string uri)
    {
        if (!uri.StartsWith(Root, StringComparison.Ordinal)) return null;
        var slash = uri.IndexOf('/', Root.Length);
        return slash < 0 ? uri[Root.Length..] : uri[Root.Length..slash];
    }

    /// <summary>The URI with another manifest label, or as it is when it leads elsewhere.</summary>
    public static string Relabel(string uri, IReadOnlyDictionary<string, string> labels) =>
        ManifestOf(uri) is { } old && labels.TryGetValue(old, out var label) ? string.Concat(Root, label, uri.AsSpan(Root.Length + old.Length)) : uri;
}
