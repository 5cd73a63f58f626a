using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The hashes of the parts of a file that is several files one after another (C2PA 2.2 §15.12.4, §18.9): <c>c2pa.hash.multi-asset</c>.</summary>
internal static class MultiAssetHash
{
    public const string Malformed = "assertion.multiAssetHash.malformed";

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, Func<HashedUri, BindingCheck?> find, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["parts"] is not { Kind: CborKind.Array, Items: { Count: > 0 } parts }) return [Fail(Malformed, "The assertion lists no parts.")];
        if (parts.Count > asset.Limits.MaxAssetParts) return [Fail(Malformed, $"The assertion lists more than {asset.Limits.MaxAssetParts} parts.")];
        long at = 0;
        var length = asset.Stream.Length;
        foreach (var entry in parts)
        {
            var optional = entry["optional"] is { Kind: CborKind.Bool, Bool: true };
            if (HashedUri.Read(entry["hashAssertion"]) is not { } reference) return [Fail(Malformed, "A part has no reference to its hash.")];
            if (entry["location"] is not { Kind: CborKind.Map } location) return [Fail(Malformed, "A part has no place.")];
            if (location["bmffBox"] is not null) return [Fail(Malformed, "A part that is a box of a film is not looked for here.")];
            if (location.IntegerAt("byteOffset") is not { } offset || location.IntegerAt("length") is not { } count || offset < 0 || count < 0) return [Fail(Malformed, "A part has no place.")];
            // A part that was cut off at the end is gone; one that is there in part only is not what was signed.
            if (offset >= length && optional) continue;
            if (offset >= length) return [Fail("assertion.multiAssetHash.missingPart", "A part of the file is not there.")];
            if (offset != at || count > length - offset) return [Fail(Malformed, "The parts do not follow each other, or leave the file.")];
            if (find(reference) is not { } inner) return [Fail(Malformed, "The hash of a part is not there, or was changed.")];
            using var range = new RangeStream(asset.Stream, new(offset, count));
            // Each part is a file of its own kind, with a store of its own perhaps; places count from its start.
            var part = asset with { Stream = range, Presence = CredentialLocator.Find(range, asset.Limits) };
            if (HardBindings.One(inner, part, cancel).Any(s => s.Kind == StatusKind.Failure))
                return [Fail("assertion.multiAssetHash.mismatch", "A part of the file was changed after it was signed.")];
            at = offset + count;
        }

        return at == length
            ? [ValidationStatus.Success("assertion.multiAssetHash.match", check.Uri, "Every part of the file that is there is as it was when it was signed.")]
            : [Fail(Malformed, "The parts do not cover the whole file.")];

        ValidationStatus Fail(string code, string says) => ValidationStatus.Failure(code, check.Uri, says);
    }
}
