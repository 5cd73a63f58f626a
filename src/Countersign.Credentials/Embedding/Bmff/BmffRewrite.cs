using System.Buffers.Binary;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// Finds every box of a file that holds places in the file, and writes it for an output in which something was put in or left out.
/// </summary>
internal sealed class BmffRewrite
{
    private const int MaxRounds = 8;

    private readonly StreamWindow _file;
    private readonly BmffTree _tree;
    private readonly DataReferences _references;
    private readonly HashSet<int> _widened = [];
    private long _budget;

    private BmffRewrite(StreamWindow file, BmffTree tree, ParseLimits limits)
    {
        _file = file;
        _tree = tree;
        _references = new(file, tree);
        _budget = limits.MaxBmffTableBytes;
    }

    /// <summary>Why the file cannot be rewritten; null when it was.</summary>
    public StoreDefect? Defect { get; private set; }

    public PositionMap Map { get; private set; } = new([]);

    /// <summary>What is written otherwise, in file order, without overlap.</summary>
    public IReadOnlyList<OffsetPatch> Patches { get; private set; } = [];

    /// <summary>Works out the patches.</summary>
    /// <param name="file">The source.</param>
    /// <param name="tree">All its boxes.</param>
    /// <param name="changes">What is put in and left out.</param>
    /// <param name="limits">Bytes of tables held in memory.</param>
    public static BmffRewrite For(StreamWindow file, BmffTree tree, IReadOnlyList<SizeChange> changes, ParseLimits limits)
    {
        var rewrite = new BmffRewrite(file, tree, limits);
        rewrite.Work(changes);
        return rewrite;
    }

    private void Work(IReadOnlyList<SizeChange> changes)
    {
        // Widening a table moves what follows it, which may push another over 32 bits. Two rounds do for real films; a file made to need
        // one round for each of its tables is given up.
        for (var round = 0; ; round++)
        {
            if (round == MaxRounds)
            {
                Fail("limit.reached", "The tables of chunk offsets do not settle.", 0);
                return;
            }

            var before = _widened.Count;
            Map = new(changes.Concat(_widened.Select(Widening)));
            var tables = ChunkTables();
            if (Defect is not null) return;
            if (_widened.Count == before)
            {
                Patches = [.. tables.Concat(OtherTables()).Concat(GrownHeaders()).OrderBy(p => p.Offset)];
                return;
            }
        }
    }

    private SizeChange Widening(int number)
    {
        var box = _tree.Boxes[number];
        var entries = _file.Peek(box.DataOffset + 4, 4) is { Length: 4 } count ? BinaryPrimitives.ReadUInt32BigEndian(count) : 0;
        return new(box.Offset, box.Length, BoxOffsets.WideLength((int)Math.Min(entries, box.Length / 4)));
    }

    private List<OffsetPatch> ChunkTables()
    {
        var patches = new List<OffsetPatch>();
        var budget = _budget;
        for (var i = 0; i < _tree.Boxes.Count && Defect is null; i++)
        {
            var box = _tree.Boxes[i];
            if (!(box.Is("stco"u8) || box.Is("co64"u8)) || !IsIn(box, "stbl"u8) || !TrackIsHere(i)) continue;
            if (Load(box) is not { } bytes) continue;
            if (_widened.Contains(i))
            {
                if (BoxOffsets.Widen(bytes, Map) is { } wide) patches.Add(new(box.Offset, box.Length, wide));
                else Fail("container.damaged", "A table of chunk offsets is cut off.", box.Offset);
            }
            else if (BoxOffsets.Chunks(bytes, Map))
            {
                patches.Add(bytes.ToPatch());
            }
            else if (box.Is("stco"u8) && IsWhole(bytes))
            {
                _widened.Add(i);
            }
            else
            {
                Fail("container.damaged", "A table of chunk offsets is cut off, or its offsets are beyond any file.", box.Offset);
            }
        }

        // A round that is not the last leaves nothing behind.
        if (_widened.Count > 0) _budget = budget;
        return patches;
    }

    private static bool IsWhole(EditableBox box)
    {
        box.At = box.Box.HeaderLength;
        return box.TrySkip(4) && box.TryRead(4, out var count) && count <= (ulong)(box.Bytes.Length - box.At) / 4;
    }

    private List<OffsetPatch> OtherTables()
    {
        var patches = new List<OffsetPatch>();
        for (var i = 0; i < _tree.Boxes.Count && Defect is null; i++)
        {
            var box = _tree.Boxes[i];
            Func<EditableBox, bool>? rewrite = null;
            if (box.Is("iloc"u8) && IsIn(box, "meta"u8)) rewrite = b => ItemLocations.Rewrite(b, Map, n => At(_references.Of(box.Parent), n));
            else if (box.Is("tfhd"u8) && IsIn(box, "traf"u8)) rewrite = b => BoxOffsets.FragmentHeader(b, Map);
            else if (box.Is("saio"u8) && IsIn(box, "stbl"u8)) rewrite = b => BoxOffsets.AuxiliaryInfo(b, Map);
            else if (box.Is("tfra"u8) && IsIn(box, "mfra"u8)) rewrite = b => BoxOffsets.RandomAccess(b, Map);
            else if (box.Is("sidx"u8) && box.Parent < 0) rewrite = b => BoxOffsets.SegmentIndex(b, Map);
            else if (box.Is("cmov"u8)) Fail("container.unsupported", "The film's index is compressed, and its offsets cannot be rewritten.", box.Offset);
            if (rewrite is null || Load(box) is not { } bytes) continue;
            var before = bytes.Bytes.ToArray();
            if (!rewrite(bytes)) Fail("container.damaged", "A table of offsets is cut off, or an offset no longer fits its field.", box.Offset);
            // Most fragment headers hold no absolute place; a film of ten thousand of them need not become ten thousand literals.
            else if (!before.AsSpan().SequenceEqual(bytes.Bytes)) patches.Add(bytes.ToPatch());
            else _budget += box.Length;
        }

        return patches;
    }

    private static bool? At(IReadOnlyList<bool> references, int number) => number <= references.Count ? references[number - 1] : null;

    // The boxes around a widened table are longer by what it grew.
    private List<OffsetPatch> GrownHeaders()
    {
        var growth = new SortedDictionary<int, long>();
        foreach (var number in _widened)
        {
            var change = Widening(number);
            for (var at = _tree.Boxes[number].Parent; at >= 0; at = _tree.Boxes[at].Parent)
                growth[at] = growth.GetValueOrDefault(at) + change.NewLength - change.Length;
        }

        var patches = new List<OffsetPatch>();
        foreach (var (number, grown) in growth)
        {
            var box = _tree.Boxes[number];
            var header = _file.Copy(box.Offset, box.HeaderLength, 16);
            if (header is null) continue;
            if (box.HeaderLength == 16) BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), box.Length + grown);
            else if (BinaryPrimitives.ReadUInt32BigEndian(header) == 0) continue;
            else if (box.Length + grown > uint.MaxValue) Fail("container.unsupported", "A box would outgrow its 32-bit size.", box.Offset);
            else BinaryPrimitives.WriteUInt32BigEndian(header, (uint)(box.Length + grown));
            patches.Add(new(box.Offset, box.HeaderLength, header));
        }

        return patches;
    }

    // stbl stands in minf, and beside it the data references of the track.
    private bool TrackIsHere(int number)
    {
        var minf = _tree.Boxes[_tree.Boxes[number].Parent].Parent;
        if (minf < 0) return true;
        var references = _references.Of(minf);
        if (references.Count == 0 || references.All(r => r)) return true;
        if (references.Any(r => r)) Fail("container.unsupported", "A track has its media partly in other files.", _tree.Boxes[number].Offset);
        return false;
    }

    private bool IsIn(in BmffBox box, ReadOnlySpan<byte> parent) => box.Parent >= 0 && _tree.Boxes[box.Parent].Is(parent);

    private EditableBox? Load(in BmffBox box)
    {
        _budget -= box.Length;
        if (_budget < 0)
        {
            Fail("limit.reached", "The tables of offsets are larger than is read into memory.", box.Offset);
            return null;
        }

        if (box.DataLength >= 4 && _file.Copy(box.Offset, box.Length, int.MaxValue) is { } bytes) return new(box, bytes);
        Fail("container.damaged", "A table of offsets is cut off.", box.Offset);
        return null;
    }

    private void Fail(string code, string says, long at) => Defect ??= new(code, says, at);
}
