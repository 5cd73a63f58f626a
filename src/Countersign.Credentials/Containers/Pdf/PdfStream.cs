namespace Countersign.Credentials.Containers.Pdf;

/// <summary>An indirect object at a place of the file.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Dictionary">Its value: of a stream the dictionary.</param>
/// <param name="Bytes">The bytes that the value's places count in.</param>
/// <param name="Data">Of a stream: where its data lies; null for other objects.</param>
internal sealed record PdfStream(long Number, int Generation, PdfValue Dictionary, byte[] Bytes, ByteRange? Data)
{
    /// <summary>Reads an object; null where there is none at that place, or it is larger than is read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">Where <c>number generation obj</c> stands.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="length">Gives the number that a reference refers to, for a length that stands elsewhere; may give null.</param>
    public static PdfStream? Read(StreamWindow file, long at, ParseLimits limits, Func<PdfValue, long?> length)
    {
        // Most objects are small. What does not fit is read again at the full length.
        for (var count = Math.Min(4096, limits.MaxPdfObjectBytes); ; count = (int)Math.Min(count * 16L, limits.MaxPdfObjectBytes))
        {
            if (at < 0 || at >= file.Length || file.Copy(at, Math.Min(count, file.Length - at), limits.MaxPdfObjectBytes) is not { } bytes) return null;
            var parser = new PdfParser(bytes);
            if (parser.Header() is not { } header) return null;
            // A value that ends with the buffer may go on behind it.
            if (parser.Value() is { } value && (parser.Position < bytes.Length - 32 || bytes.Length < count || count == limits.MaxPdfObjectBytes))
            {
                var isStream = value.IsDictionary && parser.TryKeyword("stream"u8);
                var trimmed = bytes.Length > value.End ? bytes[..value.End] : bytes;
                if (!isStream) return new(header.Number, header.Generation, value, trimmed, null);
                return Extent(file, at + parser.Position, value, limits, length) is { } data ? new(header.Number, header.Generation, value, trimmed, data) : null;
            }

            if (count >= limits.MaxPdfObjectBytes || bytes.Length < count) return null;
        }
    }

    private static ByteRange? Extent(StreamWindow file, long at, PdfValue dictionary, ParseLimits limits, Func<PdfValue, long?> length)
    {
        var line = file.Peek(at, 2);
        var start = at + (line.StartsWith("\r\n"u8) ? 2 : line.StartsWith("\n"u8) || line.StartsWith("\r"u8) ? 1 : 0);
        var said = dictionary["Length"] is { } value ? value.Kind == PdfKind.Integer ? value.Number : length(value) : null;
        if (said is >= 0 and var count && file.Contains(start, count) && EndsAt(file, start + count)) return new(start, count);
        // The length is wrong or not known: the data then goes up to the line that ends it.
        var stop = file.IndexOf("endstream"u8, start, Math.Min(file.Length, start + limits.MaxStoreBytes));
        if (stop < 0) return null;
        if (stop > start && file.Peek(stop - 1, 1) is [(byte)'\n']) stop--;
        if (stop > start && file.Peek(stop - 1, 1) is [(byte)'\r']) stop--;
        return new(start, stop - start);
    }

    private static bool EndsAt(StreamWindow file, long at)
    {
        var tail = file.Peek(at, 12);
        var word = tail.IndexOf("endstream"u8);
        return word >= 0 && tail[..word].IndexOfAnyExcept(" \r\n"u8) < 0;
    }
}
