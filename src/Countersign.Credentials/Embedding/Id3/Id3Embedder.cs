using System.Buffers.Binary;

namespace Countersign.Credentials.Embedding.Id3;

/// <summary>
/// MP3 and FLAC (A.3.4): a GEOB frame in an ID3v2 tag at the start of the file. A tag that is there keeps its version and its frames; where there is none, one of version
/// 2.4 is made. The frame's header is hashed; the store's bytes alone are left out.
/// </summary>
internal sealed class Id3Embedder : IEmbedder
{
    private static readonly byte[] s_lead = [0, .. "application/c2pa\0c2pa\0C2PA manifest store\0"u8];

    // Four times seven bits.
    private const int MostInTag = (1 << 28) - 1;

    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (!Id3Tag.TryRead(source, limits, out var tag, out defect)) return false;
        var builder = new PlanBuilder(source.Length);
        var frame = 10L + s_lead.Length + storeLength;
        var frames = tag!.Frames.Where(f => !f.IsStore).ToList();
        var size = frames.Sum(f => f.Range.Length) + frame;
        if (size > MostInTag)
        {
            defect = EmbedRefusals.Unsupported("With a manifest store the ID3 tag would be longer than 256 MB.");
            return false;
        }

        var header = new byte[10];
        "ID3"u8.CopyTo(header);
        header[3] = tag.Version;
        Synchsafe((int)size).CopyTo(header, 6);
        builder.Replace(new(0, tag.HeaderLength), header);
        foreach (var old in tag.Frames.Where(f => f.IsStore)) builder.Drop(old.Range);
        // Padding goes: readers take what follows the last frame for the end of the tag.
        builder.Drop(new(tag.FramesEnd, tag.End - tag.FramesEnd));
        builder.Insert(tag.FramesEnd, new LiteralPiece(FrameHead(tag.Version, (int)(frame - 10))));
        builder.Insert(tag.FramesEnd, new CarrierPiece(storeLength, store => store.ToArray()));
        plan = builder.Build();
        if (plan is null) defect = EmbedRefusals.Damaged("Frames of the ID3 tag overlap.", 0);
        return plan is not null;
    }

    private static byte[] FrameHead(byte version, int size)
    {
        var head = new byte[10 + s_lead.Length];
        "GEOB"u8.CopyTo(head);
        if (version == 4) Synchsafe(size).CopyTo(head, 4);
        else BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), size);
        s_lead.CopyTo(head, 10);
        return head;
    }

    private static byte[] Synchsafe(int value) => [(byte)((value >> 21) & 0x7F), (byte)((value >> 14) & 0x7F), (byte)((value >> 7) & 0x7F), (byte)(value & 0x7F)];
}
