namespace Countersign.Credentials.Embedding;

/// <summary>
/// What a plan changes, said by places of the source: bytes left out, bytes put in, bytes replaced by as many others. All else is copied.
/// The plan must not depend on the order in which changes were named, but for those put in at one place.
/// </summary>
internal sealed class SourceEdits(long length)
{
    private readonly record struct Edit(long At, long Removed, EmbedPiece? Piece);

    private readonly List<Edit> _edits = [];
    private List<(long End, long Removed, long Added)>? _shifts;

    /// <summary>Leaves out a run of the source.</summary>
    public void Cut(long at, long count) => Add(new(at, count, null));

    /// <summary>Puts something in before the byte at <paramref name="at"/>.</summary>
    public void Insert(long at, EmbedPiece piece) => Add(new(at, 0, piece));

    /// <summary>Replaces bytes by as many others. What lies behind does not move.</summary>
    public void Replace(long at, byte[] bytes) => _edits.Add(new(at, bytes.Length, new LiteralPiece(bytes)));

    /// <summary>Replaces a run by zeros, however long, out of one small buffer.</summary>
    public void Blank(long at, long count)
    {
        for (var done = 0L; done < count; done += s_zeros.Length)
        {
            var some = Math.Min(s_zeros.Length, count - done);
            _edits.Add(new(at + done, some, new LiteralPiece(s_zeros.AsMemory(0, (int)some))));
        }
    }

    private static readonly byte[] s_zeros = new byte[64 * 1024];

    /// <summary>Where the byte at a place of the source stands in the output; for one that is left out, where the next that is kept stands.</summary>
    public long Shifted(long place)
    {
        var shifts = _shifts ??= Shifts();
        int low = 0, high = shifts.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (shifts[middle].End - shifts[middle].Removed <= place) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return place;
        var (end, _, added) = shifts[low - 1];
        return Math.Max(place, end) + added;
    }

    // For each change of length: the end of what it takes from the source, and by how much what follows moves.
    private List<(long End, long Removed, long Added)> Shifts()
    {
        var shifts = new List<(long, long, long)>();
        var sum = 0L;
        foreach (var edit in Ordered().Where(e => e.Piece is not LiteralPiece literal || literal.Length != e.Removed))
        {
            sum += (edit.Piece?.Length ?? 0) - edit.Removed;
            shifts.Add((edit.At + edit.Removed, edit.Removed, sum));
        }

        return shifts;
    }

    /// <summary>The plan, or the defect of a source whose parts lie one in another, so that changes of them would collide.</summary>
    public StoreDefect? ToPlan(out EmbedPlan? plan)
    {
        plan = null;
        var pieces = new List<EmbedPiece>();
        long at = 0;
        foreach (var edit in Ordered())
        {
            if (edit.At < at || edit.At + edit.Removed > length) return new("container.damaged", "Parts of the file overlap.", edit.At);
            if (edit.At > at) pieces.Add(new SourcePiece(new(at, edit.At - at)));
            if (edit.Piece is { } piece) pieces.Add(piece);
            at = edit.At + edit.Removed;
        }

        if (at < length) pieces.Add(new SourcePiece(new(at, length - at)));
        plan = new(pieces);
        return null;
    }

    private void Add(Edit edit)
    {
        _edits.Add(edit);
        _shifts = null;
    }

    private IEnumerable<Edit> Ordered() => _edits.OrderBy(e => e.At).ThenBy(e => e.Removed > 0);
}
