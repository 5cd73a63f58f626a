using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>The hashes of a file's boxes by their names (C2PA 2.2 §15.12.3, §18.7): <c>c2pa.hash.boxes</c>.</summary>
internal static class BoxHash
{
    private const string Malformed = "assertion.boxesHash.malformed";
    private const string Mismatch = "assertion.boxesHash.mismatch";
    private const string UnknownBox = "assertion.boxesHash.unknownBox";
    private const string Store = "C2PA";
    private const string After = "c2pa.after";

    public static IReadOnlyList<ValidationStatus> Check(BindingCheck check, BindingAsset asset, CancellationToken cancel)
    {
        if (check.Assertion["boxes"] is not { Kind: CborKind.Array, Items: { Count: > 0 } entries }) return [Fail(Malformed, "The assertion lists no boxes.")];
        if (!BoxMap.TryRead(asset, out var boxes, out var says)) return [Fail(Mismatch, says)];
        var at = 0;
        foreach (var entry in entries)
        {
            if (entry["names"] is not { Kind: CborKind.Array, Items: { Count: > 0 } names } || names.Any(n => n.Kind != CborKind.Text)) return [Fail(Malformed, "An entry has no names.")];
            var name = entry.TextAt("alg") ?? check.Assertion.TextAt("alg") ?? check.ClaimAlgorithm;
            if (HashNames.Of(name) is not { } algorithm) return [Fail(StatusCodes.AlgorithmUnsupported, $"The hash algorithm '{name ?? "none"}' is not allowed.")];
            ByteRange range;
            if (names is [{ Text: After }])
            {
                var end = at > 0 ? boxes[at - 1].Range.End : 0;
                range = new(end, asset.Stream.Length - end);
            }
            else
            {
                for (var i = 0; i < names.Count; i++)
                {
                    if (at + i >= boxes.Count) return [Fail(Mismatch, $"The box {names[i].Text} is not there.")];
                    if (boxes[at + i].Name == names[i].Text) continue;
                    // A box that the list does not know at all is one that was put in; one that it knows stands in the wrong place.
                    var listed = entries.Any(e => e["names"] is { } n && n.Items.Any(x => x.Text == boxes[at + i].Name));
                    return [ValidationStatus.Failure(listed ? Mismatch : UnknownBox, check.Uri, $"A box {boxes[at + i].Name} stands where {names[i].Text} should be.", boxes[at + i].Range.Offset)];
                }

                range = new(boxes[at].Range.Offset, boxes[at + names.Count - 1].Range.End - boxes[at].Range.Offset);
                at += names.Count;
            }

            if (names is [{ Text: Store }])
            {
                if (!IsStore(range, asset)) return [ValidationStatus.Failure(Mismatch, check.Uri, "The box that is left out as the manifest store is none.", range.Offset)];
                continue;
            }

            // The store among others would be hashed with them, and cannot be: it holds this hash.
            if (names.Any(n => n.Text == Store)) return [Fail(Malformed, "The manifest store is not listed by itself.")];
            if (entry["excluded"] is { Kind: CborKind.Bool, Bool: true }) continue;
            if (entry.BytesAt("hash") is not { } expected) return [Fail(Mismatch, "An entry has no hash.")];
            if (!expected.Span.SequenceEqual(ContentHasher.Hash(asset.Stream, algorithm, [range], cancel)))
                return [ValidationStatus.Failure(Mismatch, check.Uri, $"The content was changed after it was signed, in {names[0].Text}{(names.Count > 1 ? " to " + names[^1].Text : "")}.", range.Offset)];
        }

        if (at < boxes.Count) return [ValidationStatus.Failure(UnknownBox, check.Uri, $"A box {boxes[at].Name} is in the file, and nothing that was signed knows it.", boxes[at].Range.Offset)];
        return [ValidationStatus.Success("assertion.boxesHash.match", check.Uri, "The boxes of the file are as they were when it was signed.")];

        ValidationStatus Fail(string code, string why) => ValidationStatus.Failure(code, check.Uri, why);
    }

    private static bool IsStore(ByteRange range, BindingAsset asset) => asset.Presence.Stores.Any(s => s.LooksLikeC2pa && s.Carrier == range);
}
