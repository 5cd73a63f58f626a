using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Countersign.Credentials.Tests.Containers.Pdf;

/// <summary>Writes small PDFs of each kind, with a code of its own and not the library's.</summary>
internal static class PdfMaker
{
    private const string Page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>/Contents 4 0 R>>";
    private const string Content = "<</Length 33>>stream\n0 0 1 rg 20 20 100 100 re f % hm \nendstream";

    public static string[] Plain(string catalog = "") =>
    [
        $"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        Page,
        Content,
    ];

    /// <summary>A file with a table.</summary>
    public static byte[] Classic(string[]? objects = null, string header = "%PDF-1.7\n", string trailer = "/ID[<00112233><44556677>]", string newLine = "\n", int origin = 0)
    {
        objects ??= Plain();
        var file = new MemoryStream();
        Write(file, header);
        var offsets = new List<long>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(file.Position - origin);
            Write(file, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var start = file.Position - origin;
        Write(file, $"xref{newLine}0 {objects.Length + 1}{newLine}0000000000 65535 f \n");
        foreach (var offset in offsets) Write(file, string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        Write(file, $"trailer{newLine}<</Size {objects.Length + 1}/Root 1 0 R{trailer}>>{newLine}startxref{newLine}{start}{newLine}%%EOF{newLine}");
        return file.ToArray();
    }

    /// <summary>A file with a cross-reference stream; all objects that are no streams are packed, the catalog too.</summary>
    public static byte[] Packed(string[]? objects = null)
    {
        objects ??= Plain();
        var file = new MemoryStream();
        Write(file, "%PDF-1.7\n%\u00e2\u00e3\n");
        var pack = objects.Length + 1;
        var table = objects.Length + 2;
        var rows = new List<(int Type, long Second, int Third)> { (0, 0, 255) };
        var index = new StringBuilder();
        var body = new StringBuilder();
        var packed = 0;
        foreach (var (text, i) in objects.Select((o, i) => (o, i)))
        {
            if (text.Contains("stream", StringComparison.Ordinal))
            {
                rows.Add((1, file.Position, 0));
                Write(file, $"{i + 1} 0 obj\n{text}\nendobj\n");
            }
            else
            {
                rows.Add((2, pack, packed++));
                index.Append(CultureInfo.InvariantCulture, $"{i + 1} {body.Length} ");
                body.Append(text).Append('\n');
            }
        }

        rows.Add((1, file.Position, 0));
        var content = Zip(Encoding.Latin1.GetBytes(index.ToString() + body));
        Write(file, $"{pack} 0 obj\n<</Type/ObjStm/N {packed}/First {index.Length}/Filter/FlateDecode/Length {content.Length}>>\nstream\n");
        file.Write(content);
        Write(file, "\nendstream\nendobj\n");
        var start = file.Position;
        rows.Add((1, start, 0));
        // With the predictor that writers use for these (Up).
        var plain = new List<byte>();
        byte[] above = new byte[6];
        foreach (var (type, second, third) in rows)
        {
            byte[] row = [(byte)type, (byte)(second >> 24), (byte)(second >> 16), (byte)(second >> 8), (byte)second, (byte)third];
            plain.Add(2);
            for (var i = 0; i < 6; i++) plain.Add((byte)(row[i] - above[i]));
            above = row;
        }

        var xref = Zip([.. plain]);
        Write(file, $"{table} 0 obj\n<</Type/XRef/Size {table + 1}/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Columns 6/Predictor 12>>/Length {xref.Length}>>\nstream\n");
        file.Write(xref);
        Write(file, $"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>A table for older readers, and a stream with the catalog's own objects for others (7.5.8.4).</summary>
    public static byte[] Hybrid()
    {
        var packed = Packed();
        var text = Encoding.Latin1.GetString(packed);
        var stream = long.Parse(text[(text.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..text.LastIndexOf("\n%%EOF", StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        var file = new MemoryStream();
        file.Write(packed);
        var start = file.Position;
        Write(file, $"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 7/Root 1 0 R/XRefStm {stream}>>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();
    }

    /// <summary>Adds an update with a table, as any editor would.</summary>
    public static byte[] Update(byte[] file, params (int Number, string Content)[] objects)
    {
        var text = Encoding.Latin1.GetString(file);
        var previous = text[(text.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..text.LastIndexOf("\n%%EOF", StringComparison.Ordinal)];
        var result = new MemoryStream();
        result.Write(file);
        var offsets = new List<long>();
        foreach (var (number, content) in objects)
        {
            offsets.Add(result.Position);
            Write(result, $"{number} 0 obj\n{content}\nendobj\n");
        }

        var start = result.Position;
        Write(result, "xref\n");
        for (var i = 0; i < objects.Length; i++) Write(result, string.Create(CultureInfo.InvariantCulture, $"{objects[i].Number} 1\n{offsets[i]:D10} 00000 n \n"));
        Write(result, $"trailer\n<</Size 100/Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n");
        return result.ToArray();
    }

    /// <summary>The objects of an attached store: the specification and, one number higher, the stream.</summary>
    public static (int, string)[] Attached(int number, byte[] store, string filter = "", byte[]? data = null) =>
    [
        (number, $"<</Type/Filespec/AFRelationship/C2PA_Manifest/F(c.c2pa)/EF<</F {number + 1} 0 R>>>>"),
        (number + 1, $"<</Type/EmbeddedFile/Subtype/application#2Fc2pa/Length {(data ?? store).Length}{filter}>>\nstream\n{Encoding.Latin1.GetString(data ?? store)}\nendstream"),
    ];

    public static byte[] Zip(byte[] data)
    {
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(data);
        return packed.ToArray();
    }

    private static void Write(MemoryStream to, string text) => to.Write(Encoding.Latin1.GetBytes(text));
}
