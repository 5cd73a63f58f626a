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

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (!TryExclusions(check.Assertion, asset.Limits.MaxExclusions, out var exclusions, out var says)) return [Fail(Malformed, says)];
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

        var stores = asset.Presence.Stores.Where(s => s.LooksLikeC2pa).Select(s => (Room: StoreRoom.Of(s), Store: s)).OrderBy(s => s.Room.Offset).ToList();
        if (check.UpdatesFollow) Grow(exclusions, stores);
        var length = asset.Stream.Length;
        if (exclusions.Exists(e => e.Offset > length || e.Length > length - e.Offset)) return [Fail(Mismatch, "A range that is left out goes beyond the end of the file.")];
        foreach (var exclusion in exclusions)
        {
            if (Foreign(exclusion, asset, stores) is { } at) return [ValidationStatus.Failure(Mismatch, check.Uri, "The range that is left out for the manifest store holds something else as well.", at)];
        }

        var hash = ContentHasher.Hash(asset.Stream, algorithm, ContentHasher.Without(length, exclusions), cancel);
        if (!expected.Span.SequenceEqual(hash)) return [Fail(Mismatch, "The content was changed after it was signed.")];
        var match = ValidationStatus.Success(Match, check.Uri, "The content is as it was when it was signed.");
        return exclusions.Exists(e => !stores.Exists(s => Overlap(s.Room, e)))
            ? [match, ValidationStatus.Informational(AdditionalExclusions, check.Uri, "Parts of the file beside the credentials were left out, metadata for instance: the signer does not stand for them.")]
            : [match];

        ValidationStatus Fail(string code, string why) => ValidationStatus.Failure(code, check.Uri, why);
    }

    /// <summary>Reads a list of exclusions: in order, apart from each other, none negative. Empty ones, which writers leave as place-holders, are dropped.</summary>
    public static bool TryExclusions(CborNode assertion, int most, out List<ByteRange> exclusions, out string says)
    {
        exclusions = [];
        says = "The assertion is no map.";
        if (assertion.Kind != CborKind.Map) return false;
        says = "The ranges that are left out are not a list of starts and lengths, in order and apart from each other.";
        if (assertion["exclusions"] is not { } list || list.IsNull) return true;
        if (list.Kind != CborKind.Array || list.Items.Count > most) return false;
        long at = 0;
        foreach (var item in list.Items)
        {
            if (Place(item["start"]) is not { } from || Place(item["length"]) is not { } count || from < at) return false;
            if (count > 0) exclusions.Add(new(from, count));
            at = from + count;
        }

        return true;
    }

    // No file is longer than 2^62 bytes: what lies beyond is behind its end all the same, and sums do not overflow.
    private static long? Place(CborNode? node) => node is { Kind: CborKind.Integer, Integer: var value } && value >= 0 ? (long)Int128.Min(value, 1L << 61) : null;

    private static bool Overlap(ByteRange a, ByteRange b) => a.Offset < b.End && b.Offset < a.End;

    /// <summary>
    /// The store has grown since: the range that begins where it begins is as long as it is now (§15.12.1.1), and those behind it have moved by what it grew
    /// (so C2PA 2.4, §15.12.1; 2.2 does not speak of them).
    /// </summary>
    private static void Grow(List<ByteRange> exclusions, List<(ByteRange Room, StoreLocation Store)> stores)
    {
        var index = exclusions.FindIndex(e => stores.Exists(s => s.Room.Offset == e.Offset));
        if (index < 0) return;
        var now = stores.Find(s => s.Room.Offset == exclusions[index].Offset).Room;
        var by = now.Length - exclusions[index].Length;
        exclusions[index] = now;
        for (var i = index + 1; i < exclusions.Count; i++) exclusions[i] = exclusions[i] with { Offset = exclusions[i].Offset + by };
    }

    /// <summary>
    /// The first byte in a range that is neither of a manifest store, nor of what its container wraps around it, nor zero; null when there is none, or the range
    /// has no store in it and the file does carry one elsewhere: then it was left out for something else, and that is the signer's word.
    /// A manifest that came from elsewhere was signed before the file lost its own: what stands now in its place must be zeros or a store.
    /// </summary>
    private static long? Foreign(ByteRange exclusion, BindingAsset asset, List<(ByteRange Room, StoreLocation Store)> stores)
    {
        var inside = stores.FindAll(s => Overlap(s.Room, exclusion));
        if (inside.Count == 0 && asset.Embedded) return null;
        // The segments say their lengths within the range that is left out, so that length has to be theirs (§15.12.1.2).
        if (asset.Presence.Container == StoreContainer.Jpeg && inside.Count > 0 && (inside.Count > 1 || inside[0].Room != exclusion))
            return inside[0].Room.Offset == exclusion.Offset ? Math.Min(inside[0].Room.End, exclusion.End) : Math.Min(inside[0].Room.Offset, exclusion.Offset);
        var at = exclusion.Offset;
        foreach (var (room, store) in inside)
        {
            if (StoreRoom.NonZero(asset.Stream, at, Math.Min(room.Offset, exclusion.End)) is { } before) return before;
            if (StoreRoom.Foreign(asset, store) is { } within) return within;
            at = Math.Max(at, room.End);
        }

        return StoreRoom.NonZero(asset.Stream, at, exclusion.End);
    }
}
