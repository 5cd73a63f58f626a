using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>
/// The manifests of all ingredients, as they go into the new store: byte for byte, each once (C2PA 2.2 §18.15.11, §18.15.12). The same label with other bytes
/// is either the same manifest with something redacted, or gets a new label (§8.2).
/// </summary>
internal sealed class KeptManifests(ParseLimits limits)
{
    private readonly List<KeptManifest> _manifests = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<JumbfBox> _others = [];
    private readonly HashSet<string> _redacted = new(StringComparer.Ordinal);

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
            if (KeptManifest.IsManifest(child)) manifests.Add(KeptManifest.Of(child, limits));
            else others.Add(child);
        }

        problem = root.Description!.Uuid != JumbfTypes.Store ? new("ingredient.store", "The ingredient's store is no C2PA manifest store.", key)
            : manifests.Count == 0 ? new("ingredient.store", "The ingredient's store holds no manifest.", key)
            : manifests.Count > limits.MaxManifests ? new("ingredient.store", $"The ingredient's store holds more than {limits.MaxManifests} manifests.", key)
            : manifests.DistinctBy(m => m.Label).Count() != manifests.Count ? new("ingredient.store", "Two manifests of the ingredient's store have the same label, so that no reference to them can be followed.", key)
            : manifests[^1].Signature is null ? new("ingredient.store", "The active manifest of the ingredient has no signature.", key)
            : null;
        if (problem is not null) return false;
        foreach (var manifest in manifests) _redacted.UnionWith(manifest.Redactions);
        return true;
    }

    /// <summary>Adds what <see cref="TryRead"/> gave.</summary>
    /// <returns>The new label of each manifest that could not keep its own.</returns>
    public Dictionary<string, string> Add(List<KeptManifest> manifests, List<JumbfBox> others)
    {
        var relabelled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var manifest in manifests)
        {
            var label = Place(manifest);
            if (label != manifest.Label) relabelled.Add(manifest.Label, label);
        }

        foreach (var other in others)
        {
            if (_others.TrueForAll(o => o.Label.Length == 0 ? !o.Bytes.Span.SequenceEqual(other.Bytes.Span) : o.Label != other.Label)) _others.Add(other);
        }

        return relabelled;
    }

    public void Replace(KeptManifest manifest) => _manifests[_places[manifest.Label]] = manifest;

    /// <summary>Takes out a manifest that nothing refers to any more, and those that only it referred to (§6.8).</summary>
    public void RemoveUnreferenced(IEnumerable<string> targets, IReadOnlySet<string> roots)
    {
        var references = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var target in _manifests.SelectMany(m => m.Ingredients.Distinct())) references[target] = references.GetValueOrDefault(target) + 1;
        var open = new Queue<string>(targets);
        while (open.TryDequeue(out var label))
        {
            if (roots.Contains(label) || references.GetValueOrDefault(label) > 0 || Find(label) is not { } manifest) continue;
            _manifests.Remove(manifest);
            _places.Clear();
            for (var i = 0; i < _manifests.Count; i++) _places.Add(_manifests[i].Label, i);
            Notes.Add($"The manifest {label} was taken out: the only reference to it was redacted.");
            foreach (var inner in manifest.Ingredients.Distinct())
            {
                references[inner] = references.GetValueOrDefault(inner) - 1;
                open.Enqueue(inner);
            }
        }
    }

    private string Place(KeptManifest manifest)
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

        // A manifest that could not be unpacked cannot be written under a new label either; it fails validation wherever it is, so the one that is there stays.
        if (manifest.Open is not { } open) return manifest.Label;
        var label = manifest.Label;
        while (true)
        {
            label = ManifestLabels.AfterConflict(label);
            var renamed = ManifestRewriter.Relabel(open, label);
            if (Find(label) is { } other)
            {
                if (other.Box.Bytes.Span.SequenceEqual(renamed)) return label;
                continue;
            }

            Append(KeptManifest.Of(renamed, limits));
            Notes.Add($"Two ingredients have different manifests labelled {manifest.Label}; one of them was labelled {label}.");
            return label;
        }
    }

    private void Append(KeptManifest manifest)
    {
        _places.Add(manifest.Label, _manifests.Count);
        _manifests.Add(manifest);
    }
}
