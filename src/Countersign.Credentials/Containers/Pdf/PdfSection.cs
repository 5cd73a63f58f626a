using System.Buffers.Text;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>Where an object stands.</summary>
/// <param name="Packed">True for an object inside an object stream.</param>
/// <param name="Place">The offset in the file, as the table has it; of a packed object the number of its stream.</param>
/// <param name="Detail">The generation; of a packed object its index in the stream.</param>
internal readonly record struct PdfEntry(bool Packed, long Place, int Detail);

/// <summary>
/// One cross-reference section: a table (ISO 32000-2, 7.5.4), a stream (7.5.8), or both in a hybrid file. Entries are read when they are asked for, so that a table of a million objects takes no memory.
/// </summary>
internal sealed class PdfSection
{
    private readonly List<(long First, long Count, long At)> _parts = [];
    private byte[] _stream = [];
    private int[] _widths = [];

    /// <summary>The offset that led here.</summary>
    public required long Offset { get; init; }

    /// <summary>The trailer, or the dictionary of the stream.</summary>
    public required PdfValue Trailer { get; init; }

    /// <summary>Whether the section is a stream.</summary>
    public required bool IsStream { get; init; }

    /// <summary>Of a hybrid file: the section of the objects that older readers do not see.</summary>
    public PdfSection? Hidden { get; set; }

    /// <summary>Counted from the original of the file, 0, upwards.</summary>
    public int Revision { get; set; }

    /// <summary>One more than the highest number that the section speaks of.</summary>
    public long Size => Math.Max(Trailer["Size"] is { Kind: PdfKind.Integer, Number: var n } ? n : 0, Math.Max(_parts.Count == 0 ? 0 : _parts.Max(p => p.First + p.Count), Hidden?.Size ?? 0));

    /// <summary>The runs of entries, each of which a look-up may pass.</summary>
    public int Parts => _parts.Count + (Hidden?.Parts ?? 0);

    /// <summary>Adds a run of entries: in a table at a place in the file, in a stream at a place in its content.</summary>
    public void AddPart(long first, long count, long at) => _parts.Add((first, count, at));

    public void SetStream(byte[] content, int[] widths) => (_stream, _widths) = (content, widths);

    /// <summary>Looks an object up. Found is true also for an object that the section calls free; the entry is null then.</summary>
    public (bool Found, PdfEntry? Entry) Find(StreamWindow file, long number)
    {
        // In a hybrid file the stream is asked first (7.5.8.4), though only for what the table leaves open.
        foreach (var (first, count, at) in _parts)
        {
            if (number < first || number - first >= count) continue;
            var entry = IsStream ? FromStream(at + ((number - first) * _widths.Sum())) : FromTable(file, at + ((number - first) * 20));
            if (entry is null && Hidden is not null) break;
            return (true, entry);
        }

        return Hidden?.Find(file, number) ?? (false, null);
    }

    private static PdfEntry? FromTable(StreamWindow file, long at)
    {
        var line = file.Peek(at, 18);
        if (line.Length < 18 || line[10] != ' ' || line[16] != ' ' || line[17] != 'n') return null;
        return Utf8Parser.TryParse(line[..10], out long offset, out var used) && used == 10 && Utf8Parser.TryParse(line[11..16], out int generation, out used) && used == 5
            ? new(false, offset, generation)
            : null;
    }

    private PdfEntry? FromStream(long at)
    {
        if (at + _widths.Sum() > _stream.Length) return null;
        var place = (int)at;
        var type = _widths[0] == 0 ? 1 : Field(ref place, _widths[0]);
        var second = Field(ref place, _widths[1]);
        var third = Field(ref place, _widths[2]);
        if (second < 0 || third is < 0 or > int.MaxValue) return null;
        return type switch
        {
            1 => new(false, second, (int)third),
            2 => new(true, second, (int)third),
            _ => null,
        };
    }

    private long Field(ref int at, int width)
    {
        ulong value = 0;
        for (var i = 0; i < width; i++) value = (value << 8) | _stream[at++];
        return value > long.MaxValue ? -1 : (long)value;
    }
}
