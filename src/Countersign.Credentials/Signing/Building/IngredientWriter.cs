using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Writes <c>c2pa.ingredient.v3</c> (C2PA 2.2 §18.15.6) and what it refers to.</summary>
internal static class IngredientWriter
{
    public static AssertionBox Write(Ingredient ingredient, KeptSource? source, KeptManifests kept, AssertionMaker maker, ManifestBuilder builder)
    {
        var algorithm = builder.HashAlgorithm;
        var thumbnail = ingredient.Thumbnail is { } picture ? maker.File(Labels.IngredientThumbnail, picture, ingredient.Gathered).Reference(algorithm) : null;
        var data = ingredient.Data is { } file ? maker.File(Labels.EmbeddedData, file, ingredient.Gathered).Reference(algorithm) : null;
        var fields = new CborFields()
            .Add("dc:title", ingredient.Title)
            .Add("dc:format", ingredient.Format)
            .Add("relationship", ingredient.Relationship switch
            {
                IngredientRelationship.ParentOf => "parentOf",
                IngredientRelationship.ComponentOf => "componentOf",
                _ => "inputTo",
            })
            .Add("instanceID", ingredient.InstanceId)
            .Add("data", data)
            .AddList("dataTypes", [.. ingredient.DataTypes.Select(t => t.Encode())])
            .Add("description", ingredient.Description)
            .Add("informationalURI", ingredient.InformationalUri);

        if (source is not null)
        {
            var active = kept.Find(source.Active)!;
            fields.Add("activeManifest", BoxHash.Reference(BoxUri.Manifest(active.Label), active.Box, algorithm))
                .Add("claimSignature", BoxHash.Reference(BoxUri.Signature(active.Label), active.Signature!, algorithm))
                .Add("validationResults", ingredient.Source!.Results.Encode(uri => BoxUri.Relabel(uri, source.Relabelled)));
            if (builder.Kind == ManifestKind.Standard) thumbnail ??= Own(active, algorithm);
        }

        return maker.Cbor(Labels.Ingredient, fields.Add("thumbnail", thumbnail).ToMap(), ingredient.Gathered);
    }

    // §18.13.1.2: one should refer to the ingredient's own thumbnail. Manifests of before 2.1 have the media type in its label.
    private static CborValue? Own(KeptManifest manifest, string algorithm)
    {
        var found = manifest.Assertions.Where(a => a.Label.StartsWith(Labels.ClaimThumbnail, StringComparison.Ordinal)).ToList();
        return found is [var one] && !ManifestRewriter.IsRedacted(one) ? BoxHash.Reference(BoxUri.Assertion(manifest.Label, one.Label), one, algorithm) : null;
    }
}
