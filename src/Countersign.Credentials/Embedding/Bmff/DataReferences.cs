using System.Buffers.Binary;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>
/// Which data references of a track or of metadata are the file itself (<c>dinf/dref</c>, ISO/IEC 14496-12 §8.7.2): offsets into other
/// files must stay as they are.
/// </summary>
internal sealed class DataReferences(StreamWindow file, BmffTree tree)
{
    private const int MaxEntries = 4096;

    private readonly Dictionary<int, List<bool>> _known = [];

    /// <summary>For each reference in the <c>dinf</c> in a box, whether it is this file. Empty when there is none.</summary>
    /// <param name="number">The number of the box (<c>minf</c> or <c>meta</c>) in the tree.</param>
    public IReadOnlyList<bool> Of(int number)
    {
        if (_known.TryGetValue(number, out var known)) return known;
        var list = new List<bool>();
        for (var i = number + 1; i < tree.Boxes.Count && tree.Boxes[i].Offset < tree.Boxes[number].End; i++)
        {
            var box = tree.Boxes[i];
            if (!box.Is("dref"u8) || !tree.Boxes[box.Parent].Is("dinf"u8) || tree.Boxes[box.Parent].Parent != number) continue;
            Read(box, list);
            break;
        }

        return _known[number] = list;
    }

    private void Read(in BmffBox box, List<bool> list)
    {
        for (var at = box.DataOffset + 8; at + 12 <= box.End && list.Count < MaxEntries;)
        {
            var head = file.Peek(at, 12);
            if (head.Length < 12) return;
            list.Add((BinaryPrimitives.ReadUInt32BigEndian(head[8..]) & 1) != 0);
            var size = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size < 12) return;
            at += size;
        }
    }
}
