using System.IO.Compression;
using System.Text;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// Searches a PDF whose structure cannot be read (damaged, or encrypted) for the names of a store: <c>/AFRelationship /C2PA_Manifest</c>, <c>/Subtype /application#2Fc2pa</c>, in the open and inside
/// packed object streams. That something is there is found in this way; to what it belongs is not.
/// </summary>
internal static class PdfScan
{
    private const int MaxDictionary = 4096;

    public static void Find(LocateContext context)
    {
        var file = context.File;
        var end = Math.Min(file.Length, context.Limits.MaxScanBytes);
        if (end < file.Length) context.AddDefect("limit.reached", "The PDF is longer than what is searched.", end);
        var found = FindStreams(context, "/application#2Fc2pa"u8, end) + FindStreams(context, "/application#2fc2pa"u8, end);
        if (found > 0) return;

        // Named as an associated file but with no stream in the open: presence is certain, the place is not.
        var relation = file.IndexOf("/C2PA_Manifest"u8, 0, end);
        if (relation < 0) relation = FindInObjectStreams(context, end);
        if (relation >= 0) context.Add(relation, 0, new(relation, 0), [], StoreEncoding.PdfFilter, false, null);
    }

    private static int FindStreams(LocateContext context, ReadOnlySpan<byte> name, long end)
    {
        var file = context.File;
        var found = 0;
        long at = 0;
        while ((at = file.IndexOf(name, at, end)) >= 0 && context.Step(at))
        {
            if (StreamAfter(file, at, end) is { } start)
            {
                var stop = file.IndexOf("endstream"u8, start, end);
                if (stop < 0) { stop = end; context.AddDefect("container.truncated", "The PDF ends within a stream.", start); }
                found++;
                var dictionary = Dictionary(file, at, start);
                if (dictionary.Contains("/Filter", StringComparison.Ordinal)) context.Add(start, stop - start, new(start, stop - start), [new(start, stop - start)], StoreEncoding.PdfFilter, false, null);
                else context.AddRaw(start, stop - start, new(start, stop - start));
                // On behind the stream, so that names inside it do not make the search start over.
                at = Math.Max(at, stop - name.Length);
            }

            at += name.Length;
        }

        return found;
    }

    /// <summary>Where the data of the stream begins whose dictionary holds this place; null when the object ends first.</summary>
    private static long? StreamAfter(StreamWindow file, long at, long end)
    {
        var limit = Math.Min(end, at + MaxDictionary);
        var stream = file.IndexOf("stream"u8, at, limit);
        var close = file.IndexOf("endobj"u8, at, limit);
        if (stream < 0 || (close >= 0 && close < stream)) return null;
        var data = stream + 6;
        var line = file.Peek(data, 2);
        if (line.StartsWith("\r\n"u8)) return data + 2;
        return line.StartsWith("\n"u8) || line.StartsWith("\r"u8) ? data + 1 : data;
    }

    private static string Dictionary(StreamWindow file, long at, long start)
    {
        var from = Math.Max(0, at - MaxDictionary);
        var text = Encoding.Latin1.GetString(file.Peek(from, (int)(start - from)));
        var open = text.LastIndexOf(" obj", StringComparison.Ordinal);
        return open < 0 ? text : text[open..];
    }

    private static long FindInObjectStreams(LocateContext context, long end)
    {
        var file = context.File;
        var budget = context.Limits.MaxInflatedBytes;
        long at = 0;
        while ((at = file.IndexOf("/ObjStm"u8, at, end)) >= 0 && context.Step(at))
        {
            var next = at + 7;
            if (StreamAfter(file, at, end) is { } start)
            {
                var stop = file.IndexOf("endstream"u8, start, end);
                if (stop < 0) return -1;
                // On behind the stream, so that names inside it do not make the search start over.
                next = Math.Max(next, stop);
                if (Unpack(context, start, stop, budget) is { } text)
                {
                    if (text.AsSpan().IndexOf("/C2PA_Manifest"u8) >= 0) return at;
                    budget -= text.Length;
                    if (budget <= 0) { context.AddDefect("limit.reached", "The packed objects of the PDF unpack to more than is searched.", at); return -1; }
                }
            }

            at = next;
        }

        return -1;
    }

    private static byte[]? Unpack(LocateContext context, long start, long stop, int budget) =>
        context.File.Copy(start, stop - start, context.Limits.MaxInflatedBytes) is { } packed
            ? Inflater.TryInflate(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress), budget)
            : null;
}
