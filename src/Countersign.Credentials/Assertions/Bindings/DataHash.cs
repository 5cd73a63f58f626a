using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The hash of a file but for some ranges of bytes (C2PA 2.2 §15.12.1, §18.5): <c>c2pa.hash.data</c>.</summary>
internal static class DataHash
{
    public const string Malformed = "assertion.dataHash.malformed";
    public const string Mismatch = "assertion.dataHash.mismatch";
    public const string Match = "assertion.dataHash.match";
    public const string AdditionalExclusions = "assertion.dataHash.additionalExclusionsPresent";

    // Attack: a million exclusions of one byte, each a read.
    private const int MostExclusions = 10_000;

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (!TryExclusions(check.Assertion, out var exclusions, out var says)) return [Fail(Malformed, says)];
        var name = check.Assertion.TextAt("alg") ?? check.ClaimAlgorithm;
        if (HashNames.Of(name) is not { } algorithm) return [Fail(StatusCodes.AlgorithmUnsupported, $"The hash algorithm '{name ?? "none"}' is not allowed.")];
        if (check.Assertion.BytesAt("hash") is not { } expected) return [Fail(Mismatch, "The assertion has no hash.")];

        if (TextDataHash.Applies(asset))
        {
            if (TextDataHash.TryHash(asset, exclusions, check.UpdatesFollow, algorithm, out var malformed) is not { } text) return [Fail(Malformed, malformed)];
            return expected.Span.SequenceEqual(text)
                ? [ValidationStatus.Success(Match, check.Uri, "The text is as it was when it was signed.")]
                : [Fail(Mismatch, "The text was changed after it was signed.")];
        }

        var carriers = Carriers(asset);
        if (check.UpdatesFollow) exclusions = Grown(exclusions, carriers);
        var length = asset.Stream.Length;
        if (exclusions.Exists(e => e.End > length)) return [Fail(Mismatch, "A range that is left out goes beyond the end of the file.")];
        foreach (var exclusion in exclusions)
        {
            if (Foreign(exclusion, asset, carriers) is { } at) return [ValidationStatus.Failure(Mismatch, check.Uri, "The range that is left out for the manifest store holds something else as well.", at)];
        }

        var hash = ContentHasher.Hash(asset.Stream, algorithm, ContentHasher.Without(length, exclusions), cancel);
        if (!expected.Span.SequenceEqual(hash)) return [Fail(Mismatch, "The content was changed after it was signed.")];
        var match = ValidationStatus.Success(Match, check.Uri, "The content is as it was when it was signed.");
        return exclusions.Exists(e => !carriers.Exists(c => Overlap(c.Carrier, e)))
            ? [match, ValidationStatus.Informational(AdditionalExclusions, check.Uri, "Parts of the file beside the credentials were left out, metadata for instance: the signer does not stand for them.")]
            : [match];

        ValidationStatus Fail(string code, string why) => ValidationStatus.Failure(code, check.Uri, why);
    }

    private static List<StoreLocation> Carriers(BindingAsset asset) => [.. asset.Presence.Stores.Where(s => s.LooksLikeC2pa)];

    private static bool Overlap(ByteRange a, ByteRange b) => a.Offset < b.End && b.Offset < a.End;

    private static bool TryExclusions(CborNode assertion, out List<ByteRange> exclusions, out string says)
    {
        exclusions = [];
        says = "The assertion is no map.";
        if (assertion.Kind != CborKind.Map) return false;
        says = "The ranges that are left out are not a list of starts and lengths, in order and apart from each other.";
        if (assertion["exclusions"] is not { } list || list.IsNull) return true;
        if (list.Kind != CborKind.Array || list.Items.Count > MostExclusions) return false;
        long at = 0;
        foreach (var item in list.Items)
        {
            if (item.IntegerAt("start") is not { } from || item.IntegerAt("length") is not { } count) return false;
            if (from < at || count < 0 || count > long.MaxValue - from) return false;
            exclusions.Add(new(from, count));
            at = from + count;
        }

        return true;
    }

    // The store has grown since: the range that begins where it begins is as long as it is now (§15.12.1.1).
    private static List<ByteRange> Grown(List<ByteRange> exclusions, List<StoreLocation> carriers) =>
        exclusions.ConvertAll(e => carriers.Find(c => c.Carrier.Offset == e.Offset || (c.Parts.Count > 0 && c.Parts[0].Offset == e.Offset)) is { } store
            ? new(e.Offset, e.Offset == store.Carrier.Offset ? store.Carrier.Length : store.Parts[^1].End - e.Offset)
            : e);

    /// <summary>
    /// The first byte in a range that is neither of a manifest store, nor of what its container wraps around it, nor zero; null when there is none, or the range
    /// has no store in it and the file does carry one elsewhere: then it was left out for something else, and that is the signer's word.
    /// A manifest that came from elsewhere was signed before the file lost its own: what stands now in its place must be zeros or a store.
    /// </summary>
    private static long? Foreign(ByteRange exclusion, BindingAsset asset, List<StoreLocation> carriers)
    {
        var inside = carriers.Where(c => Overlap(c.Carrier, exclusion)).Select(c => c.Carrier).OrderBy(c => c.Offset).ToList();
        if (inside.Count == 0 && (asset.Embedded || exclusion.Length == 0)) return null;
        // Of text and SVG the range lies within what wraps the store, and starts later than it.
        var at = exclusion.Offset;
        foreach (var carrier in inside)
        {
            if (NonZero(asset.Stream, at, Math.Min(carrier.Offset, exclusion.End)) is { } before) return before;
            at = Math.Max(at, carrier.End);
        }

        return NonZero(asset.Stream, at, exclusion.End);
    }

    private static long? NonZero(Stream stream, long from, long to)
    {
        if (from >= to) return null;
        stream.Position = from;
        var buffer = new byte[16 * 1024];
        while (from < to)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, to - from));
            if (read == 0) return null;
            var at = buffer.AsSpan(0, read).IndexOfAnyExcept((byte)0);
            if (at >= 0) return from + at;
            from += read;
        }

        return null;
    }
}
