namespace Countersign.Credentials.Validation;

/// <summary>
/// Where the editions of the specification differ, one property a difference, so that a verdict changes with an edition for a reason that can be read here.
/// A claim of version 1 was written under editions 1.0 to 1.4 and is held to them; a claim of version 2 under 2.0 and later.
/// </summary>
public sealed record EditionPolicy
{
    /// <summary>Edition 2.2 with its readings of older claims. The default.</summary>
    public static EditionPolicy Edition22 { get; } = new();

    /// <summary>Edition 2.4.</summary>
    public static EditionPolicy Edition24 { get; } = new() { Name = "2.4", SoftBindingForBoundWatermarks = true, OneCodeForRedactedBindings = true, RejectUnlistedMetadata = false };

    /// <summary>The edition, as reports name it.</summary>
    public string Name { get; init; } = "2.2";

    /// <summary>
    /// The least claim version that must say how its asset came to be, with <c>c2pa.created</c> or <c>c2pa.opened</c> in exactly one actions assertion
    /// (2.2 §15.10.1.2). Editions 1.x had no such rule.
    /// </summary>
    public int InceptionRequiredFrom { get; init; } = 2;

    /// <summary>
    /// The least claim version whose actions are held to their ingredients (2.2 §15.10.3.2.2). Writers of 1.x named them by instance id, or not at all.
    /// </summary>
    public int ActionIngredientsFrom { get; init; } = 2;

    /// <summary>The least claim version whose references inside assertions are resolved and hashed (2.2 §15.10.3.3). 1.x had no code for it.</summary>
    public int ReferencesFrom { get; init; } = 2;

    /// <summary>
    /// The greatest claim version whose time-stamps count whoever made them, as long as they are sound. When claims of version 1 were written there was no C2PA list of
    /// time-stamping authorities, and to demand it now (2.2 §15.8.2) would make every picture of those years invalid on the day its signer's certificate ends.
    /// The price: whoever holds an expired key of a trusted signer, and runs an authority, can date a claim of version 1 back. Zero demands the list of all.
    /// </summary>
    public int AnyTimeStamperUpTo { get; init; } = 1;

    /// <summary>
    /// Whether an ingredient of a version 1 claim may be bound by the hash of its claim's bytes alone, as writers of 2021 and 2022 did it (the public test files of
    /// January 2022 do). 2.2 §8.4.2.3 hashes the whole manifest.
    /// </summary>
    public bool AcceptClaimHashes { get; init; } = true;

    /// <summary>
    /// Whether the signature of an ingredient may be bound by a hash that takes the header of its box in, as writers in wide use do; 2.2 §8.4.2.3 leaves the header out. The
    /// header holds a length and a type, so that the same signature is bound either way.
    /// </summary>
    public bool AcceptSignatureHashesWithHeader { get; init; } = true;

    /// <summary>
    /// Whether a <c>c2pa.metadata</c> assertion with a field outside the list of appendix B is rejected (2.2 §15.10.3.2.3). 2.4 asks validators not to, since the
    /// list grows.
    /// </summary>
    public bool RejectUnlistedMetadata { get; init; } = true;

    /// <summary>2.4: <c>c2pa.watermarked.bound</c> needs a soft binding assertion beside it.</summary>
    public bool SoftBindingForBoundWatermarks { get; init; }

    /// <summary>2.4: a redacted hard binding is <c>assertion.hardBinding.redacted</c>, whatever its kind; 2.2 has <c>assertion.dataHash.redacted</c>.</summary>
    public bool OneCodeForRedactedBindings { get; init; }
}
