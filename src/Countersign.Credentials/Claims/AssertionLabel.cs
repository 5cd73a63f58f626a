using System.Globalization;

namespace Countersign.Credentials.Claims;

/// <summary>
/// The label of an assertion, taken apart (C2PA 2.2 §6.2): <c>c2pa.ingredient.v3__2</c> is version 3 of <c>c2pa.ingredient</c>, the third of its kind in the manifest.
/// </summary>
/// <param name="Name">The label without version and instance.</param>
/// <param name="Version">1 where none is written.</param>
/// <param name="Instance">0 where none is written.</param>
internal readonly record struct AssertionLabel(string Name, int Version, int Instance)
{
    /// <summary>The label without the instance: <c>c2pa.ingredient.v3</c>.</summary>
    public string Base => Version == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}.v{Version}");

    public static AssertionLabel Read(string label)
    {
        var instance = 0;
        var at = label.LastIndexOf("__", StringComparison.Ordinal);
        if (at > 0 && int.TryParse(label.AsSpan(at + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            instance = number;
            label = label[..at];
        }

        at = label.LastIndexOf(".v", StringComparison.Ordinal);
        return at > 0 && int.TryParse(label.AsSpan(at + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(label[..at], version, instance)
            : new(label, 1, instance);
    }
}
