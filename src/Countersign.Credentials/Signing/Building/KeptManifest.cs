using System.IO.Compression;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>A manifest of an ingredient: the box as it stands in the store, and a view of what is in it.</summary>
internal sealed class KeptManifest
{
    private readonly Lazy<IReadOnlyList<string>> _redactions;
    private readonly Lazy<IReadOnlyList<string>> _ingredients;

    private KeptManifest(JumbfBox box, JumbfBox? open)
    {
        Box = box;
        Open = open;
        _redactions = new(() => [.. (ReadClaim()?["redacted_assertions"]?.Items ?? []).Where(i => i.Kind == CborKind.Text).Select(i => i.Text)]);
        _ingredients = new(() => [.. Assertions.Where(a => Labels.IsIngredient(a.Label)).Select(IngredientTarget).OfType<string>()]);
    }

    /// <summary>The superbox as it stands, compressed or not.</summary>
    public JumbfBox Box { get; }

    /// <summary>The manifest itself: <see cref="Box"/>, or what it unpacks to; null when it could not be unpacked.</summary>
    public JumbfBox? Open { get; }

    public string Label => Box.Label;

    public JumbfBox? Signature => Open?.Labelled(Labels.Signature);

    public JumbfBox? AssertionStore => Open?.Labelled(Labels.Assertions);

    public IEnumerable<JumbfBox> Assertions => AssertionStore?.Children.Where(c => c.IsSuperbox) ?? [];

    /// <summary>The URIs of assertions that its claim redacts.</summary>
    public IReadOnlyList<string> Redactions => _redactions.Value;

    /// <summary>The labels of the manifests that its ingredient assertions refer to.</summary>
    public IReadOnlyList<string> Ingredients => _ingredients.Value;

    /// <summary>True for the types of manifests, time-stamp manifests of old included: they are kept like the rest.</summary>
    public static bool IsManifest(JumbfBox box) => box.Description is { } description && (description.Uuid == JumbfTypes.StandardManifest
        || description.Uuid == JumbfTypes.LegacyManifest || description.Uuid == JumbfTypes.UpdateManifest
        || description.Uuid == JumbfTypes.CompressedManifest || description.Uuid == JumbfTypes.TimeStampManifest);

    /// <summary>A manifest of a store that was read.</summary>
    /// <param name="box">The superbox.</param>
    /// <param name="limits">For reading what it unpacks to.</param>
    /// <param name="unpacked">Bytes that may still be unpacked, for all manifests together: otherwise each of ten thousand could be a bomb of its own.</param>
    public static KeptManifest Of(JumbfBox box, ParseLimits limits, ref int unpacked) => new(box, Unpack(box, limits, ref unpacked));

    /// <summary>Of a superbox that was written here, which is never compressed.</summary>
    public static KeptManifest Of(ReadOnlyMemory<byte> superbox, ParseLimits limits) =>
        JumbfReader.TryRead(superbox, limits, out var box, out var defect) ? new(box, box) : throw new InvalidOperationException(defect?.Says);

    /// <summary>The manifest that an ingredient assertion refers to, by any version of the assertion.</summary>
    public static string? IngredientTarget(JumbfBox assertion)
    {
        if (Read(assertion) is not { Kind: CborKind.Map } map) return null;
        var reference = map["activeManifest"] ?? map["c2pa_manifest"];
        return reference?.TextAt("url") is { } uri ? BoxUri.ManifestOf(uri) : null;
    }

    /// <summary>The content of an assertion in CBOR; null when it is none.</summary>
    public static CborNode? Read(JumbfBox assertion) =>
        assertion.Child("cbor"u8) is { } content && CborNode.TryRead(content.Content, ParseLimits.Default, out var node, out _) ? node : null;

    private CborNode? ReadClaim()
    {
        foreach (var child in Open?.Children ?? [])
        {
            if (child.Description?.Uuid == JumbfTypes.Claim) return Read(child);
        }

        return null;
    }

    private static JumbfBox? Unpack(JumbfBox box, ParseLimits limits, ref int left)
    {
        if (box.Description?.Uuid != JumbfTypes.CompressedManifest) return box;
        if (left <= 0 || box.Child("brob"u8) is not { } packed) return null;
        var bytes = Inflater.TryInflate(new BrotliStream(new MemoryStream(packed.Content.ToArray()), CompressionMode.Decompress), left);
        left -= bytes?.Length ?? 0;
        return bytes is not null && JumbfReader.TryRead(bytes, limits, out var open, out _) && open.Label == box.Label ? open : null;
    }
}
