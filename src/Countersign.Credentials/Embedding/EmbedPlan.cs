namespace Countersign.Credentials.Embedding;

/// <summary>
/// One stretch of a file to be written. A plan is the list of them in order: where a store goes is settled before a byte of the asset
/// is copied, so that one pass copies and hashes, whatever the size of the file.
/// </summary>
/// <param name="Hashed">Whether the bytes count for the hard binding (they do unless an exclusion covers them).</param>
internal abstract record EmbedPiece(bool Hashed)
{
    /// <summary>Bytes that the piece takes in the output.</summary>
    public abstract long Length { get; }
}

/// <summary>Bytes of the source as they are.</summary>
internal sealed record SourcePiece(ByteRange Range, bool Hashed = true) : EmbedPiece(Hashed)
{
    public override long Length => Range.Length;
}

/// <summary>Bytes that differ from the source: a changed size, a shifted offset, a new directory.</summary>
internal sealed record LiteralPiece(ReadOnlyMemory<byte> Bytes, bool Hashed = true) : EmbedPiece(Hashed)
{
    public override long Length => Bytes.Length;
}

/// <summary>Bytes that are hashed and not written: the offsets of boxes, which the BMFF hash puts before each box (C2PA 2.2 §18.6).</summary>
internal sealed record HashOnlyPiece(ReadOnlyMemory<byte> Bytes) : EmbedPiece(true)
{
    public override long Length => 0;
}

/// <summary>
/// The place of the store with what the container wraps around it, never hashed. One in a plan, except where a store is cut into
/// pieces that lie apart, which no container here does.
/// </summary>
/// <param name="Size">Bytes in the output, known from the length of the store alone.</param>
/// <param name="Render">Gives exactly <paramref name="Size"/> bytes for a store of the length that the plan was made for.</param>
internal sealed record CarrierPiece(long Size, Func<ReadOnlyMemory<byte>, byte[]> Render) : EmbedPiece(false)
{
    public override long Length => Size;
}

/// <summary>How a file is written so that it holds a store of a given length.</summary>
/// <param name="Pieces">The output, in order.</param>
internal sealed record EmbedPlan(IReadOnlyList<EmbedPiece> Pieces)
{
    public long OutputLength => Pieces.Sum(p => p.Length);

    /// <summary>The exclusion of a data hash: where the carrier stands in the output.</summary>
    public ByteRange Carrier
    {
        get
        {
            long at = 0;
            foreach (var piece in Pieces)
            {
                if (piece is CarrierPiece) return new(at, piece.Length);
                at += piece.Length;
            }

            throw new InvalidOperationException("The plan has no place for a store.");
        }
    }
}

/// <summary>
/// Puts a store into one kind of container. A store that is there already is left out of the output: its bytes come back as part of the
/// new store, if at all.
/// </summary>
internal interface IEmbedder
{
    /// <summary>
    /// Plans the output for a store of <paramref name="storeLength"/> bytes. Reads structure only, never the media data.
    /// Deterministic: the same source and length give the same plan.
    /// </summary>
    /// <param name="source">The file to be signed.</param>
    /// <param name="storeLength">Bytes of the store, exactly.</param>
    /// <param name="limits">How far a hostile file may lead.</param>
    /// <param name="plan">The plan, when true is returned.</param>
    /// <param name="defect">Why the file cannot take a store, when false is returned.</param>
    bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect);
}
