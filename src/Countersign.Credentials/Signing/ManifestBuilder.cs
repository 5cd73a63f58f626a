using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing;

/// <summary>
/// What a claim generator says about an asset: the content of one manifest, before there are bytes. A plain value; the <c>With</c> methods give a changed copy.
/// It makes a claim of version 2 (<c>c2pa.claim.v2</c>).
/// </summary>
/// <param name="Generator">The program that makes the claim.</param>
public sealed record ManifestBuilder(GeneratorInfo Generator)
{
    /// <summary>Standard, unless the content has not changed.</summary>
    public ManifestKind Kind { get; init; }

    /// <summary>The version of the specification that the claim was made by, written as <c>specVersion</c>; null to leave it out.</summary>
    public string? SpecVersion { get; init; } = "2.2.0";

    /// <summary>The name of the asset, for people; null to leave it out.</summary>
    public string? Title { get; init; }

    /// <summary>The identifier of this version of the asset: <c>xmpMM:InstanceID</c> where there is XMP. Null for a new <c>xmp:iid:UUID</c>.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The hash algorithm of everything in the claim: <c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</summary>
    public string HashAlgorithm { get; init; } = "sha256";

    /// <summary>What was done, the first of which is <c>c2pa.created</c> or <c>c2pa.opened</c> in a standard manifest.</summary>
    public IReadOnlyList<ClaimAction> Actions { get; init; } = [];

    /// <summary>True to state that nothing was done to the asset but what <see cref="Actions"/> says (C2PA 2.2 §18.14.3). Written in either case.</summary>
    public bool AllActionsIncluded { get; init; }

    /// <summary>What the asset was made from.</summary>
    public IReadOnlyList<Ingredient> Ingredients { get; init; } = [];

    /// <summary>A picture of the asset; null for none.</summary>
    public EmbeddedData? Thumbnail { get; init; }

    /// <summary>Other assertions.</summary>
    public IReadOnlyList<ClaimAssertion> Assertions { get; init; } = [];

    /// <summary>Assertions of ingredients' manifests to be taken out. A <c>c2pa.redacted</c> action is added for each that has none.</summary>
    public IReadOnlyList<Redaction> Redactions { get; init; } = [];

    /// <summary>
    /// Whether a random salt stands beside each assertion that somebody may redact later (C2PA 2.2 §8.4.2.3). The claim keeps the hash of a redacted
    /// assertion; without a salt, a short content such as a name can be found by trying. Actions and hard bindings cannot be redacted and get none.
    /// </summary>
    public bool Salted { get; init; } = true;

    /// <summary>A manifest for content that was made anew.</summary>
    /// <param name="generator">The program that makes the claim.</param>
    /// <param name="digitalSourceType">How the content came to be, one of <see cref="DigitalSourceTypes"/>.</param>
    public static ManifestBuilder Created(GeneratorInfo generator, string digitalSourceType) =>
        new(generator) { Actions = [new(ActionNames.Created) { DigitalSourceType = digitalSourceType }] };

    /// <summary>A manifest for content that a model made from a prompt; the prompt is kept as an ingredient (C2PA 2.2 §18.15.8).</summary>
    /// <param name="generator">The program that makes the claim.</param>
    /// <param name="prompt">The prompt as text; null to keep it to oneself.</param>
    /// <param name="model">The model as an ingredient with <see cref="IngredientRelationship.InputTo"/>; or null.</param>
    public static ManifestBuilder Generated(GeneratorInfo generator, string? prompt = null, Ingredient? model = null)
    {
        var inputs = new List<Ingredient>();
        if (prompt is not null)
        {
            inputs.Add(new("prompt", IngredientRelationship.InputTo)
            {
                Title = "prompt",
                Format = "text/plain",
                Data = new("text/plain", System.Text.Encoding.UTF8.GetBytes(prompt)),
                DataTypes = [new("c2pa.types.generator.prompt")],
            });
        }

        if (model is not null) inputs.Add(model);
        return new(generator)
        {
            Ingredients = inputs,
            Actions = [new(ActionNames.Created) { DigitalSourceType = DigitalSourceTypes.TrainedAlgorithmicMedia, Ingredients = [.. inputs.Select(i => i.Key)] }],
        };
    }

    /// <summary>A manifest for content that was made from an earlier version.</summary>
    /// <param name="generator">The program that makes the claim.</param>
    /// <param name="parent">The earlier version, with <see cref="IngredientRelationship.ParentOf"/>.</param>
    public static ManifestBuilder Opened(GeneratorInfo generator, Ingredient parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return new(generator) { Ingredients = [parent], Actions = [new(ActionNames.Opened) { Ingredients = [parent.Key] }] };
    }

    /// <summary>An update manifest: more is said, the content stays.</summary>
    /// <param name="generator">The program that makes the claim.</param>
    /// <param name="parent">The asset as it is, with <see cref="IngredientRelationship.ParentOf"/> and its store.</param>
    public static ManifestBuilder Update(GeneratorInfo generator, Ingredient parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return new(generator) { Kind = ManifestKind.Update, Ingredients = [parent] };
    }

    /// <summary>With one more action.</summary>
    public ManifestBuilder With(ClaimAction action) => this with { Actions = [.. Actions, action] };

    /// <summary>With one more ingredient.</summary>
    public ManifestBuilder With(Ingredient ingredient) => this with { Ingredients = [.. Ingredients, ingredient] };

    /// <summary>With one more assertion.</summary>
    public ManifestBuilder With(ClaimAssertion assertion) => this with { Assertions = [.. Assertions, assertion] };

    /// <summary>With one more redaction.</summary>
    public ManifestBuilder With(Redaction redaction) => this with { Redactions = [.. Redactions, redaction] };

    /// <summary>With an ingredient that was placed into the asset, and the action that says so.</summary>
    public ManifestBuilder Placing(Ingredient component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return With(component).With(new ClaimAction(ActionNames.Placed) { Ingredients = [component.Key] });
    }

    /// <summary>What keeps this from being a valid manifest, as far as it can be said without the asset. Empty when nothing does.</summary>
    public IReadOnlyList<CredentialProblem> Check() => [.. Building.BuilderChecks.Of(this)];
}
