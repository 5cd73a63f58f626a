using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Claims;

/// <summary>The kinds of manifest (C2PA 2.2 §11.2).</summary>
public enum ManifestKind
{
    /// <summary>Speaks of content, with a hard binding to it.</summary>
    Standard,
    /// <summary>Adds to what was said, with the content unchanged.</summary>
    Update,
    /// <summary>Adds a time-stamp only; historical and ignored (§11.2.5).</summary>
    TimeStamp,
}

/// <summary>One manifest of a store: the boxes found in it, judged by nobody yet.</summary>
internal sealed class Manifest
{
    public required string Label { get; init; }

    public required ManifestKind Kind { get; init; }

    /// <summary>The superbox as it stands in the store: the compressed one of a compressed manifest. Hashes are taken over this.</summary>
    public required JumbfBox Stored { get; init; }

    /// <summary>The manifest superbox, decompressed where it was compressed. Its offsets then count from its own start.</summary>
    public required JumbfBox Box { get; init; }

    public bool WasCompressed => !ReferenceEquals(Stored, Box);

    /// <summary>The claim boxes, of either version. One is right.</summary>
    public required IReadOnlyList<JumbfBox> ClaimBoxes { get; init; }

    public required JumbfBox? AssertionStore { get; init; }

    public required IReadOnlyList<Assertion> Assertions { get; init; }

    public string Uri => JumbfUri.Of(Label);

    /// <summary>The assertion of a label, or null when there is none or more than one (C2PA 2.2 §8.4.1: an ambiguous reference is unresolved).</summary>
    public Assertion? Find(string label)
    {
        Assertion? found = null;
        foreach (var assertion in Assertions)
        {
            if (assertion.Box.Label != label) continue;
            if (found is not null) return null;
            found = assertion;
        }

        return found;
    }

    /// <summary>The box at a path of labels below the manifest, or null when it is absent or ambiguous.</summary>
    public JumbfBox? Resolve(IReadOnlyList<string> path)
    {
        var at = Box;
        foreach (var label in path)
        {
            JumbfBox? next = null;
            foreach (var child in at.Children)
            {
                if (!child.IsSuperbox || child.Label != label) continue;
                if (next is not null) return null;
                next = child;
            }

            if (next is null) return null;
            at = next;
        }

        return at;
    }
}
