using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>
/// Hashes stretches of one file as an assertion says: whole root boxes, each after its offset, without what is excluded
/// (C2PA 2.2 §18.6.2). One buffer, large reads in file order.
/// </summary>
internal sealed class BmffHasher : IDisposable
{
    private const int Chunk = 256 * 1024;

    private readonly Stream _stream;
    private readonly StreamWindow _window;
    private readonly CancellationToken _cancel;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunk);
    private readonly Dictionary<uint, List<BmffExclusion>> _exclusions = [];
    private readonly bool _withOffsets;
    private readonly List<ByteRange> _left = [];
    private long _tries;

    public BmffHasher(Stream stream, BmffHashMap map, ParseLimits limits, CancellationToken cancel)
    {
        _stream = stream;
        _window = new StreamWindow(stream);
        _cancel = cancel;
        _withOffsets = map.WithOffsets;
        foreach (var exclusion in map.Exclusions)
        {
            if (!_exclusions.TryGetValue(exclusion.LeafType, out var list)) _exclusions[exclusion.LeafType] = list = [];
            list.Add(exclusion);
        }

        Tree = BmffTree.Read(_window, limits, map.Depth);
        // Boxes times exclusions is the work that a hostile file can ask for.
        _tries = 2L * limits.MaxElements;
    }

    public BmffTree Tree { get; }

    public StreamWindow Window => _window;

    /// <summary>Set when a limit ended the matching of exclusions: what was hashed then means nothing.</summary>
    public bool Exhausted => _tries < 0;

    /// <summary>The hash of all root boxes that begin in a stretch, and of the bytes after the last box when the stretch runs to the end of the file.</summary>
    public byte[] HashBoxes(HashAlgorithmName algorithm, long from, long to)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        Span<byte> place = stackalloc byte[8];
        var boxes = Tree.Boxes;
        for (var i = FirstAt(from); i < boxes.Count && !Exhausted;)
        {
            var root = boxes[i];
            if (root.Offset >= to) break;
            var whole = Exclude(ref i);
            if (whole) continue;
            if (_withOffsets)
            {
                BinaryPrimitives.WriteInt64BigEndian(place, root.Offset);
                hash.AppendData(place);
            }

            HashAround(hash, root);
        }

        if (to >= Tree.FileLength) Append(hash, Tree.End, Tree.FileLength);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of plain bytes.</summary>
    public byte[] HashBytes(HashAlgorithmName algorithm, long from, long to)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        Append(hash, from, to);
        return hash.GetHashAndReset();
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>The first byte of a root box that <see cref="HashBoxes"/> leaves out, or null when it leaves out none.</summary>
    public long? FirstGap(in BmffBox root)
    {
        var i = FirstAt(root.Offset);
        if (Exclude(ref i) || Exhausted) return root.Offset;
        return _left.Count == 0 ? null : _left.Min(r => r.Offset);
    }

    // Gathers what is left out of the root box at i and of the boxes in it, and moves i to the next root box.
    private bool Exclude(ref int i)
    {
        _left.Clear();
        var boxes = Tree.Boxes;
        var whole = false;
        var root = boxes[i];
        do
        {
            var box = boxes[i++];
            if (whole || !_exclusions.TryGetValue(box.Type, out var candidates)) continue;
            foreach (var exclusion in candidates)
            {
                if (--_tries < 0) return false;
                if (!exclusion.Matches(_window, Tree, box)) continue;
                if (exclusion.Subset is { } subset) AddSubset(box, subset);
                else if (box.Parent < 0) whole = true;
                else _left.Add(new(box.Offset, box.Length));
            }
        }
        while (i < boxes.Count && boxes[i].Offset < root.End && boxes[i].Parent >= 0);
        return whole;
    }

    private void AddSubset(in BmffBox box, IReadOnlyList<ByteRange> subset)
    {
        foreach (var part in subset)
        {
            // Parts are in order, so that the first one beyond the box ends it: a long list costs no more than the box is long.
            if (part.Offset >= box.Length || --_tries < 0) return;
            var most = box.Length - part.Offset;
            _left.Add(new(box.Offset + part.Offset, part.Length == 0 ? most : Math.Min(part.Length, most)));
        }
    }

    private void HashAround(IncrementalHash hash, in BmffBox root)
    {
        if (_left.Count > 1) _left.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        var at = root.Offset;
        foreach (var gap in _left)
        {
            if (gap.Offset > at) Append(hash, at, gap.Offset);
            at = Math.Max(at, gap.End);
        }

        Append(hash, at, root.End);
    }

    private void Append(IncrementalHash hash, long from, long to)
    {
        if (from >= to) return;
        _stream.Position = from;
        while (from < to)
        {
            _cancel.ThrowIfCancellationRequested();
            var read = _stream.Read(_buffer, 0, (int)Math.Min(Chunk, to - from));
            if (read == 0) throw new EndOfStreamException("The file became shorter while it was read.");
            hash.AppendData(_buffer, 0, read);
            from += read;
        }
    }

    // Root boxes and what is in them stand in file order, so the first root box at or after a place is found by halving.
    private int FirstAt(long offset)
    {
        int low = 0, high = Tree.Boxes.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tree.Boxes[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        while (low < Tree.Boxes.Count && Tree.Boxes[low].Parent >= 0) low++;
        return low;
    }
}
