using Countersign.Credentials.Embedding;

namespace Countersign.Credentials.Signing.Output;

/// <summary>
/// Whether a plan changes nothing but the store, as an update manifest requires (C2PA 2.2 §11.2.3): the store starts where it started, and every other byte stays.
/// A container whose header counts the bytes of the store, such as RIFF, does not pass when its data hash covers that header.
/// </summary>
internal static class UpdateFit
{
    /// <summary>Why the plan breaks the hash of the earlier manifest; null when it does not.</summary>
    /// <param name="plan">The plan of the output.</param>
    /// <param name="source">The file as it is.</param>
    /// <param name="carrier">Where its store stands, with what is around it.</param>
    public static CredentialProblem? Check(EmbedPlan plan, StreamWindow source, ByteRange carrier)
    {
        if (plan.Carrier.Offset != carrier.Offset)
            return new("update.moved", $"The store would move from byte {carrier.Offset} to {plan.Carrier.Offset}, which breaks the hash of the earlier manifest (C2PA 2.2 §11.2.3).", null, "Make a standard manifest with the file as its parent.");

        // Both sides without the store: the place in the source that the next byte of the output must come from.
        long at = 0;
        foreach (var piece in plan.Pieces)
        {
            var same = piece switch
            {
                CarrierPiece or HashOnlyPiece => true,
                SourcePiece { Range: var range } => range.Length == 0 || (range.Offset == Place(at) && (range.End <= carrier.Offset || range.Offset >= carrier.End)),
                LiteralPiece { Bytes: var bytes } => Same(source, bytes.Span, at, Place),
                _ => false,
            };
            if (!same) return Changed(at);
            at += piece is CarrierPiece ? 0 : piece.Length;
        }

        return at == source.Length - carrier.Length ? null : Changed(at);

        long Place(long outside) => outside < carrier.Offset ? outside : outside + carrier.Length;

        CredentialProblem Changed(long where) => new("update.changed", $"A longer store changes other bytes of the file (at byte {Place(where)}), which breaks the hash of the earlier manifest (C2PA 2.2 §11.2.3).",
            null, "Make a standard manifest with the file as its parent.");
    }

    private static bool Same(StreamWindow source, ReadOnlySpan<byte> bytes, long at, Func<long, long> place)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var there = source.Peek(place(at + i), 1);
            if (there.IsEmpty || there[0] != bytes[i]) return false;
        }

        return true;
    }
}
