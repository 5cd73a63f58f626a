using System.Security.Cryptography;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>
/// The manifests of all ingredients, as they go into the new store: byte for byte, each once (C2PA 2.2 §18.15.11, §18.15.12). The same label with other bytes
/// is either the same manifest with something redacted, or gets a new label (§8.2).
/// </summary>
internal sealed class KeptManifests(ParseLimits limits)
{
    // Attack: an ingredient with ten thousand manifests labelled X::1_1, X::2_1 and so on, each of which is compared before a free label is found.
    private const int MostVersions = 16;

    private readonly List<KeptManifest> _manifests = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<JumbfBox> _others = [];
    private readonly HashSet<string> _otherLabels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _redacted = new(StringComparer.Ordinal);
    private int _unpackable = limits.MaxInflatedBytes;

    public IReadOnlyList<KeptManifest> Manifests => _manifests;

    /// <summary>Boxes of the stores that are no manifests: kept, so that a reader that knows them finds them.</summary>
    public IReadOnlyList<JumbfBox> Others => _others;

    public List<string> Notes { get; } = [];

    public KeptManifest? Find(string label) => _places.TryGetValue(label, out var at) ? _manifests[at] : null;

    /// <summary>Reads the store of an ingredient. All stores are read before one is added, since each may say what was redacted in another.</summary>
    public bool TryRead(ReadOnlyMemory<byte> store, string key, out List<KeptManifest> manifests, out List<JumbfBox> others, out CredentialProblem? problem)
    {
        manifests = [];
        others = [];
        problem = null;
        if (!JumbfReader.TryRead(store, limits, out var root, out var defect))
        {
            problem = new("ingredient.store", $"The manifest store of the ingredient cannot be read: {defect!.Says}", key);
            return false;
        }

        foreach (var child in root.Children)
        {
            if (KeptManifest.IsManifest(child)) manifests.Add(KeptManifest.Of(child, limits, ref _unpackable));
            else others.Add(child);
        }

        problem = root.Description!.Uuid != JumbfTypes.Store ? new("ingredient.store", "The ingredient's store is no C2PA manifest store.", key)
            : manifests.Count == 0 ? new("ingredient.store", "The ingredient's store holds no manifest.", key)
            : manifests.Count > limits.MaxManifests ? new("ingredient.store", $"The ingredient's store holds more than {limits.MaxManifests} manifests.", key)
            : manifests.DistinctBy(m => m.Label).Count() != manifests.Count ? new("ingredient.store", "Two manifests of the ingredient's store have the same label, so that no reference to them can be followed.", key)
            : manifests.Find(m => m.Label.Length == 0 || m.Label.AsSpan().ContainsAny('/', '\0')) is not null ? new("ingredient.store", "A manifest of the ingredient's store has a label that no reference can name.", key)
            : manifests[^1].Open is null ? new("ingredient.store", "The active manifest of the ingredient is compressed and cannot be unpacked.", key)
            : manifests[^1].Signature is null ? new("ingredient.store", "The active manifest of the ingredient has no signature.", key)
            : null;
        if (problem is not null) return false;
        foreach (var manifest in manifests) _redacted.UnionWith(manifest.Redactions);
        return true;
    }

    /// <summary>Adds what <see cref="TryRead"/> gave.</summary>
    /// <param name="manifests">The manifests.</param>
    /// <param name="others">The other boxes. Of several with one label the first stays, since no reference could tell them apart.</param>
    /// <param name="key">The ingredient's key.</param>
    /// <param name="relabelled">The new label of each manifest that could not keep its own.</param>
    /// <param name="problem">Why they cannot be added, when false is returned.</param>
    public bool TryAdd(List<KeptManifest> manifests, List<JumbfBox> others, string key, out Dictionary<string, string> relabelled, out CredentialProblem? problem)
    {
        relabelled = new(StringComparer.Ordinal);
        problem = null;
        foreach (var manifest in manifests)
        {
            if (Place(manifest) is not { } label)
            {
                problem = new("ingredient.conflict", $"More than {MostVersions} different manifests are labelled {manifest.Label}, or one that cannot be unpacked.", key, "Leave the ingredient out.");
                return false;
            }

            if (label != manifest.Label) relabelled.Add(manifest.Label, label);
        }

        foreach (var other in others)
        {
            if (_otherLabels.Add(other.Label.Length > 0 ? other.Label : "/" + Convert.ToHexString(SHA256.HashData(other.Bytes.Span)))) _others.Add(other);
        }

        return true;
    }

    public void Replace(KeptManifest manifest) => _manifests[_places[manifest.Label]] = manifest;

    /// <summary>Takes out a manifest that nothing refers to any more, and those that only it referred to (§6.8).</summary>
    public void RemoveUnreferenced(IEnumerable<string> targets, IReadOnlySet<string> roots)
    {
        var references = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var target in _manifests.SelectMany(m => m.Ingredients.Distinct())) references[target] = references.GetValueOrDefault(target) + 1;
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(targets);
        while (open.TryDequeue(out var label))
        {
            if (roots.Contains(label) || references.GetValueOrDefault(label) > 0 || Find(label) is not { } manifest || !removed.Add(label)) continue;
            Notes.Add($"The manifest {label} was taken out: the only reference to it was redacted.");
            foreach (var inner in manifest.Ingredients.Distinct())
            {
                references[inner] = references.GetValueOrDefault(inner) - 1;
                open.Enqueue(inner);
            }
        }

        _manifests.RemoveAll(m => removed.Contains(m.Label));
        _places.Clear();
        for (var i = 0; i < _manifests.Count; i++) _places.Add(_manifests[i].Label, i);
    }

    // Null when there is no label left for it.
    private string? Place(KeptManifest manifest)
    {
        if (Find(manifest.Label) is not { } there)
        {
            Append(manifest);
            return manifest.Label;
        }

        if (there.Box.Bytes.Span.SequenceEqual(manifest.Box.Bytes.Span)) return manifest.Label;
        if (RedactionUnion.TryJoin(there, manifest, _redacted, limits) is { } joined)
        {
            Replace(joined);
            return manifest.Label;
        }

        if (manifest.Open is not { } open) return null;
        var label = manifest.Label;
        for (var version = 1; version <= MostVersions; version++)
        {
            label = ManifestLabels.AfterConflict(label);
            if (Find(label) is { } other)
            {
                if (ManifestRewriter.IsRelabelled(other.Box, open)) return label;
                continue;
            }

            Append(KeptManifest.Of(ManifestRewriter.Relabel(open, label), limits));
            Notes.Add($"Two ingredients have different manifests labelled {manifest.Label}; one of them was labelled {label}.");
            return label;
        }

        return null;
    }

    private void Append(KeptManifest manifest)
    {
        _places.Add(manifest.Label, _manifests.Count);
        _manifests.Add(manifest);
    }
}
