using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Countersign.Matching.Images;

namespace Countersign.Matching.Index.Pdq;

/// <summary>One segment searched for the forms of one query: by its postings where that is less work, else from end to end.</summary>
internal readonly ref struct PdqSegmentSearch
{
    // Far enough ahead that the memory has answered, near enough that the line is still there.
    private const int Ahead = 16;

    // From here on, reading in order is quicker than reading here and there.
    private const int ScanShare = 4;

    private readonly SegmentView _segment;
    private readonly PdqQuery _query;
    private readonly List<PdqMatch> _hits;
    private readonly ReadOnlySpan<byte> _items;
    private readonly ReadOnlySpan<uint> _starts;
    private readonly ReadOnlySpan<uint> _postings;

    // In how many bits a chunk may differ: of two hashes within the radius, some chunk differs in no more.
    private readonly int _flips;

    public PdqSegmentSearch(SegmentView segment, PdqQuery query, List<PdqMatch> hits)
    {
        (_segment, _query, _hits) = (segment, query, hits);
        // Items of one length lie one after the other; otherwise each is asked for.
        var uniform = segment.Section<long>("ends") is [PdqItem.Size] && segment.Section<byte>("items").Length == (long)segment.Count * PdqItem.Size;
        _items = uniform ? segment.Section<byte>("items") : default;
        _starts = segment.Section<uint>(PdqKind.Starts);
        _postings = segment.Section<uint>(PdqKind.Postings);
        _flips = query.Radius / PdqKind.Chunks;
    }

    public void Run(PdqForm form)
    {
        if (_items.IsEmpty || _flips > 2 || _starts.Length != PdqKind.Chunks * (PdqKind.Values + 1) || !Listed(form))
            Scan(form);
    }

    private void Scan(PdqForm form)
    {
        for (var i = 0; i < _segment.Count; i++)
        {
            if (_items.IsEmpty)
            {
                if (PdqItem.TryDecode(_segment.Item(i), out var item) && form.Hash.HammingDistance(item.Hash) is var far && far <= _query.Radius)
                    Take(i, far, form);
            }
            else if (form.Hash.HammingDistance(HashAt(i)) is var distance && distance <= _query.Radius)
            {
                Take(i, distance, form);
            }
        }
    }

    /// <returns>False, with nothing found yet, when so many are listed that a scan is quicker.</returns>
    private bool Listed(PdqForm form)
    {
        var masks = Masks(_flips);
        var ranges = ArrayPool<(uint From, uint To)>.Shared.Rent(PdqKind.Chunks * masks.Length);
        uint[] candidates = [];
        try
        {
            long total = 0;
            for (var chunk = 0; chunk < PdqKind.Chunks; chunk++)
            {
                var value = Chunk(form.Hash, chunk);
                for (var i = 0; i < masks.Length; i++)
                {
                    var at = chunk * (PdqKind.Values + 1) + (value ^ masks[i]);
                    var (from, to) = (_starts[at], _starts[at + 1]);
                    // Damage: a list that lies outside is no list.
                    if (from > to || to > (uint)_postings.Length)
                        from = to = 0;
                    else if (from < to)
                        Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(_postings), from));
                    ranges[chunk * masks.Length + i] = (from, to);
                    total += to - from;
                }
            }

            if (total > _segment.Count / ScanShare)
                return false;
            candidates = ArrayPool<uint>.Shared.Rent((int)total);
            Span<int> ends = stackalloc int[PdqKind.Chunks];
            var count = 0;
            for (var chunk = 0; chunk < PdqKind.Chunks; chunk++)
            {
                foreach (var (from, to) in ranges.AsSpan(chunk * masks.Length, masks.Length))
                {
                    _postings[(int)from..(int)to].CopyTo(candidates.AsSpan(count));
                    count += (int)(to - from);
                }

                ends[chunk] = count;
            }

            Check(form, candidates.AsSpan(0, count), ends);
            return true;
        }
        finally
        {
            ArrayPool<(uint, uint)>.Shared.Return(ranges);
            if (candidates.Length > 0)
                ArrayPool<uint>.Shared.Return(candidates);
        }
    }

    private void Check(PdqForm form, ReadOnlySpan<uint> candidates, ReadOnlySpan<int> ends)
    {
        var chunk = 0;
        for (var i = 0; i < candidates.Length; i++)
        {
            while (i >= ends[chunk])
                chunk++;
            if (i + Ahead < candidates.Length && candidates[i + Ahead] is var ahead && ahead < (uint)_segment.Count)
                Prefetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(_items), (nint)ahead * PdqItem.Size));
            var ordinal = candidates[i];
            if (ordinal >= (uint)_segment.Count)
                continue;
            var hash = HashAt((int)ordinal);
            var distance = form.Hash.HammingDistance(hash);
            if (distance <= _query.Radius && !ListedBefore(form.Hash, hash, chunk))
                Take((int)ordinal, distance, form);
        }
    }

    // An item is listed under each chunk that is near enough; it is taken under the first of them.
    private bool ListedBefore(PdqHash query, PdqHash hash, int chunk)
    {
        for (var i = 0; i < chunk; i++)
        {
            if (BitOperations.PopCount((uint)(Chunk(query, i) ^ Chunk(hash, i))) <= _flips)
                return true;
        }

        return false;
    }

    private void Take(int ordinal, int distance, PdqForm form)
    {
        if (!_segment.IsLive(ordinal) || !PdqItem.TryDecode(_segment.Item(ordinal), out var item))
            return;
        var strength = Math.Max(0, 1 - distance / (2.0 * PdqThresholds.Match));
        if (Math.Min(item.Quality, _query.Quality) <= PdqThresholds.DiscardQuality)
            strength = Math.Min(strength, PdqThresholds.NeverStrong);
        _hits.Add(new(_segment.Key(ordinal), distance, form.Orientation, form.Inverted, item.Quality, strength));
    }

    private PdqHash HashAt(int ordinal) => MemoryMarshal.Read<PdqHash>(_items.Slice(ordinal * PdqItem.Size + PdqItem.HashOffset, 32));

    private static ushort Chunk(PdqHash hash, int chunk) => (ushort)((chunk / 4) switch
    {
        0 => hash.Bits0,
        1 => hash.Bits64,
        2 => hash.Bits128,
        _ => hash.Bits192,
    } >> 16 * (chunk % 4));

    private static ushort[] Masks(int flips) => flips switch { 0 => s_none, 1 => s_one, _ => s_two };

    private static readonly ushort[] s_none = [0];
    private static readonly ushort[] s_one = MasksUpTo(1);
    private static readonly ushort[] s_two = MasksUpTo(2);

    private static ushort[] MasksUpTo(int bits) =>
        [.. Enumerable.Range(0, PdqKind.Values).Where(mask => BitOperations.PopCount((uint)mask) <= bits).Select(mask => (ushort)mask)];

    private static unsafe void Prefetch<T>(ref readonly T place) where T : unmanaged
    {
        // A hint: the address is never read from here. Spans of a segment do not move.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
    }
}
