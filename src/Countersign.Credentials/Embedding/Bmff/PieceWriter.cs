using System.Buffers.Binary;
using Countersign.Credentials.Containers.Bmff;

namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>Puts the pieces of a plan in order: source where nothing changes, literals where it does, and before each hashed root box its place.</summary>
internal sealed class PieceWriter(BmffRewrite rewrite)
{
    private readonly List<EmbedPiece> _pieces = [];
    private int _patch;

    public IReadOnlyList<EmbedPiece> Pieces => _pieces;

    /// <summary>Bytes of output so far.</summary>
    public long Position { get; private set; }

    public void Add(EmbedPiece piece)
    {
        _pieces.Add(piece);
        Position += piece.Length;
    }

    /// <summary>A root box. When it is hashed, the eight bytes of its place in the output are hashed before it (C2PA 2.2 §18.6.2).</summary>
    public void AddRoot(in BmffBox root, bool hashed)
    {
        if (hashed)
        {
            var place = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(place, Position);
            Add(new HashOnlyPiece(place));
        }

        AddSource(root.Offset, root.End, hashed);
    }

    public void AddSource(long from, long to, bool hashed)
    {
        var patches = rewrite.Patches;
        while (_patch < patches.Count && patches[_patch].Offset < from) _patch++;
        for (; _patch < patches.Count && patches[_patch].Offset < to; _patch++)
        {
            var patch = patches[_patch];
            if (patch.Offset > from) Add(new SourcePiece(new(from, patch.Offset - from), hashed));
            Add(new LiteralPiece(patch.Bytes, hashed));
            from = patch.Offset + patch.Length;
        }

        if (to > from) Add(new SourcePiece(new(from, to - from), hashed));
    }
}
