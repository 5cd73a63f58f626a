namespace Countersign.Credentials.Signing.Content;

/// <summary>Something that was done to the asset (C2PA 2.2 §18.14).</summary>
/// <param name="Name">E.g. <c>c2pa.created</c>, <c>c2pa.cropped</c>, or a name of one's own such as <c>com.example.blur</c>.</param>
public sealed record ClaimAction(string Name)
{
    /// <summary>How the content came to be: a term of <see cref="DigitalSourceTypes"/>. Required for <c>c2pa.created</c>, not for <c>c2pa.opened</c>.</summary>
    public string? DigitalSourceType { get; init; }

    /// <summary>When it was done; written in UTC to the second. A time that nobody attests.</summary>
    public DateTimeOffset? When { get; init; }

    /// <summary>What did it, when that is another program than the claim generator.</summary>
    public GeneratorInfo? SoftwareAgent { get; init; }

    /// <summary>What it did, for people.</summary>
    public string? Description { get; init; }

    /// <summary>Why: required for <c>c2pa.redacted</c>, e.g. <c>c2pa.PII.present</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The <see cref="Ingredient.Key"/> of each ingredient of this manifest that the action acts on.</summary>
    public IReadOnlyList<string> Ingredients { get; init; } = [];

    /// <summary>Of <c>c2pa.removed</c>: the ingredient assertions of earlier manifests that named what was removed.</summary>
    public IReadOnlyList<AssertionPlace> Removed { get; init; } = [];

    /// <summary>Other parameters. <c>ingredients</c> is written from <see cref="Ingredients"/> and <see cref="Removed"/>.</summary>
    public IReadOnlyDictionary<string, CborValue> Parameters { get; init; } = new Dictionary<string, CborValue>();

    /// <summary>The regions that were changed, as region maps (C2PA 2.2 §18.2).</summary>
    public IReadOnlyList<CborValue> Changes { get; init; } = [];

    /// <summary>
    /// True when somebody else told the claim generator of it, so that it is not attributed to the signer: it is then written into an actions
    /// assertion of its own, listed under <c>gathered_assertions</c> (C2PA 2.2 §10.2.2).
    /// </summary>
    public bool Gathered { get; init; }
}

/// <summary>Where an assertion stands in a manifest store.</summary>
/// <param name="Manifest">The label of the manifest.</param>
/// <param name="Assertion">The label of the assertion, with its instance number if it has one.</param>
public sealed record AssertionPlace(string Manifest, string Assertion);
