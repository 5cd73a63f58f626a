using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Text;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>
/// The room that a store takes in a file, and whether something else hides in it (C2PA 2.2 §15.12.1.1). Attack: the padding of the signature is not signed; who
/// makes it shorter gains bytes within the range that the hash leaves out, and can put there what a viewer shows.
/// </summary>
internal static class StoreRoom
{
    /// <summary>
    /// What a range that is left out for the store covers beside zeros: the segments, the chunk or the box where a container is made of those; the bytes of the store
    /// alone where what is around it is text or names of free choice (SVG, ID3), or nothing (TIFF, PDF). Of texts and pages the locator takes a block or an element for the carrier
    /// only when nothing of free choice is in it.
    /// </summary>
    public static ByteRange Of(StoreLocation store) => store.Container switch
    {
        StoreContainer.Jpeg or StoreContainer.Png or StoreContainer.Riff or StoreContainer.Gif or StoreContainer.Jxl or StoreContainer.Text => store.Carrier,
        _ => store.Parts.Count == 0 ? store.Carrier : new(store.Parts[0].Offset, store.Parts[^1].End - store.Parts[0].Offset),
    };

    /// <summary>The place of something in the room that is neither the store nor zeros; null when there is nothing.</summary>
    public static long? Foreign(BindingAsset asset, StoreLocation store)
    {
        var file = new StreamWindow(asset.Stream);
        if (store.Encoding == StoreEncoding.Raw) return BehindRaw(asset.Stream, file, store);
        if (store.Encoding == StoreEncoding.VariationSelectors && HasLongerRun(file, store, asset.Limits)) return store.Offset;
        if (!StoreBytes.TryRead(file, store, asset.Limits, out var bytes, out _)) return store.Offset;
        var claimed = StoreProbe.Look(bytes.AsSpan(0, Math.Min(bytes.Length, StoreProbe.HeadLength))).Claimed;
        return claimed > 0 && claimed < bytes.Length && bytes.AsSpan((int)claimed).ContainsAnyExcept((byte)0) ? store.Offset : null;
    }

    /// <summary>The first byte of a stretch that is not zero, or null.</summary>
    public static long? NonZero(Stream stream, long from, long to)
    {
        if (from >= to) return null;
        stream.Position = from;
        var buffer = new byte[16 * 1024];
        while (from < to)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, to - from));
            if (read == 0) return null;
            var at = buffer.AsSpan(0, read).IndexOfAnyExcept((byte)0);
            if (at >= 0) return from + at;
            from += read;
        }

        return null;
    }

    private static long? BehindRaw(Stream stream, StreamWindow file, StoreLocation store)
    {
        var head = new List<byte>(StoreProbe.HeadLength);
        foreach (var part in store.Parts)
        {
            head.AddRange(file.Peek(part.Offset, (int)Math.Min(part.Length, StoreProbe.HeadLength)));
            if (head.Count >= StoreProbe.HeadLength) break;
        }

        // A length of 0 means: up to the end of what there is (ISO 19566-5).
        var left = StoreProbe.Look(head.ToArray()).Claimed;
        if (left <= 0) return null;
        foreach (var part in store.Parts)
        {
            if (left < part.Length && NonZero(stream, part.Offset + left, part.End) is { } at) return at;
            left = Math.Max(0, left - part.Length);
        }

        return null;
    }

    private static bool HasLongerRun(StreamWindow file, StoreLocation store, ParseLimits limits)
    {
        const int Header = 13;
        if (file.Copy(store.Parts[0].Offset, store.Parts[0].Length, limits.MaxStoreBytes) is not { } text) return true;
        var run = VariationSelectors.Run(text);
        var declared = run.Length < Header ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(run.AsSpan(Header - 4));
        return declared + Header < run.Length && run.AsSpan(Header + (int)declared).ContainsAnyExcept((byte)0);
    }
}
