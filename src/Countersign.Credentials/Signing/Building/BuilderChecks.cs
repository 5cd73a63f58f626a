using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing.Building;

/// <summary>The rules for a whole manifest: what a validator would reject is refused before anything is signed.</summary>
internal static class BuilderChecks
{
    public static IEnumerable<CredentialProblem> Of(ManifestBuilder builder) =>
    [
        .. Claim(builder),
        .. Ingredients(builder),
        .. ActionChecks.Of(builder),
        .. Assertions(builder),
        .. Redactions(builder),
        .. builder.Kind == ManifestKind.Update ? Update(builder) : [],
    ];

    private static IEnumerable<CredentialProblem> Claim(ManifestBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Generator.Name))
            yield return new("claim.generator", "The claim generator needs a name.", Next: "Give the name of the program that signs.");
        if (builder.HashAlgorithm is not ("sha256" or "sha384" or "sha512"))
            yield return new("claim.hash", "The hash algorithm is not one that may be written.", builder.HashAlgorithm, "Choose sha256, sha384 or sha512.");
        if (builder.InstanceId is "") yield return new("claim.instance", "The instance identifier is empty.", Next: "Leave it out for a new one.");
        if (builder.Thumbnail is { } picture) foreach (var p in File(picture, "thumbnail")) yield return p;
    }

    private static IEnumerable<CredentialProblem> Ingredients(ManifestBuilder builder)
    {
        foreach (var twice in builder.Ingredients.GroupBy(i => i.Key).Where(g => g.Count() > 1))
            yield return new("ingredient.key", "Two ingredients have the same key, so that an action cannot tell them apart.", twice.Key);
        if (builder.Kind == ManifestKind.Standard && builder.Ingredients.Count(i => i.Relationship == IngredientRelationship.ParentOf) > 1)
            yield return new("ingredient.parents", "A manifest has one parent at most (C2PA 2.2 §15.10.1.2).", Next: "Make the others componentOf or inputTo.");

        foreach (var ingredient in builder.Ingredients)
        {
            if (ingredient.Format is { } format && !IsMediaType(format)) yield return new("ingredient.format", "The format is no media type.", ingredient.Key, "Write e.g. image/jpeg.");
            if (ingredient.Thumbnail is { } picture) foreach (var p in File(picture, ingredient.Key)) yield return p;
            if (ingredient.Data is { } data) foreach (var p in File(data, ingredient.Key)) yield return p;
            if (ingredient.Source is not { } source) continue;
            if (source.Results.ActiveManifest.Count == 0)
                yield return new("ingredient.results", "An ingredient with credentials needs the results of their validation (C2PA 2.2 §18.15.12.4).", ingredient.Key, "Validate the ingredient first.");
            if (!source.AcceptFailures && FirstFailure(source.Results) is { } failure)
                yield return new("ingredient.failed", $"The ingredient failed validation: {failure.Code}.", ingredient.Key, "Leave it out, or state that a person knows and accepts it.");
        }
    }

    private static ValidationStatus? FirstFailure(IngredientResults results) => results.ActiveManifest
        .Concat(results.Deltas.SelectMany(d => d.Statuses))
        .FirstOrDefault(s => s.Kind == StatusKind.Failure && s.Code != "signingCredential.untrusted");

    private static IEnumerable<CredentialProblem> Assertions(ManifestBuilder builder)
    {
        foreach (var assertion in builder.Assertions)
        {
            foreach (var problem in assertion.Problems) yield return problem;
            if (assertion.File is { } file) foreach (var p in File(file, assertion.Label)) yield return p;
            if (!Labels.IsWellFormed(assertion.Label))
                yield return new("assertion.label", "The label is not of the form name.name, of letters, digits, hyphens and single underscores (C2PA 2.2 §6.2.2).", assertion.Label);
            else if (Labels.IsActions(assertion.Label) || Labels.IsIngredient(assertion.Label) || Labels.IsThumbnail(assertion.Label))
                yield return new("assertion.reserved", "Assertions of this label are made from the builder's own properties.", assertion.Label, "Use Actions, Ingredients or Thumbnail.");
            else if (Labels.IsHardBinding(assertion.Label))
                yield return new("assertion.binding", "The hash of the asset is made when it is signed.", assertion.Label, "Leave it out.");
        }

        foreach (var label in (string[])[Labels.TimeStamp, Labels.CertificateStatus])
        {
            if (builder.Assertions.Count(a => a.Label == label) > 1) yield return new("assertion.several", "A manifest has one assertion of this label at most.", label, "Put all of it into one.");
        }
    }

    private static IEnumerable<CredentialProblem> Redactions(ManifestBuilder builder)
    {
        foreach (var redaction in builder.Redactions)
        {
            var label = redaction.Place.Assertion;
            if (Labels.IsActions(label) || Labels.IsHardBinding(label))
                yield return new("redaction.forbidden", "Actions and hard bindings cannot be redacted (C2PA 2.2 §6.8).", label);
            if (redaction.Reason.Length == 0 || !Labels.IsWellFormed(redaction.Reason))
                yield return new("redaction.reason", "A redaction needs a reason (C2PA 2.2 §18.14.4.2).", label, "Give e.g. c2pa.PII.present.");
        }
    }

    private static IEnumerable<CredentialProblem> Update(ManifestBuilder builder)
    {
        if (builder.Ingredients.Count != 1 || builder.Ingredients[0] is not { Relationship: IngredientRelationship.ParentOf, Source: not null })
            yield return new("update.parent", "An update manifest has exactly one ingredient: the asset it updates, as parent and with its credentials (C2PA 2.2 §11.2.3).");
        if (builder.Thumbnail is not null || builder.Ingredients.Any(i => i.Thumbnail is not null))
            yield return new("update.thumbnail", "An update manifest has no thumbnail: the content has not changed (C2PA 2.2 §11.2.3).", Next: "Leave the thumbnail out.");
        if (builder.Assertions.Any(a => Labels.IsMultiAsset(a.Label)))
            yield return new("update.multi-asset", "An update manifest has no multi-asset hash (C2PA 2.2 §11.2.3).");
    }

    private static IEnumerable<CredentialProblem> File(EmbeddedData data, string where)
    {
        if (!IsMediaType(data.MediaType)) yield return new("file.media-type", "The media type is none.", where, "Write e.g. image/jpeg.");
        if (data.Data.IsEmpty) yield return new("file.empty", "The file has no bytes.", where);
        if (data.FileName is { } name && (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))) yield return new("file.name", "The file name cannot be written.", where);
    }

    private static bool IsMediaType(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1 && text.IndexOf('/', slash + 1) < 0
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '+' or '.' or '_');
    }
}
