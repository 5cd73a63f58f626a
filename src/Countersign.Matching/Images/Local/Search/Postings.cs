using System.Runtime.InteropServices;
using Countersign.Matching.Index;

namespace Countersign.Matching.Images.Local;

/// <summary>
/// The inverted lists of one segment: for each cell of the multi-index, which pictures have features there, in rising order, each
/// with its residual signature. Six bytes a feature.
/// </summary>
/// <remarks>
/// Sections: <c>heads</c> (u32 × 1,025): where each first word's cells begin in <c>seconds</c>; <c>seconds</c> (u16): second words of
/// cells that are not empty; <c>starts</c> (u32, one more than cells): where each cell's entries begin; <c>gaps</c> (u16): how far
/// each entry's picture lies beyond the one before it, 65,535 meaning so far and no entry; <c>residuals</c> (u32).
/// </remarks>
internal readonly ref struct Postings
{
    public const ushort Skip = ushort.MaxValue;

    private readonly ReadOnlySpan<uint> _heads;
    private readonly ReadOnlySpan<ushort> _seconds;
    private readonly ReadOnlySpan<uint> _starts;
    private readonly ReadOnlySpan<ushort> _gaps;
    private readonly ReadOnlySpan<uint> _residuals;

    public Postings(SegmentView segment)
    {
        _heads = segment.Section<uint>("heads");
        _seconds = segment.Section<ushort>("seconds");
        _starts = segment.Section<uint>("starts");
        _gaps = segment.Section<ushort>("gaps");
        _residuals = segment.Section<uint>("residuals");
    }

    /// <summary>Entries in all.</summary>
    public int Count => Math.Min(_gaps.Length, _residuals.Length);

    /// <summary>Cells that are not empty.</summary>
    public int Cells => Math.Min(_seconds.Length, Math.Max(0, _starts.Length - 1));

    /// <summary>The entries of a cell; empty where there are none, or where a damaged segment says something impossible.</summary>
    public void List(int cell, out ReadOnlySpan<ushort> gaps, out ReadOnlySpan<uint> residuals)
    {
        gaps = [];
        residuals = [];
        var (first, second) = (cell / Codebook.Words, (ushort)(cell % Codebook.Words));
        if (first + 1 >= _heads.Length)
            return;
        var (from, to) = (_heads[first], _heads[first + 1]);
        if (from >= to || to > (uint)Cells)
            return;
        var place = _seconds[(int)from..(int)to].BinarySearch(second);
        if (place < 0)
            return;
        var (begin, end) = (_starts[(int)from + place], _starts[(int)from + place + 1]);
        if (begin >= end || end > (uint)Count)
            return;
        gaps = _gaps[(int)begin..(int)end];
        residuals = _residuals[(int)begin..(int)end];
    }

    /// <summary>Derives the sections from the features of all items.</summary>
    public static void Write(List<(int Cell, int Ordinal, uint Residual)> entries, SegmentWriter writer)
    {
        entries.Sort();
        var heads = new uint[Codebook.Words + 1];
        var (seconds, starts) = (new List<ushort>(), new List<uint>());
        var (gaps, residuals) = (new List<ushort>(entries.Count), new List<uint>(entries.Count));
        var (cell, ordinal) = (-1, 0);
        foreach (var entry in entries)
        {
            if (entry.Cell != cell)
            {
                (cell, ordinal) = (entry.Cell, 0);
                heads[cell / Codebook.Words + 1]++;
                seconds.Add((ushort)(cell % Codebook.Words));
                starts.Add((uint)gaps.Count);
            }

            for (; entry.Ordinal - ordinal >= Skip; ordinal += Skip)
            {
                gaps.Add(Skip);
                residuals.Add(0);
            }

            gaps.Add((ushort)(entry.Ordinal - ordinal));
            residuals.Add(entry.Residual);
            ordinal = entry.Ordinal;
        }

        starts.Add((uint)gaps.Count);
        for (var i = 1; i < heads.Length; i++)
            heads[i] += heads[i - 1];
        writer.Section<uint>("heads", heads);
        writer.Section<ushort>("seconds", CollectionsMarshal.AsSpan(seconds));
        writer.Section<uint>("starts", CollectionsMarshal.AsSpan(starts));
        writer.Section<ushort>("gaps", CollectionsMarshal.AsSpan(gaps));
        writer.Section<uint>("residuals", CollectionsMarshal.AsSpan(residuals));
    }
}
