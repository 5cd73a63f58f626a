using System.IO.Compression;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Claims;

/// <summary>A manifest store taken apart into manifests (C2PA 2.2 §11.1.4.2).</summary>
internal sealed class ManifestStore
{
    private readonly Dictionary<string, Manifest?> _byLabel = new(StringComparer.Ordinal);

    private ManifestStore(JumbfBox box) => Box = box;

    public JumbfBox Box { get; }

    /// <summary>Every manifest, in file order.</summary>
    public List<Manifest> Manifests { get; } = [];

    /// <summary>Compressed manifests that could not be unpacked, and why.</summary>
    public Dictionary<string, string> Unpackable { get; } = new(StringComparer.Ordinal);

    /// <summary>The last manifest superbox (§15.5.1), or null when there is none or it could not be unpacked.</summary>
    public Manifest? Active { get; private set; }

    /// <summary>The label of the last manifest superbox, readable or not; null when the store holds none.</summary>
    public string? ActiveLabel { get; private set; }

    /// <summary>The manifest of a label; null when there is none, or more than one, since a reference to it then refers to nothing (§8.4.1).</summary>
    public Manifest? Find(string label) => _byLabel.GetValueOrDefault(label);

    /// <summary>Takes a store apart.</summary>
    /// <param name="bytes">The JUMBF of the store; padding may follow.</param>
    /// <param name="limits">How far a hostile store may lead.</param>
    /// <param name="store">The store, when true is returned.</param>
    /// <param name="defect">What is wrong, when false is returned.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, ParseLimits limits, out ManifestStore? store, out StoreDefect? defect)
    {
        store = null;
        if (!JumbfReader.TryRead(bytes, limits, out var box, out defect)) return false;
        if (box.Description!.Uuid != JumbfTypes.Store || box.Label != "c2pa")
        {
            defect = new("store.not-c2pa", "The JUMBF box is not a C2PA manifest store.", box.Offset);
            return false;
        }

        store = new ManifestStore(box);
        var inflated = 0;
        foreach (var child in box.Children)
        {
            if (!child.IsSuperbox || KindOf(child.Description!.Uuid) is not { } kind) continue;
            if (store.Manifests.Count >= limits.MaxManifests)
            {
                defect = new("limit.reached", $"The store has more than {limits.MaxManifests} manifests.", child.Offset);
                return false;
            }

            var manifest = store.Add(child, kind, limits, ref inflated);
            // Time-stamp manifests are historical and passed over (§11.2.5).
            if (kind == ManifestKind.TimeStamp) continue;
            store.ActiveLabel = child.Label;
            store.Active = manifest;
        }

        return true;
    }

    private Manifest? Add(JumbfBox stored, ManifestKind? kind, ParseLimits limits, ref int inflated)
    {
        var box = stored;
        if (stored.Description!.Uuid == JumbfTypes.CompressedManifest)
        {
            if (Unpack(stored, limits, ref inflated, out var why) is not { } unpacked)
            {
                Unpackable[stored.Label] = why;
                _byLabel[stored.Label] = null;
                return null;
            }

            box = unpacked;
            kind = KindOf(box.Description!.Uuid);
        }

        var assertionStore = box.Children.FirstOrDefault(c => c.IsSuperbox && c.Description!.Uuid == JumbfTypes.AssertionStore && c.Label == "c2pa.assertions");
        var manifest = new Manifest
        {
            Label = stored.Label,
            Kind = kind!.Value,
            Stored = stored,
            Box = box,
            ClaimBoxes = [.. box.Children.Where(c => c.IsSuperbox && c.Description!.Uuid == JumbfTypes.Claim && c.Label is "c2pa.claim" or "c2pa.claim.v2")],
            AssertionStore = assertionStore,
            Assertions = assertionStore is null ? [] : [.. assertionStore.Children.Where(c => c.IsSuperbox)
                .Select(c => new Assertion(c, JumbfUri.Of(stored.Label, "c2pa.assertions", c.Label), limits))],
        };
        Manifests.Add(manifest);
        // The same label twice: whoever refers to it may mean either, so it refers to neither.
        _byLabel[stored.Label] = _byLabel.ContainsKey(stored.Label) ? null : manifest;
        return manifest;
    }

    private static JumbfBox? Unpack(JumbfBox stored, ParseLimits limits, ref int inflated, out string why)
    {
        why = "The compressed manifest has no brob box.";
        if (stored.Child("brob"u8) is not { } brob) return null;
        why = "The compressed manifest cannot be unpacked, or unpacks to more than is read.";
        var room = limits.MaxInflatedBytes - inflated;
        if (Inflater.TryInflate(new BrotliStream(new MemoryStream(brob.Content.ToArray()), CompressionMode.Decompress), room) is not { } bytes) return null;
        inflated += bytes.Length;
        if (!JumbfReader.TryRead(bytes, limits, out var box, out var defect))
        {
            why = defect!.Says;
            return null;
        }

        why = "What was compressed is no standard or update manifest, or has another label.";
        var plain = box.Description!.Uuid == JumbfTypes.StandardManifest || box.Description.Uuid == JumbfTypes.UpdateManifest || box.Description.Uuid == JumbfTypes.LegacyManifest;
        return plain && box.Label == stored.Label && box.Bytes.Length == bytes.Length ? box : null;
    }

    // Of a compressed manifest the kind is known once it is unpacked; until then it stands as standard.
    private static ManifestKind? KindOf(Guid uuid)
    {
        if (uuid == JumbfTypes.StandardManifest || uuid == JumbfTypes.LegacyManifest || uuid == JumbfTypes.CompressedManifest) return ManifestKind.Standard;
        if (uuid == JumbfTypes.UpdateManifest) return ManifestKind.Update;
        return uuid == JumbfTypes.TimeStampManifest ? ManifestKind.TimeStamp : null;
    }
}
