using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing.Content;

/// <summary>How an ingredient stands to the asset (C2PA 2.2 §18.15.3).</summary>
public enum IngredientRelationship
{
    /// <summary>The asset was made from it.</summary>
    ParentOf,
    /// <summary>It is a part of the asset.</summary>
    ComponentOf,
    /// <summary>It was input to a process, such as a model or a prompt.</summary>
    InputTo,
}

/// <summary>Something the asset was made from (C2PA 2.2 §18.15).</summary>
/// <param name="Key">A name of one's own by which actions refer to it; it is not written.</param>
/// <param name="Relationship">How it stands to the asset.</param>
public sealed record Ingredient(string Key, IngredientRelationship Relationship)
{
    /// <summary>Its name, for people.</summary>
    public string? Title { get; init; }

    /// <summary>Its IANA media type.</summary>
    public string? Format { get; init; }

    /// <summary>Its identifier, where it has no manifest, such as <c>xmpMM:InstanceID</c> (C2PA 2.2 §8.3).</summary>
    public string? InstanceId { get; init; }

    /// <summary>What it is, for people.</summary>
    public string? Description { get; init; }

    /// <summary>A page about it.</summary>
    public string? InformationalUri { get; init; }

    /// <summary>Its own credentials; null when it has none.</summary>
    public IngredientSource? Source { get; init; }

    /// <summary>A picture of it. When there is none and its own manifest has one, that one is referred to.</summary>
    public EmbeddedData? Thumbnail { get; init; }

    /// <summary>Its data, to be kept in the manifest: a prompt, say.</summary>
    public EmbeddedData? Data { get; init; }

    /// <summary>What kind of data it is.</summary>
    public IReadOnlyList<AssetType> DataTypes { get; init; } = [];

    /// <summary>True when the statement about it is somebody else's than the signer's.</summary>
    public bool Gathered { get; init; }
}

/// <summary>The credentials of an ingredient, and what their validation said.</summary>
/// <param name="Store">The manifest store as JUMBF. Its manifests are kept byte for byte.</param>
/// <param name="Results">What validating the ingredient gave: it is written into the assertion (C2PA 2.2 §18.15.12.4.3).</param>
/// <param name="AcceptFailures">
/// True when a person knows that the ingredient failed validation and goes on all the same; the manifest then says so. An untrusted signer alone does not ask for it,
/// since trust is the reader's to decide.
/// </param>
public sealed record IngredientSource(ReadOnlyMemory<byte> Store, IngredientResults Results, bool AcceptFailures = false);

/// <summary>Validation results of an ingredient.</summary>
/// <param name="ActiveManifest">All statuses of its active manifest; never empty.</param>
/// <param name="Deltas">What changed since earlier ingredients were validated.</param>
public sealed record IngredientResults(IReadOnlyList<ValidationStatus> ActiveManifest, IReadOnlyList<IngredientDelta> Deltas)
{
    internal CborValue Encode(Func<string, string> uri)
    {
        var fields = new CborFields().Add("activeManifest", Encode(ActiveManifest, uri));
        return fields.AddList("ingredientDeltas", [.. Deltas.Select(d => new CborFields()
            .Add("ingredientAssertionURI", uri(d.AssertionUri))
            .Add("validationDeltas", Encode(d.Statuses, uri))
            .ToMap())]).ToMap();
    }

    private static CborValue Encode(IReadOnlyList<ValidationStatus> statuses, Func<string, string> uri) => new CborFields()
        .Add("success", Encode(statuses, StatusKind.Success, uri))
        .Add("informational", Encode(statuses, StatusKind.Informational, uri))
        .Add("failure", Encode(statuses, StatusKind.Failure, uri))
        .ToMap();

    private static CborValue Encode(IReadOnlyList<ValidationStatus> statuses, StatusKind kind, Func<string, string> uri) =>
        CborValue.Array(statuses.Where(s => s.Kind == kind).Select(s => new CborFields()
            .Add("code", s.Code)
            .Add("url", s.Uri.Length == 0 ? null : uri(s.Uri))
            .Add("explanation", s.Says.Length == 0 ? null : s.Says)
            .ToMap()));
}

/// <summary>What differs from an earlier validation of an ingredient's ingredient.</summary>
/// <param name="AssertionUri">The JUMBF URI of the ingredient assertion.</param>
/// <param name="Statuses">The statuses that were not there before.</param>
public sealed record IngredientDelta(string AssertionUri, IReadOnlyList<ValidationStatus> Statuses);
