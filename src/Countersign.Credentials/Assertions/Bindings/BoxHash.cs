using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>
/// The hashes of a file's boxes by their names (C2PA 2.2 §15.12.3, §18.7): <c>c2pa.hash.boxes</c>. Bytes behind the last box are what §18.7.2 calls the box
/// <c>c2pa.after</c>: where the assertion does not list it, they are a box that it does not know.
/// </summary>
internal static class BoxHash
{
    private const string Malformed = "assertion.boxesHash.malformed";
    private const string Mismatch = "assertion.boxesHash.mismatch";
    private const string UnknownBox = "assertion.boxesHash.unknownBox";
    private const string AdditionalExclusions = "assertion.boxesHash.additionalExclusionsPresent";
    private const string Store = "C2PA";
    private const string After = "c2pa.after";

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["boxes"] is not { Kind: CborKind.Array, Items: { Count: > 0 } entries }) return [Fail(Malformed, "The assertion lists no boxes.")];
        if (!BoxMap.TryRead(asset, out var boxes, out var end, out var says)) return [Fail(Mismatch, says)];
        var length = asset.Stream.Length;
        var at = 0;
        var (covered, leftOut) = (end ?? length, false);
        foreach (var entry in entries)
        {
            if (entry["names"] is not { Kind: CborKind.Array, Items: { Count: > 0 } names } || names.Any(n => n.Kind != CborKind.Text)) return [Fail(Malformed, "An entry has no names.")];
            var name = entry.TextAt("alg") ?? check.Assertion.TextAt("alg") ?? check.ClaimAlgorithm;
            if (HashNames.Of(name) is not { } algorithm) return [Fail(StatusCodes.AlgorithmUnsupported, $"The hash algorithm '{name ?? "none"}' is not allowed.")];

            IReadOnlyList<ByteRange> ranges;
            if (names.Any(n => n.Text == After))
            {
                // It is what follows the boxes that were listed, and so the last; boxes of a further picture may be among it.
                if (names.Count > 1 || !ReferenceEquals(entry, entries[^1]) || end is null) return [Fail(Malformed, "What follows the boxes is not listed last and by itself.")];
                var from = at == boxes.Count ? covered : at > 0 ? boxes[at - 1].Range.End : 0;
                ranges = [new(from, length - from)];
                (covered, at) = (length, boxes.Count);
            }
            else
            {
                if (Differs(names, at, boxes, entries, check.Uri) is { } difference) return [difference];
                ranges = Ranges(boxes, at, names.Count);
                at += names.Count;
            }

            if (names is [{ Text: Store }])
            {
                // The byte that makes a chunk of an odd length even is the chunk's (§18.7.3.5), and is left out with it.
                var padding = asset.Presence.Container == StoreContainer.Riff ? at < boxes.Count ? boxes[at].Range.Offset : covered : 0;
                if ((HiddenIn(boxes[at - 1].Range, asset) ?? StoreRoom.NonZero(asset.Stream, boxes[at - 1].Range.End, padding)) is { } place) return [ValidationStatus.Failure(Mismatch, check.Uri, "The box that is left out as the manifest store is none, or holds something else as well.", place)];
                continue;
            }

            // The store among others would be hashed with them, and cannot be: it holds this hash.
            if (names.Any(n => n.Text == Store)) return [Fail(Malformed, "The manifest store is not listed by itself.")];
            if (entry["excluded"] is { Kind: CborKind.Bool, Bool: true })
            {
                leftOut = true;
                continue;
            }

            if (entry["exclusions"] is { IsNull: false } exclusions)
            {
                if (BoxExclusions.Apply(exclusions, boxes, at - names.Count, names.Count, asset, ref ranges) is { } wrong) return [Fail(wrong ? Malformed : Mismatch, "The stretches of boxes that are left out are no metadata, or not in order.")];
                leftOut = true;
            }

            if (entry.BytesAt("hash") is not { } expected) return [Fail(Mismatch, "An entry has no hash.")];
            if (!expected.Span.SequenceEqual(ContentHasher.Hash(asset.Stream, algorithm, ranges, cancel)))
                return [ValidationStatus.Failure(Mismatch, check.Uri, $"The content was changed after it was signed, in {names[0].Text}{(names.Count > 1 ? " to " + names[^1].Text : "")}.", ranges.Count > 0 ? ranges[0].Offset : null)];
        }

        if (at < boxes.Count) return [ValidationStatus.Failure(UnknownBox, check.Uri, $"A box {boxes[at].Name} is in the file, and nothing that was signed knows it.", boxes[at].Range.Offset)];
        if (covered < length) return [ValidationStatus.Failure(UnknownBox, check.Uri, "Something follows the boxes of the file, and nothing that was signed knows it.", covered)];
        var match = ValidationStatus.Success("assertion.boxesHash.match", check.Uri, "The boxes of the file are as they were when it was signed.");
        return leftOut ? [match, ValidationStatus.Informational(AdditionalExclusions, check.Uri, "Parts of the file beside the credentials were left out: the signer does not stand for them.")] : [match];

        ValidationStatus Fail(string code, string why) => ValidationStatus.Failure(code, check.Uri, why);
    }

    private static ValidationStatus? Differs(IReadOnlyList<CborNode> names, int at, IReadOnlyList<NamedBox> boxes, IReadOnlyList<CborNode> entries, string uri)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (at + i >= boxes.Count) return ValidationStatus.Failure(Mismatch, uri, $"The box {names[i].Text} is not there.");
            var box = boxes[at + i];
            if (box.Name == names[i].Text) continue;
            // A box that the list does not know at all is one that was put in; one that it knows stands in the wrong place.
            var listed = entries.Any(e => e["names"] is { } n && n.Items.Any(x => x.Text == box.Name));
            return ValidationStatus.Failure(listed ? Mismatch : UnknownBox, uri, $"A box {box.Name} stands where {names[i].Text} should be.", box.Range.Offset);
        }

        return null;
    }

    // From the start of the first to the end of the last, with what lies between; of boxes that lie scattered, the pieces of each in turn.
    private static IReadOnlyList<ByteRange> Ranges(IReadOnlyList<NamedBox> boxes, int at, int count)
    {
        if (boxes[at].Pieces is null) return [new(boxes[at].Range.Offset, boxes[at + count - 1].Range.End - boxes[at].Range.Offset)];
        return [.. boxes.Skip(at).Take(count).SelectMany(b => b.Pieces ?? [b.Range])];
    }

    // The place of what is no store in a box that is left out for one; null when it holds a store and nothing else.
    private static long? HiddenIn(ByteRange range, BindingAsset asset) =>
        asset.Presence.Stores.FirstOrDefault(s => s.LooksLikeC2pa && s.Carrier == range) is { } store ? StoreRoom.Foreign(asset, store) : range.Offset;
}
