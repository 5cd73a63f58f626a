namespace Countersign.Credentials.Containers.Bmff;

/// <summary>
/// The boxes of a file, in the order they stand, each root box followed by what is in it. Only headers are read; media data never is.
/// </summary>
internal sealed class BmffTree
{
    private readonly List<BmffBox> _boxes = [];

    private BmffTree(long fileLength) => FileLength = fileLength;

    public long FileLength { get; }

    /// <summary>All boxes, depth first.</summary>
    public IReadOnlyList<BmffBox> Boxes => _boxes;

    /// <summary>Where the boxes end; bytes from here to the end of the file belong to none.</summary>
    public long End { get; private set; }

    /// <summary>What stopped the walk at root level or made it incomplete: a limit, a box longer than the file, bytes that are no box. Null when all is well.</summary>
    public StoreDefect? Defect { get; private set; }

    /// <summary>The first container (user data aside) whose content does not divide into boxes, or null. Such content stays a leaf's.</summary>
    public StoreDefect? InnerDefect { get; private set; }

    /// <summary>The boxes that stand in no other.</summary>
    public IEnumerable<BmffBox> Roots
    {
        get
        {
            foreach (var box in _boxes)
            {
                if (box.Parent < 0) yield return box;
            }
        }
    }

    /// <summary>Walks a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">Depth and number of boxes.</param>
    /// <param name="depth">How deep to look: 1 for root boxes alone. What lies deeper than the limits allow is never looked at, and is a defect.</param>
    public static BmffTree Read(StreamWindow file, ParseLimits limits, int depth = int.MaxValue)
    {
        var tree = new BmffTree(file.Length);
        tree.WalkRoots(file, limits, depth);
        return tree;
    }

    private void WalkRoots(StreamWindow file, ParseLimits limits, int depth)
    {
        var counts = new Dictionary<uint, int>();
        long at = 0;
        while (at < file.Length)
        {
            if (BoxHeader.Read(file, at) is not { } header)
            {
                // A few bytes after the last box are common in old films; more than that is no film.
                if (file.Length - at >= 8) Defect ??= new("container.damaged", "Bytes there are no box.", at);
                break;
            }

            if (!Step(limits, at)) break;
            var length = header.Length;
            if (!file.Contains(at, length))
            {
                Defect ??= new("container.truncated", "A box is longer than the file.", at);
                length = file.Length - at;
            }

            Add(file, limits, new(header.Type, at, length, (byte)header.HeaderLength, -1, Count(counts, header.Type), 1), depth);
            at += length;
        }

        End = Math.Min(at, file.Length);
    }

    private void Add(StreamWindow file, ParseLimits limits, BmffBox box, int depth)
    {
        var number = _boxes.Count;
        _boxes.Add(box);
        if (box.Depth >= depth || !BoxKinds.IsContainer(box.Type)) return;
        if (box.Depth >= limits.MaxBmffDepth)
        {
            Defect ??= new("limit.reached", $"Boxes are nested deeper than {limits.MaxBmffDepth}.", box.Offset);
            return;
        }

        var at = box.DataOffset + (box.Is("meta"u8) ? MetaFields(file, box) : 0);
        Dictionary<uint, int>? counts = null;
        while (box.End - at >= 8 && Defect?.Code != "limit.reached")
        {
            if (BoxHeader.Read(file, at) is not { } header || header.Length > box.End - at || header.ToFileEnd)
            {
                if (!IsUserData(box)) InnerDefect ??= new("container.damaged", "The content of a box does not divide into boxes.", at);
                return;
            }

            if (!Step(limits, at)) return;
            counts ??= [];
            Add(file, limits, new(header.Type, at, header.Length, (byte)header.HeaderLength, number, Count(counts, header.Type), (byte)(box.Depth + 1)), depth);
            at += header.Length;
        }
    }

    // What applications put there is their own affair, and holds no places in the file.
    private bool IsUserData(in BmffBox box)
    {
        for (var at = box; ; at = _boxes[at.Parent])
        {
            if (at.Is("udta"u8)) return true;
            if (at.Parent < 0) return false;
        }
    }

    // In ISO files meta begins with a version and flags; in QuickTime it begins at once with hdlr.
    private static int MetaFields(StreamWindow file, in BmffBox meta)
    {
        var head = file.Peek(meta.DataOffset, 8);
        return head.Length == 8 && head[4..].SequenceEqual("hdlr"u8) ? 0 : 4;
    }

    private static int Count(Dictionary<uint, int> counts, uint type)
    {
        counts.TryGetValue(type, out var count);
        return counts[type] = count + 1;
    }

    private bool Step(ParseLimits limits, long at)
    {
        if (_boxes.Count < limits.MaxElements) return true;
        Defect = new("limit.reached", $"The file has more than {limits.MaxElements} boxes.", at);
        return false;
    }
}
