using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Assertions.Metadata;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Rules;

/// <summary>Rules for single kinds of assertion: cloud data, metadata, time-stamps, ingredients (C2PA 2.2 §15.10.3.2, §15.11.3.2).</summary>
internal static class SpecificRules
{
    public static void Check(ManifestCase now)
    {
        foreach (var assertion in now.Declared)
        {
            switch (assertion.Label.Name)
            {
                case "c2pa.cloud-data": CloudData(now, assertion); break;
                case "c2pa.metadata": Metadata(now, assertion); break;
                case "c2pa.time-stamp": TimeStamp(now, assertion); break;
                case "c2pa.ingredient": Ingredient(now, assertion); break;
            }
        }
    }

    private static void CloudData(ManifestCase now, Assertion assertion)
    {
        if (assertion.Node is not { } node) return;
        if (node.TextAt("label") is not { } label || node["size"] is null || node["location"] is null || node["content_type"] is null)
        {
            now.Statuses.Fail(StatusCodes.CloudDataMalformed, assertion.Uri, "The cloud data lacks its label, size, location or content type.", assertion.Box.Offset);
            return;
        }

        if (HardBindings.IsHardBinding(label))
            now.Statuses.Fail(StatusCodes.CloudDataHardBinding, assertion.Uri, "A binding to the content may not lie elsewhere.", assertion.Box.Offset);
        if (now.Manifest.Kind == ManifestKind.Update && AssertionLabel.Read(label).Name == "c2pa.actions")
            now.Statuses.Fail(StatusCodes.CloudDataActions, assertion.Uri, "An update manifest may not refer to actions that lie elsewhere.", assertion.Box.Offset);
    }

    private static void Metadata(ManifestCase now, Assertion assertion)
    {
        if (!now.Policy.RejectUnlistedMetadata) return;
        using var json = assertion.ReadJson(out _);
        if (json is null) return;
        var extra = MetadataFields.Disallowed(json.RootElement).ToList();
        if (extra.Count > 0)
            now.Statuses.Fail(StatusCodes.MetadataDisallowed, assertion.Uri, $"The metadata has fields that are not allowed there: {string.Join(", ", extra.Take(5))}.", assertion.Box.Offset);
    }

    private static void TimeStamp(ManifestCase now, Assertion assertion)
    {
        if (assertion.Node is null or { Kind: CborKind.Map, Entries.Count: > 0 }) return;
        now.Statuses.Fail(StatusCodes.TimeStampAssertionMalformed, assertion.Uri, "The time-stamp assertion has no time-stamps.", assertion.Box.Offset);
    }

    private static void Ingredient(ManifestCase now, Assertion assertion)
    {
        if (assertion.Node is not { } node) return;
        if (node.TextAt("relationship") is not ("parentOf" or "componentOf" or "inputTo"))
            now.Statuses.Fail(StatusCodes.IngredientMalformed, assertion.Uri, "The ingredient does not say how it relates to the asset.", assertion.Box.Offset);
        if (assertion.Label.Version < 3) return;
        if (node["activeManifest"] is not null && node["validationResults"] is null)
            now.Statuses.Fail(StatusCodes.IngredientMalformed, assertion.Uri, "The ingredient has a manifest and does not say how it was validated.", assertion.Box.Offset);
    }
}
