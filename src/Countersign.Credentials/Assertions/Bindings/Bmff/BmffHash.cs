using System.Security.Cryptography;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>
/// The hard binding of films and pictures in boxes: <c>c2pa.hash.bmff</c>, <c>.v2</c> and <c>.v3</c> (C2PA 2.2 §15.12.2, §18.6).
/// </summary>
/// <remarks>
/// The first label is one that §18.6.1 tells validators to pass over; whether it is asked about here is for the caller's edition policy.
/// </remarks>
internal static class BmffHash
{
    /// <summary>Compares an asset with what was signed.</summary>
    /// <returns>
    /// One of <c>assertion.bmffHash.match</c>, <c>.mismatch</c>, <c>.malformed</c> and <c>algorithm.unsupported</c>, and
    /// <c>assertion.bmffHash.additionalExclusionsPresent</c> where it applies.
    /// </returns>
    /// <exception cref="IOException">A stream failed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    internal static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (!BmffHashMap.TryRead(check, asset.Limits, out var map, out var says))
            return [ValidationStatus.Failure("assertion.bmffHash.malformed", check.Uri, says)];

        var verdict = Judge(map!, asset, cancel);
        var statuses = new List<ValidationStatus>(2)
        {
            verdict is null
                ? ValidationStatus.Success("assertion.bmffHash.match", check.Uri, "The asset has the hash that was signed.")
                : ValidationStatus.Failure(verdict.Code, check.Uri, verdict.Says, verdict.Offset),
        };
        if (map!.HasAdditionalExclusions)
            statuses.Add(ValidationStatus.Informational("assertion.bmffHash.additionalExclusionsPresent", check.Uri, "The signer left boxes out of the hash beyond those that the specification asks for."));
        return statuses;
    }

    private static BmffVerdict? Judge(BmffHashMap map, BindingAsset asset, CancellationToken cancel)
    {
        using var file = new BmffHasher(asset.Stream, map, asset.Limits, cancel);
        if (file.Tree.Defect is { Code: "limit.reached" } limit) return BmffVerdict.Mismatch(limit.Says, limit.Offset);
        if (asset.Fragments.Count > 0) return map.Merkle.Count == 0
            ? BmffVerdict.Malformed("The film is in several files, and the assertion has no hash tree.")
            : new FragmentLeaves(map, file).CheckFiles(asset.Fragments, asset.Limits, cancel);

        if (map.Hash is { } signed && CheckWhole(map, file, signed) is { } wrong) return wrong;
        if (map.Merkle.Count == 0) return null;
        if (!MerkleBox.TryReadAll(file.Window, file.Tree, asset.Limits, out var boxes, out var says)) return BmffVerdict.Malformed(says);
        if (file.Tree.Roots.Any(b => b.Is("moof"u8))) return new FragmentLeaves(map, file).CheckOneFile(boxes);
        return map.Hash is null && map.Merkle.Any(t => t.InitHash is not null)
            ? BmffVerdict.Mismatch("The fragments that the assertion speaks of are not there.")
            : MdatLeaves.Check(map, file, boxes);
    }

    private static BmffVerdict? CheckWhole(BmffHashMap map, BmffHasher file, ReadOnlyMemory<byte> signed)
    {
        if (BmffHashMap.AlgorithmOf(map.Algorithm) is not { } algorithm) return BmffVerdict.Algorithm(map.Algorithm);
        var hash = file.HashBoxes(algorithm, 0, file.Tree.FileLength);
        if (file.Exhausted) return BmffVerdict.Mismatch("The file has too many boxes for the exclusions that the assertion makes.");
        return CryptographicOperations.FixedTimeEquals(hash, signed.Span) ? null : BmffVerdict.Mismatch("The asset does not have the hash that was signed.");
    }
}
