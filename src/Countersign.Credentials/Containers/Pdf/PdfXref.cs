namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// The chain of cross-reference sections of a PDF, from the last <c>startxref</c> back over <c>/Prev</c> to the original (ISO 32000-2, 7.5).
/// </summary>
internal sealed class PdfXref
{
    private const int TailLength = 2048;

    private PdfXref(long origin, long start, IReadOnlyList<PdfSection> sections)
    {
        Origin = origin;
        Start = start;
        Sections = sections;
    }

    /// <summary>What offsets are counted from: 0, or the place of <c>%PDF-</c> in a file with something before it.</summary>
    public long Origin { get; }

    /// <summary>The last <c>startxref</c>, as it stands.</summary>
    public long Start { get; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PdfSection> Sections { get; }

    /// <summary>Reads the chain; null, with the reason, where it is broken.</summary>
    public static PdfXref? Read(StreamWindow file, ParseLimits limits, out StoreDefect? defect)
    {
        defect = null;
        if (LastStart(file) is not { } start)
        {
            defect = new("container.damaged", "The PDF does not say where its cross-reference table is.", Math.Max(0, file.Length - TailLength));
            return null;
        }

        var header = file.IndexOf("%PDF-"u8, 0, 2048);
        foreach (var origin in header > 0 ? [0, header] : (long[])[0])
        {
            if (Chain(file, limits, origin, start, out defect) is { } sections) return new(origin, start, sections);
            // A limit is a limit wherever offsets are counted from.
            if (defect is { Code: "limit.reached" }) return null;
        }

        return null;
    }

    private static long? LastStart(StreamWindow file)
    {
        var from = Math.Max(0, file.Length - TailLength);
        var tail = file.Peek(from, TailLength);
        var at = tail.LastIndexOf("startxref"u8);
        return at < 0 ? null : new PdfParser(tail, at + 9).Unsigned();
    }

    private static List<PdfSection>? Chain(StreamWindow file, ParseLimits limits, long origin, long start, out StoreDefect? defect)
    {
        var sections = new List<PdfSection>();
        var seen = new HashSet<long>();
        var unpacked = 0;
        var parts = 0;
        defect = null;
        for (long? next = start; next is { } offset;)
        {
            if (sections.Count >= limits.MaxPdfSections)
            {
                defect = new("limit.reached", $"The PDF has more than {limits.MaxPdfSections} cross-reference sections.", offset);
                return null;
            }

            if (!seen.Add(offset))
            {
                defect = new("container.damaged", "The cross-reference sections of the PDF lead back to each other.", offset);
                return null;
            }

            if (Section(file, limits, origin, offset, ref unpacked, ref parts) is not { } section)
            {
                defect = new("container.damaged", "A cross-reference section of the PDF cannot be read.", offset);
                return null;
            }

            if (!section.IsStream && section.Trailer["XRefStm"] is { Kind: PdfKind.Integer, Number: var hidden })
            {
                if (!seen.Add(hidden) || Section(file, limits, origin, hidden, ref unpacked, ref parts) is not { IsStream: true } extra)
                {
                    defect = new("container.damaged", "The second cross-reference section of a hybrid PDF cannot be read.", hidden);
                    return null;
                }

                section.Hidden = extra;
            }

            sections.Add(section);
            next = section.Trailer["Prev"] is { Kind: PdfKind.Integer, Number: var previous } ? previous : null;
        }

        Number(sections);
        return sections;
    }

    // A linearized file has two sections of one revision: that of the first page, at its head, goes before the rest and points forward to it. Updates always point back.
    private static void Number(List<PdfSection> sections)
    {
        var revision = 0;
        for (var i = sections.Count - 1; i >= 0; i--)
        {
            var joins = i + 1 < sections.Count && sections[i].Offset < sections[i + 1].Offset;
            if (i + 1 < sections.Count && !joins) revision++;
            sections[i].Revision = revision;
        }
    }

    private static PdfSection? Section(StreamWindow file, ParseLimits limits, long origin, long offset, ref int unpacked, ref int parts)
    {
        var at = offset + origin;
        if (offset < 0 || !file.Contains(at, 8)) return null;
        var head = file.Peek(at, 64);
        var parser = new PdfParser(head);
        return parser.TryKeyword("xref"u8) ? Table(file, limits, offset, at + parser.Position, ref parts) : Stream(file, limits, offset, at, ref unpacked, ref parts);
    }

    private static PdfSection? Table(StreamWindow file, ParseLimits limits, long offset, long at, ref int parts)
    {
        var runs = new List<(long First, long Count, long At)>();
        while (true)
        {
            var head = file.Peek(at, 64);
            var parser = new PdfParser(head);
            if (parser.TryKeyword("trailer"u8))
            {
                if (ReadValue(file, at + parser.Position, limits) is not { IsDictionary: true } trailer) return null;
                var section = new PdfSection { Offset = offset, Trailer = trailer, IsStream = false };
                foreach (var (first, count, place) in runs) section.AddPart(first, count, place);
                return section;
            }

            if (++parts > limits.MaxPdfSections * 100 || parser.Unsigned() is not { } from || parser.Unsigned() is not { } length) return null;
            at += parser.Position;
            // The first entry is on the next line, whose break may be any.
            while (file.Peek(at, 1) is [(byte)' ' or (byte)'\r' or (byte)'\n']) at++;
            if (from > int.MaxValue || length > int.MaxValue || !file.Contains(at, length * 20)) return null;
            if (length > 0) runs.Add((from, length, at));
            at += length * 20;
        }
    }

    private static PdfSection? Stream(StreamWindow file, ParseLimits limits, long offset, long at, ref int unpacked, ref int parts)
    {
        if (PdfStream.Read(file, at, limits, static _ => null) is not { Dictionary: var dictionary, Data: { } data } || dictionary["Type"]?.Is("XRef") != true) return null;
        if (file.Copy(data.Offset, data.Length, limits.MaxInflatedBytes) is not { } packed || PdfFlate.Decode(dictionary, packed, limits.MaxInflatedBytes - unpacked) is not { } content) return null;
        unpacked += content.Length;
        if (unpacked >= limits.MaxInflatedBytes) return null;
        if (dictionary["W"] is not { Kind: PdfKind.Array, Items: { Count: 3 } w } || !w.All(i => i is { Kind: PdfKind.Integer, Number: >= 0 and <= 8 })) return null;
        var widths = w.Select(i => (int)i.Number).ToArray();
        var row = widths.Sum();
        if (row == 0 || widths[1] == 0 || dictionary["Size"] is not { Kind: PdfKind.Integer, Number: >= 0 and <= int.MaxValue } size) return null;

        var section = new PdfSection { Offset = offset, Trailer = dictionary, IsStream = true };
        section.SetStream(content, widths);
        var index = dictionary["Index"] is { Kind: PdfKind.Array, Items: var items } ? items.Select(i => i.Kind == PdfKind.Integer ? i.Number : -1).ToList() : [0, size.Number];
        long place = 0;
        for (var i = 0; i + 1 < index.Count; i += 2)
        {
            if (++parts > limits.MaxPdfSections * 100 || index[i] is < 0 or > int.MaxValue || index[i + 1] is < 0 or > int.MaxValue) return null;
            section.AddPart(index[i], index[i + 1], place);
            place += index[i + 1] * row;
        }

        return section;
    }

    private static PdfValue? ReadValue(StreamWindow file, long at, ParseLimits limits)
    {
        // A trailer is a few hundred bytes; only one that is cut by the window is read again at length.
        if (new PdfParser(file.Peek(at, 4096)).Value() is { } value) return value;
        return file.Copy(at, Math.Min(file.Length - at, limits.MaxPdfObjectBytes), limits.MaxPdfObjectBytes) is { } bytes ? new PdfParser(bytes).Value() : null;
    }
}
