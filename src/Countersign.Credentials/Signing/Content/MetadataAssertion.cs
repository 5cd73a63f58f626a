using System.Text.Json;
using Countersign.Credentials.Assertions.Metadata;

namespace Countersign.Credentials.Signing.Content;

/// <summary>The assertion <c>c2pa.metadata</c>, and metadata under labels of one's own (C2PA 2.2 §18.16).</summary>
public static class MetadataAssertion
{
    /// <summary>Makes the assertion.</summary>
    /// <param name="jsonLd">The JSON-LD object, with <c>@context</c>.</param>
    /// <param name="label"><c>c2pa.metadata</c>, whose fields are limited to those of appendix B; or another label that ends in <c>.metadata</c>.</param>
    /// <param name="gathered">True when the metadata is not the signer's own statement.</param>
    public static ClaimAssertion Assertion(string jsonLd, string label = "c2pa.metadata", bool gathered = false)
    {
        var assertion = ClaimAssertion.OfJson(label, jsonLd, gathered);
        return assertion.Problems.Count > 0 ? assertion : assertion.With([.. Check(jsonLd, label)]);
    }

    private static IEnumerable<CredentialProblem> Check(string jsonLd, string label)
    {
        if (!label.EndsWith(".metadata", StringComparison.Ordinal))
            yield return new("metadata.label", "The label of metadata ends in .metadata.", label);
        using var document = JsonDocument.Parse(jsonLd);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("@context", out _))
        {
            yield return new("metadata.context", "Metadata is a JSON-LD object with @context.", label);
            yield break;
        }

        if (label != Labels.Metadata) yield break;
        foreach (var field in MetadataFields.Disallowed(document.RootElement))
            yield return new("metadata.disallowed", "The field is not among those that c2pa.metadata may hold (C2PA 2.2, appendix B).", field, "Leave it out, or use a label of your own that ends in .metadata.");
    }
}
