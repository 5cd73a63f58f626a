using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The hashes of the files of a collection (C2PA 2.2 §15.12.5, §18.8): <c>c2pa.hash.collection.data</c>.</summary>
internal static class CollectionHash
{
    private const string Malformed = "assertion.collectionHash.malformed";

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["uris"] is not { Kind: CborKind.Array, Items: { Count: > 0 } entries }) return [Fail(Malformed, "The assertion lists no files.")];
        if (check.Assertion.TextAt("alg") is not { } name) return [Fail(Malformed, "The assertion names no hash algorithm.")];
        if (HashNames.Of(name) is not { } algorithm) return [Fail(StatusCodes.AlgorithmUnsupported, $"The hash algorithm '{name}' is not allowed.")];
        if (asset.OpenMember is not { } open) return [Fail("assertion.collectionHash.incorrectFileCount", "The files of the collection are not at hand.")];
        foreach (var entry in entries)
        {
            if (entry.TextAt("uri") is not { } uri || entry.BytesAt("hash") is not { } expected) return [Fail(Malformed, "A file of the list has no address or no hash.")];
            if (!IsInside(uri)) return [Fail("assertion.collectionHash.invalidURI", $"The address '{uri}' leads out of the collection.")];
            using var member = open(uri);
            if (member is null) return [Fail("assertion.collectionHash.incorrectFileCount", $"The file '{uri}' is not there.")];
            if (!expected.Span.SequenceEqual(ContentHasher.Hash(member, algorithm, [new(0, member.Length)], cancel)))
                return [Fail("assertion.collectionHash.mismatch", $"The file '{uri}' was changed.")];
        }

        return [ValidationStatus.Success("assertion.collectionHash.match", check.Uri, $"The {entries.Count} files of the list are as they were when it was signed; others may lie beside them.")];

        ValidationStatus Fail(string code, string says) => ValidationStatus.Failure(code, check.Uri, says);
    }

    /// <summary>A relative address with no step up or in place, of any spelling: an address that an opener could read otherwise is refused before it is opened.</summary>
    internal static bool IsInside(string uri)
    {
        if (uri.Length == 0 || uri[0] is '/' or '\\' || uri.Contains('\0', StringComparison.Ordinal) || uri.Contains(':', StringComparison.Ordinal)) return false;
        var plain = Uri.UnescapeDataString(uri);
        return plain.Split('/', '\\').All(part => part is not ("" or "." or "..")) && !plain.Contains('\0', StringComparison.Ordinal) && !plain.Contains(':', StringComparison.Ordinal);
    }
}
