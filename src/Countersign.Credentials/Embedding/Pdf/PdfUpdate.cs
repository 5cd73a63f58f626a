using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Credentials.Containers.Pdf;

namespace Countersign.Credentials.Embedding.Pdf;

/// <summary>
/// An incremental update (ISO 32000-2, 7.5.6): objects, new or anew, and a cross-reference section of the kind that the file has, which points back to the one before.
/// </summary>
internal sealed class PdfUpdate(PdfFile pdf, long firstFree)
{
    // What ten digits can say.
    private const long MostTableOffset = 9_999_999_999;

    private readonly SortedDictionary<long, (int Generation, byte[] Content)> _objects = [];
    private long _next = firstFree;

    public long NewNumber() => _next++;

    public void Add(long number, int generation, byte[] content) => _objects[number] = (generation, content);

    public void Add(long number, int generation, string content) => Add(number, generation, Encoding.ASCII.GetBytes(content));

    /// <summary>A value behind a reference, or itself, with the bytes that its places count in; null when there is none.</summary>
    public static (PdfValue Value, byte[] Bytes)? Follow(PdfFile pdf, PdfValue? value, byte[] bytes)
    {
        for (var steps = 0; value is { Kind: PdfKind.Reference, Number: var number }; steps++)
        {
            if (steps >= 8 || pdf.Object(number) is not { } target) return null;
            (value, bytes) = (target.Dictionary, target.Bytes);
        }

        return value is null or { Kind: PdfKind.Null } ? null : (value, bytes);
    }

    /// <summary>Writes a value as it stood, with a space before it.</summary>
    public static void WriteRaw(MemoryStream to, PdfValue value, byte[] bytes)
    {
        to.Write(" "u8);
        to.Write(bytes.AsSpan(value.Start, value.End - value.Start));
    }

    /// <summary>A dictionary with some of its entries replaced or added, all others as they stood.</summary>
    public static byte[] Rewrite(PdfValue dictionary, byte[] bytes, IReadOnlyList<(string Key, byte[] Value)> changes)
    {
        var result = new MemoryStream();
        result.Write("<<"u8);
        foreach (var (key, value) in dictionary.Entries)
        {
            if (changes.Any(c => c.Key == key)) continue;
            WriteName(result, key);
            WriteRaw(result, value, bytes);
        }

        foreach (var (key, value) in changes)
        {
            WriteName(result, key);
            result.Write(" "u8);
            result.Write(value);
        }

        result.Write(">>"u8);
        return result.ToArray();
    }

    public static byte[] Rewrite(PdfStream dictionary, IReadOnlyList<(string Key, byte[] Value)> changes) => Rewrite(dictionary.Dictionary, dictionary.Bytes, changes);

    /// <summary>The plan: the file as it is, the objects, the store, and the cross-reference section.</summary>
    public bool TryFinish(StreamWindow source, long store, int storeLength, out EmbedPlan? plan, out StoreDefect? defect)
    {
        plan = null;
        defect = null;
        var offsets = new SortedDictionary<long, (long Offset, int Generation)>();
        var before = new MemoryStream();
        before.Write("\n"u8);
        foreach (var (number, (generation, content)) in _objects)
        {
            offsets[number] = (Place(before), generation);
            before.Write(Encoding.ASCII.GetBytes($"{number} {generation} obj\n"));
            before.Write(content);
            before.Write("\nendobj\n"u8);
        }

        offsets[store] = (Place(before), 0);
        before.Write(Encoding.ASCII.GetBytes($"{store} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fc2pa/Length {storeLength}/Params<</Size {storeLength}>>>>\nstream\n"));
        var behind = new MemoryStream();
        behind.Write("\nendstream\nendobj\n"u8);
        var section = Place(before) + storeLength + behind.Length;
        var newest = pdf.Xref.Sections[0];
        if (newest.IsStream) WriteStream(behind, offsets, section, storeLength);
        else if (section <= MostTableOffset) WriteTable(behind, offsets, storeLength);
        else
        {
            defect = new("container.unsupported", "The PDF is longer than its kind of cross-reference table can say.", newest.Offset);
            return false;
        }

        behind.Write(Encoding.ASCII.GetBytes($"startxref\n{section}\n%%EOF\n"));
        plan = new([new SourcePiece(new(0, source.Length)), new LiteralPiece(before.ToArray()), new CarrierPiece(storeLength, s => s.ToArray()), new LiteralPiece(behind.ToArray())]);
        return true;

        long Place(MemoryStream written) => source.Length + written.Length - pdf.Xref.Origin;
    }

    private void WriteTable(MemoryStream to, SortedDictionary<long, (long Offset, int Generation)> offsets, int storeLength)
    {
        to.Write("xref\n"u8);
        foreach (var run in Runs(offsets.Keys))
        {
            to.Write(Encoding.ASCII.GetBytes($"{run[0]} {run.Count}\n"));
            foreach (var number in run) to.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{offsets[number].Offset:D10} {offsets[number].Generation:D5} n \n")));
        }

        to.Write("trailer\n<<"u8);
        WriteTrailer(to, _next, storeLength);
        to.Write(">>\n"u8);
    }

    private void WriteStream(MemoryStream to, SortedDictionary<long, (long Offset, int Generation)> offsets, long section, int storeLength)
    {
        var own = NewNumber();
        offsets[own] = (section, 0);
        var wide = section > uint.MaxValue;
        var rows = new MemoryStream();
        Span<byte> number = stackalloc byte[8];
        foreach (var (offset, generation) in offsets.Values)
        {
            rows.WriteByte(1);
            BinaryPrimitives.WriteInt64BigEndian(number, offset);
            rows.Write(wide ? number : number[4..]);
            rows.Write([(byte)(generation >> 8), (byte)generation]);
        }

        to.Write(Encoding.ASCII.GetBytes($"{own} 0 obj\n<</Type/XRef/W[1 {(wide ? 8 : 4)} 2]/Index[{string.Join(' ', Runs(offsets.Keys).Select(r => $"{r[0]} {r.Count}"))}]/Length {rows.Length}"));
        WriteTrailer(to, _next, storeLength);
        to.Write(">>\nstream\n"u8);
        to.Write(rows.GetBuffer().AsSpan(0, (int)rows.Length));
        to.Write("\nendstream\nendobj\n"u8);
    }

    private void WriteTrailer(MemoryStream to, long size, int storeLength)
    {
        var root = pdf.Xref.Sections[0].Trailer["Root"]!;
        to.Write(Encoding.ASCII.GetBytes($"/Size {size}/Root {root.Number} {root.Generation} R/Prev {pdf.Xref.Start}"));
        if (pdf.Xref.Sections.Select(s => s.Trailer["Info"]).FirstOrDefault(i => i is not null) is { Kind: PdfKind.Reference } info) to.Write(Encoding.ASCII.GetBytes($"/Info {info.Number} {info.Generation} R"));
        if (pdf.Xref.Sections.Select(s => s.Trailer["ID"]).FirstOrDefault(i => i is not null) is not { Kind: PdfKind.Array, Items: [{ Kind: PdfKind.Text } first, { Kind: PdfKind.Text } second] }) return;
        // The first part stays with the file for good, the second tells its revisions apart (14.4). Made from what is known, so that the same plan comes out twice.
        var changed = SHA256.HashData([.. first.Text, .. second.Text, .. BitConverter.GetBytes(pdf.File.Length), .. BitConverter.GetBytes(storeLength)]).AsSpan(0, 16);
        to.Write(Encoding.ASCII.GetBytes($"/ID[<{Convert.ToHexString(first.Text)}><{Convert.ToHexString(changed)}>]"));
    }

    private static List<List<long>> Runs(IEnumerable<long> numbers)
    {
        var runs = new List<List<long>>();
        foreach (var number in numbers)
        {
            if (runs.Count == 0 || runs[^1][^1] + 1 != number) runs.Add([]);
            runs[^1].Add(number);
        }

        return runs;
    }

    private static void WriteName(MemoryStream to, string name)
    {
        to.WriteByte((byte)'/');
        foreach (var c in name)
        {
            if (c is > '!' and <= '~' and not ('#' or '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%')) to.WriteByte((byte)c);
            else to.Write(Encoding.ASCII.GetBytes("#" + ((int)c).ToString("X2", CultureInfo.InvariantCulture)));
        }
    }
}
