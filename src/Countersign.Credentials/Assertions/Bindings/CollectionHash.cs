using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers.Zip;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>
/// The hashes of the files of a collection (C2PA 2.2 §15.12.5, §18.8): <c>c2pa.hash.collection.data</c>. The files lie in a folder, or are those of a ZIP archive,
/// as they are packed there (§A.6.2).
/// </summary>
internal static class CollectionHash
{
    private const string Malformed = "assertion.collectionHash.malformed";
    private const string Mismatch = "assertion.collectionHash.mismatch";
    private const string Missing = "assertion.collectionHash.incorrectFileCount";

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["uris"] is not { Kind: CborKind.Array, Items: { Count: > 0 } entries }) return [Fail(Malformed, "The assertion lists no files.")];
        if (check.Assertion.TextAt("alg") is not { } name) return [Fail(Malformed, "The assertion names no hash algorithm.")];
        if (HashNames.Of(name) is not { } algorithm) return [Fail(StatusCodes.AlgorithmUnsupported, $"The hash algorithm '{name}' is not allowed.")];

        // Attack: one file of a gigabyte, listed a hundred thousand times.
        var listed = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.TextAt("uri") is not { } uri || entry.BytesAt("hash") is not { } expected) return [Fail(Malformed, "A file of the list has no address or no hash.")];
            if (!IsInside(uri)) return [Fail("assertion.collectionHash.invalidURI", $"The address '{uri}' leads out of the collection.")];
            if (!listed.TryAdd(uri, expected)) return [Fail(Malformed, $"The file '{uri}' is listed twice.")];
        }

        var failure = asset.OpenMember is { } open ? Folder(listed, open, algorithm, cancel) : Archive(check.Assertion, listed, asset, algorithm, cancel);
        if (failure is var (code, why)) return [Fail(code, why)];
        return [ValidationStatus.Success("assertion.collectionHash.match", check.Uri, $"The {listed.Count} files of the list are as they were when it was signed{(asset.OpenMember is null ? "." : "; others may lie beside them.")}")];

        ValidationStatus Fail(string status, string says) => ValidationStatus.Failure(status, check.Uri, says);
    }

    /// <summary>A relative address with no step up or in place, of any spelling: an address that an opener could read otherwise is refused before it is opened.</summary>
    internal static bool IsInside(string uri)
    {
        if (uri.Length == 0 || uri[0] is '/' or '\\' || uri.Contains('\0', StringComparison.Ordinal) || uri.Contains(':', StringComparison.Ordinal)) return false;
        var plain = Uri.UnescapeDataString(uri);
        return plain.Split('/', '\\').All(part => part is not ("" or "." or "..")) && !plain.Contains('\0', StringComparison.Ordinal) && !plain.Contains(':', StringComparison.Ordinal);
    }

    private static (string Code, string Says)? Folder(Dictionary<string, ReadOnlyMemory<byte>> listed, Func<string, Stream?> open, HashAlgorithmName algorithm, CancellationToken cancel)
    {
        foreach (var (uri, expected) in listed)
        {
            using var member = open(uri);
            if (member is null) return (Missing, $"The file '{uri}' is not there.");
            if (!expected.Span.SequenceEqual(ContentHasher.Hash(member, algorithm, [new(0, member.Length)], cancel))) return (Mismatch, $"The file '{uri}' was changed.");
        }

        return null;
    }

    private static (string Code, string Says)? Archive(CborNode assertion, Dictionary<string, ReadOnlyMemory<byte>> listed, BindingAsset asset, HashAlgorithmName algorithm, CancellationToken cancel)
    {
        if (asset.Stream.Length == 0) return (Missing, "The files of the collection are not at hand.");
        if (!ZipDirectory.TryRead(new StreamWindow(asset.Stream), asset.Limits, out var zip, out var says)) return (Mismatch, says);
        if (assertion.BytesAt("zip_central_directory_hash") is not { } central) return (Malformed, "The assertion has no hash of the directory of the ZIP archive.");
        if (!central.Span.SequenceEqual(ContentHasher.Hash(asset.Stream, algorithm, [zip!.Central], cancel))) return (Mismatch, "The directory of the ZIP archive was changed.");
        var found = new HashSet<ZipEntry>(ReferenceEqualityComparer.Instance);
        foreach (var (uri, expected) in listed)
        {
            if ((zip.Find(uri) ?? zip.Find(Uri.UnescapeDataString(uri))) is not { } member) return (Missing, $"The file '{uri}' is not in the ZIP archive.");
            if (!found.Add(member)) return (Malformed, $"The file '{uri}' is listed twice.");
            if (!expected.Span.SequenceEqual(ContentHasher.Hash(asset.Stream, algorithm, [member.Whole], cancel))) return (Mismatch, $"The file '{uri}' was changed.");
        }

        // Each file but the manifest store is to be listed (§A.6.2.1): the directory says what is there, not what is in it.
        return zip.Entries.Find(e => !e.IsFolder && e.Name != ZipDirectory.StoreName && !found.Contains(e)) is { } left
            ? (Malformed, $"The file '{left.Name}' of the ZIP archive is not listed.")
            : null;
    }
}
