using System.IO.Compression;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// Unpacks the streams that hold a PDF's own structure: plain, or Flate with one of the predictors (ISO 32000-2, 7.4.4). Other filters are not met there.
/// </summary>
internal static class PdfFlate
{
    /// <summary>The content of a stream; null where the filter is another or the data is broken.</summary>
    /// <param name="dictionary">The stream's dictionary, its values direct.</param>
    /// <param name="packed">The stream as it stands in the file.</param>
    /// <param name="limit">The most that is unpacked.</param>
    public static byte[]? Decode(PdfValue dictionary, byte[] packed, int limit)
    {
        var filter = Single(dictionary["Filter"]);
        if (filter is null) return dictionary["Filter"] is null or { Kind: PdfKind.Array, Items.Count: 0 } ? packed : null;
        if (!filter.Is("FlateDecode") && !filter.Is("Fl")) return null;
        if (Inflater.TryInflate(new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress), limit) is not { } data) return packed.Length == 0 ? [] : null;
        var parameters = Single(dictionary["DecodeParms"]);
        var predictor = Number(parameters?["Predictor"], 1);
        if (predictor == 1) return data;
        var colours = Number(parameters?["Colors"], 1);
        var bits = Number(parameters?["BitsPerComponent"], 8);
        var columns = Number(parameters?["Columns"], 1);
        if (colours is < 1 or > 64 || bits is not (1 or 2 or 4 or 8 or 16) || columns is < 1 or > 1 << 24) return null;
        var pixel = (int)Math.Max(1, colours * bits / 8);
        var row = (int)Math.Min(int.MaxValue - 1, ((colours * bits * columns) + 7) / 8);
        return predictor >= 10 ? Png(data, row, pixel) : null;
    }

    private static PdfValue? Single(PdfValue? value) => value switch
    {
        { Kind: PdfKind.Name or PdfKind.Dictionary } => value,
        { Kind: PdfKind.Array, Items: [var only] } => only,
        _ => null,
    };

    private static long Number(PdfValue? value, long absent) => value is { Kind: PdfKind.Integer } ? value.Number : absent;

    // Each row has the number of its filter before it (ISO 15948, clause 9).
    private static byte[]? Png(byte[] data, int row, int pixel)
    {
        var rows = data.Length / (row + 1);
        if (rows == 0) return data.Length == 0 ? [] : null;
        var result = new byte[(long)rows * row];
        for (var y = 0; y < rows; y++)
        {
            var source = data.AsSpan((y * (row + 1)) + 1, row);
            var target = result.AsSpan(y * row, row);
            var above = y == 0 ? default : result.AsSpan((y - 1) * row, row);
            var kind = data[y * (row + 1)];
            if (kind > 4) return null;
            for (var x = 0; x < row; x++)
            {
                var left = x >= pixel ? target[x - pixel] : 0;
                var up = above.IsEmpty ? 0 : above[x];
                var corner = above.IsEmpty || x < pixel ? 0 : above[x - pixel];
                target[x] = (byte)(source[x] + kind switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    _ => Paeth(left, up, corner),
                });
            }
        }

        return result;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
