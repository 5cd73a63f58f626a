namespace Countersign.Credentials.Claims;

/// <summary>
/// A reference inside a manifest store (C2PA 2.2 §8.4): <c>self#jumbf=/c2pa/MANIFEST/…</c> from the store, or <c>self#jumbf=c2pa.assertions/…</c>
/// from the manifest that holds it.
/// </summary>
/// <param name="Manifest">The label of the manifest, or null where the reference is relative to the manifest that holds it.</param>
/// <param name="Path">The labels below the manifest. Empty when the manifest itself is meant.</param>
internal sealed record JumbfUri(string? Manifest, IReadOnlyList<string> Path)
{
    private const string Prefix = "self#jumbf=";

    /// <summary>Reads a reference, or gives null where it is none: another scheme, an empty label, or <c>..</c>.</summary>
    public static JumbfUri? Read(string? text)
    {
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var path = text[Prefix.Length..];
        if (path.Length == 0 || path.Contains("..", StringComparison.Ordinal)) return null;
        if (path[0] != '/')
        {
            var relative = path.Split('/');
            return relative.Contains("") ? null : new(null, relative);
        }

        var labels = path[1..].Split('/');
        return labels.Length < 2 || labels[0] != "c2pa" || labels.Contains("") ? null : new(labels[1], labels[2..]);
    }

    /// <summary>The reference from the store, as statuses show it.</summary>
    public static string Of(string manifest, params ReadOnlySpan<string> path) => $"{Prefix}/c2pa/{manifest}{(path.Length == 0 ? "" : "/" + string.Join('/', path!))}";
}
