namespace Countersign.Credentials.Embedding;

/// <summary>Puts a plan together from a file that stays as it is but for some stretches.</summary>
internal sealed class PlanBuilder(long length)
{
    private readonly List<(ByteRange Range, EmbedPiece? Piece)> _changes = [];

    /// <summary>Leaves a stretch of the source out.</summary>
    public PlanBuilder Drop(ByteRange range)
    {
        if (range.Length > 0) _changes.Add((range, null));
        return this;
    }

    /// <summary>Puts other bytes in the place of a stretch.</summary>
    public PlanBuilder Replace(ByteRange range, ReadOnlyMemory<byte> bytes)
    {
        _changes.Add((range, new LiteralPiece(bytes)));
        return this;
    }

    /// <summary>Puts something before a place of the source. Things for one place come in the order they were given.</summary>
    public PlanBuilder Insert(long at, EmbedPiece piece)
    {
        _changes.Add((new(at, 0), piece));
        return this;
    }

    /// <summary>The plan; null when two changes are in each other's way.</summary>
    public EmbedPlan? Build()
    {
        var pieces = new List<EmbedPiece>();
        long at = 0;
        // A stable order: what is put in at the start of a stretch that is dropped comes before it.
        foreach (var (range, piece) in _changes.OrderBy(c => c.Range.Offset).ThenBy(c => c.Range.Length > 0))
        {
            if (range.Offset < at || range.End > length) return null;
            if (range.Offset > at) pieces.Add(new SourcePiece(new(at, range.Offset - at)));
            if (piece is not null) pieces.Add(piece);
            at = range.End;
        }

        if (length > at) pieces.Add(new SourcePiece(new(at, length - at)));
        return new EmbedPlan(pieces);
    }
}
