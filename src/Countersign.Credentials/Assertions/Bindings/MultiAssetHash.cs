using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The hashes of the parts of a file that is several files one after another (C2PA 2.2 §15.12.4, §18.9): <c>c2pa.hash.multi-asset</c>.</summary>
internal static class MultiAssetHash
{
    private const string Malformed = "assertion.multiAssetHash.malformed";

    // Attack: parts without number, each hashed.
    private const int MostParts = 256;

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, Func<HashedUri, BindingCheck?> find, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["parts"] is not { Kind: CborKind.Array, Items: { Count: > 0 and <= MostParts } parts }) return [Fail(Malformed, "The assertion lists no parts.")];
        long at = 0;
        var length = asset.Stream.Length;
        foreach (var part in parts)
        {
            var optional = part["optional"] is { Kind: CborKind.Bool, Bool: true };
            if (HashedUri.Read(part["hashAssertion"]) is not { } reference) return [Fail(Malformed, "A part has no reference to its hash.")];
            if (part["location"] is not { Kind: CborKind.Map } location) return [Fail(Malformed, "A part has no place.")];
            if (location["bmffBox"] is not null) return [Fail(Malformed, "A part that is a box of a film is not looked for here.")];
            if (location.IntegerAt("byteOffset") is not { } offset || location.IntegerAt("length") is not { } count || offset < 0 || count < 0) return [Fail(Malformed, "A part has no place.")];
            // A part that was cut off at the end is gone; one that is there in part only is not what was signed.
            if (offset >= length && optional) continue;
            if (offset >= length) return [Fail("assertion.multiAssetHash.missingPart", "A part of the file is not there.")];
            if (offset != at || count > length - offset) return [Fail(Malformed, "The parts do not follow each other, or leave the file.")];
            if (find(reference) is not { } inner) return [Fail(Malformed, "The hash of a part is not there, or was changed.")];
            using var range = new RangeStream(asset.Stream, new(offset, count));
            var presence = asset.Presence with { Stores = [.. asset.Presence.Stores.Where(s => s.Carrier.Offset >= offset && s.Carrier.End <= offset + count).Select(s => Moved(s, -offset))] };
            if (HardBindings.One(inner, asset with { Stream = range, Presence = presence }, cancel).Any(s => s.Kind == StatusKind.Failure))
                return [Fail("assertion.multiAssetHash.mismatch", "A part of the file was changed after it was signed.")];
            at = offset + count;
        }

        return at == length
            ? [ValidationStatus.Success("assertion.multiAssetHash.match", check.Uri, "Every part of the file that is there is as it was when it was signed.")]
            : [Fail(Malformed, "The parts do not cover the whole file.")];

        ValidationStatus Fail(string code, string says) => ValidationStatus.Failure(code, check.Uri, says);
    }

    private static StoreLocation Moved(StoreLocation store, long by) => store with
    {
        Offset = store.Offset + by,
        Carrier = store.Carrier with { Offset = store.Carrier.Offset + by },
        Parts = [.. store.Parts.Select(p => p with { Offset = p.Offset + by })],
    };
}
