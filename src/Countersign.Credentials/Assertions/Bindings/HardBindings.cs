using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The assertions that bind a manifest to content (C2PA 2.2 §9.2), and the check of each.</summary>
internal static class HardBindings
{
    /// <summary>True for the label of a hard binding, of any version. Those of parts (<c>….part</c>) and the multi-asset hash are none (§18.9.2).</summary>
    public static bool IsHardBinding(string label) =>
        AssertionLabel.Read(label).Name is "c2pa.hash.data" or "c2pa.hash.boxes" or "c2pa.hash.bmff" or "c2pa.hash.collection.data";

    /// <summary>Checks the content against a binding, and against its parts where the binding fails and a multi-asset hash is given (§15.12.4).</summary>
    /// <param name="check">The hard binding.</param>
    /// <param name="parts">The multi-asset hash of the same manifest, or null.</param>
    /// <param name="find">The assertion of the same manifest that a reference refers to, when it is there and has the hash; null otherwise.</param>
    /// <param name="asset">The content.</param>
    /// <param name="cancel">Stops between chunks.</param>
    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingCheck? parts, Func<HashedUri, BindingCheck?> find, BindingAsset asset, CancellationToken cancel)
    {
        var found = One(check, asset, cancel);
        return parts is not null && found.Any(s => s.Kind == StatusKind.Failure && s.Code.EndsWith("Hash.mismatch", StringComparison.Ordinal))
            ? MultiAssetHash.Check(parts, find, asset, cancel)
            : found;
    }

    /// <summary>Checks one binding, of a whole or of a part.</summary>
    public static IReadOnlyList<ValidationStatus> One(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        var name = AssertionLabel.Read(check.Label).Name;
        if (name.EndsWith(".part", StringComparison.Ordinal)) name = AssertionLabel.Read(name[..^5]).Name;
        return name switch
        {
            "c2pa.hash.data" => DataHash.Check(check, asset, cancel),
            "c2pa.hash.boxes" => BoxHash.Check(check, asset, cancel),
            "c2pa.hash.bmff" => BmffHash.Check(check, asset, cancel),
            "c2pa.hash.collection.data" => CollectionHash.Check(check, asset, cancel),
            _ => [ValidationStatus.Failure(StatusCodes.GeneralError, check.Uri, $"{check.Label} is no binding that is known.")],
        };
    }
}
