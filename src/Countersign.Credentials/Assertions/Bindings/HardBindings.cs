using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The assertions that bind a manifest to content (C2PA 2.2 §9.2), and the check of each.</summary>
internal static class HardBindings
{
    private const string Part = ".part";

    /// <summary>True for the label of a hard binding, of any version. Those of parts (<c>….part</c>) and the multi-asset hash are none (§18.9.2).</summary>
    public static bool IsHardBinding(string label) =>
        AssertionLabel.Read(label).Name is "c2pa.hash.data" or "c2pa.hash.boxes" or "c2pa.hash.bmff" or "c2pa.hash.collection.data";

    /// <summary>Checks the content against a binding, and against its parts where the binding fails and a multi-asset hash is given (§15.12.4).</summary>
    /// <param name="check">The hard binding.</param>
    /// <param name="parts">The multi-asset hashes of the same manifest; more than one are as good as none that can be read.</param>
    /// <param name="find">The assertion of the same manifest that a reference refers to, when it is there and has the hash; null otherwise.</param>
    /// <param name="asset">The content.</param>
    /// <param name="cancel">Stops between chunks.</param>
    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, IReadOnlyList<BindingCheck> parts, Func<HashedUri, BindingCheck?> find, BindingAsset asset, CancellationToken cancel)
    {
        var found = One(check, asset, cancel);
        if (parts.Count == 0 || !found.Any(s => s.Kind == StatusKind.Failure && s.Code.EndsWith("Hash.mismatch", StringComparison.Ordinal))) return found;
        return parts.Count == 1
            ? MultiAssetHash.Check(parts[0], find, asset, cancel)
            : [ValidationStatus.Failure(MultiAssetHash.Malformed, parts[1].Uri, "The manifest has more than one list of hashes of parts.")];
    }

    /// <summary>Checks one binding, of a whole or of a part.</summary>
    public static IReadOnlyList<ValidationStatus> One(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        var label = AssertionLabel.Read(check.Label);
        if (label.Name.EndsWith(Part, StringComparison.Ordinal))
        {
            // The version stands before the suffix, and a rule that looks at it must find it: c2pa.hash.bmff.v3.part__2.
            check = check with { Label = label.Name[..^Part.Length] };
            label = AssertionLabel.Read(check.Label);
        }

        return label.Name switch
        {
            "c2pa.hash.data" => DataHash.Check(check, asset, cancel),
            "c2pa.hash.boxes" => BoxHash.Check(check, asset, cancel),
            "c2pa.hash.bmff" => BmffHash.Check(check, asset, cancel),
            "c2pa.hash.collection.data" => CollectionHash.Check(check, asset, cancel),
            _ => [ValidationStatus.Failure(StatusCodes.GeneralError, check.Uri, $"{check.Label} is no binding that is known.")],
        };
    }
}
