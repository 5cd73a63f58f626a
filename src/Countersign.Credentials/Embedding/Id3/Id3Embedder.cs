using System.Buffers.Binary;
using Countersign.Credentials.Containers.Id3;

namespace Countersign.Credentials.Embedding.Id3;

/// <summary>
/// MP3 and FLAC (C2PA 2.2 §A.3.4): a GEOB frame of media type <c>application/c2pa</c>, the first frame of the ID3v2 tag before the sound. The carrier is
/// the store alone; the frame around it counts for the hash. A tag keeps its version, its other frames and its padding; a file without one gets
/// one of version 2.4. An extended header and a footer, which say nothing that frames need, go.
/// </summary>
internal sealed class Id3Embedder : IEmbedder
{
    private const int FrameHeader = 10;
    private const int MaxFrameHead = 64;

    private static ReadOnlySpan<byte> Describe => "\0application/c2pa\0c2pa\0c2pa manifest store\0"u8;

    /// <inheritdoc/>
    public bool TryPlan(StreamWindow source, int storeLength, ParseLimits limits, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        if (!source.Peek(0, 3).SequenceEqual("ID3"u8))
        {
            defect = Compose(4, [], 0, new(0, source.Length), storeLength, out plan);
            return defect is null;
        }

        defect = Id3Tag.Read(source, out var tag);
        if (defect is null)
            defect = tag is { Version: 3, IsUnsynchronised: true } ? EditInMemory(source, tag, storeLength, limits, out plan) : Edit(source, tag, storeLength, limits, out plan);
        return defect is null;
    }

    private static StoreDefect? Compose(int version, List<EmbedPiece> frames, long framesLength, ByteRange sound, int storeLength, out EmbedPlan? plan)
    {
        plan = null;
        var frame = Frame(version, storeLength);
        var size = frame.Length + (long)storeLength + framesLength;
        if (size > Id3Tag.MaxSize) return new("container.unsupported", "With the store the ID3 tag would have more than 256 megabytes, which its size cannot say.", 0);
        var pieces = new List<EmbedPiece> { new LiteralPiece((byte[])[.. Id3Tag.Header(version, size), .. frame]), new CarrierPiece(storeLength, store => store.ToArray()) };
        pieces.AddRange(frames);
        if (sound.Length > 0) pieces.Add(new SourcePiece(sound));
        plan = new(pieces);
        return null;
    }

    // The frame up to the store. Its flags say that its data is not unsynchronised, whatever that of others is.
    private static byte[] Frame(int version, int storeLength)
    {
        byte[] frame = [.. "GEOB"u8, 0, 0, 0, 0, 0, 0, .. Describe];
        var size = Describe.Length + (long)storeLength;
        if (version == 4) Id3Tag.WriteSynchsafe(frame.AsSpan(4), size);
        else BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)size);
        return frame;
    }

    private static StoreDefect? Edit(StreamWindow source, Id3Tag tag, int storeLength, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        var skip = tag.FramesAt(source.Peek(tag.Body.Offset, (int)Math.Min(4, tag.Body.Length)));
        if (skip < 0 || skip > tag.Body.Length) return new("container.damaged", "The extended header of the ID3 tag is longer than the tag.", tag.Body.Offset);
        var frames = new List<EmbedPiece>();
        long at = tag.Body.Offset + skip, from = at, kept = 0;
        for (var steps = 0; at + FrameHeader <= tag.Body.End; steps++)
        {
            if (steps > limits.MaxElements) return new("limit.reached", $"The ID3 tag has more than {limits.MaxElements} frames.", at);
            var head = source.Peek(at, FrameHeader).ToArray();
            if (head.Length < FrameHeader || head[0] == 0) break;
            var length = FrameHeader + tag.FrameSize(head);
            if (length > tag.Body.End - at) return new("container.damaged", "A frame of the ID3 tag is longer than the tag.", at);
            // A data length indicator (2.4) puts four bytes before the data.
            var data = at + FrameHeader + (tag.Version == 4 && (head[9] & 0x01) != 0 ? 4 : 0);
            if (head.AsSpan(0, 4).SequenceEqual("GEOB"u8) && Id3Tag.IsStore(source.Peek(data, (int)Math.Clamp(at + length - data, 0, MaxFrameHead))))
            {
                Keep(at);
                from = at + length;
            }
            else if (tag.IsUnsynchronised && (head[9] & 0x02) == 0)
            {
                // The flag of the tag, which must go, spoke for this frame; now the frame says so itself.
                Keep(at);
                head[9] |= 0x02;
                frames.Add(new LiteralPiece(head));
                kept += head.Length;
                from = at + FrameHeader;
            }

            at += length;
        }

        Keep(tag.Body.End);
        return Compose(tag.Version, frames, kept, new(tag.End, source.Length - tag.End), storeLength, out plan);

        void Keep(long to)
        {
            if (to > from) frames.Add(new SourcePiece(new(from, to - from)));
            kept += Math.Max(0, to - from);
        }
    }

    // In version 2.3 the whole tag is unsynchronised, sizes included, so that it can only be changed once that is undone.
    private static StoreDefect? EditInMemory(StreamWindow source, Id3Tag tag, int storeLength, ParseLimits limits, out EmbedPlan? plan)
    {
        plan = null;
        if (source.Copy(tag.Body.Offset, tag.Body.Length, limits.MaxId3Bytes) is not { } coded) return new("limit.reached", $"The ID3 tag has more than {limits.MaxId3Bytes} bytes.", 0);
        var body = Id3Tag.Resynchronise(coded);
        var skip = tag.FramesAt(body.AsSpan(0, Math.Min(4, body.Length)));
        if (skip < 0 || skip > body.Length) return new("container.damaged", "The extended header of the ID3 tag is longer than the tag.", tag.Body.Offset);
        var kept = new MemoryStream(body.Length);
        var at = (int)skip;
        while (at + FrameHeader <= body.Length && body[at] != 0)
        {
            var length = FrameHeader + tag.FrameSize(body.AsSpan(at));
            if (length > body.Length - at) return new("container.damaged", "A frame of the ID3 tag is longer than the tag.", tag.Body.Offset);
            var frame = body.AsSpan(at, (int)length);
            if (!frame.StartsWith("GEOB"u8) || !Id3Tag.IsStore(frame[FrameHeader..Math.Min(frame.Length, FrameHeader + MaxFrameHead)])) kept.Write(frame);
            at += (int)length;
        }

        kept.Write(body.AsSpan(at));
        return Compose(tag.Version, [new LiteralPiece(kept.ToArray())], kept.Length, new(tag.End, source.Length - tag.End), storeLength, out plan);
    }
}
