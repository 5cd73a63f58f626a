namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// The objects of a PDF, as they were at any of its revisions. Only what is asked for is read, and altogether no more than the limits allow.
/// </summary>
internal sealed class PdfFile
{
    // What a look-up counts for in the budget of bytes: one, and one in a section. Attack: a thousand revisions with a thousand attachments each, all of them one object.
    private const int LookUp = 64;
    private const int LookInSection = 8;

    private readonly ParseLimits _limits;
    private readonly Dictionary<long, PdfStream?> _byPlace = [];
    private readonly Dictionary<long, (byte[] Content, long First, Dictionary<long, int> Index)?> _packs = [];
    private readonly HashSet<long> _lengthsAsked = [];
    private long _parsed;
    private int _unpacked;

    private PdfFile(StreamWindow file, PdfXref xref, ParseLimits limits)
    {
        File = file;
        Xref = xref;
        _limits = limits;
    }

    public StreamWindow File { get; }

    public PdfXref Xref { get; }

    /// <summary>True once a limit kept something from being read.</summary>
    public bool LimitReached { get; private set; }

    public bool IsEncrypted => Xref.Sections.Any(s => s.Trailer["Encrypt"] is not null);

    /// <summary>Opens a PDF by its cross-reference sections; null, with the reason, where they are broken.</summary>
    public static PdfFile? Open(StreamWindow file, ParseLimits limits, out StoreDefect? defect) =>
        PdfXref.Read(file, limits, out defect) is { } xref ? new(file, xref, limits) : null;

    /// <summary>What a value stands for: itself, or what it refers to.</summary>
    /// <param name="value">The value; null gives null.</param>
    /// <param name="from">The index of the newest section that is asked: 0 for the file as it is.</param>
    public PdfValue? Resolve(PdfValue? value, int from = 0)
    {
        for (var steps = 0; value is { Kind: PdfKind.Reference } && steps < 8; steps++) value = Object(value.Number, from)?.Dictionary;
        return value is { Kind: PdfKind.Reference or PdfKind.Null } ? null : value;
    }

    /// <summary>The object of a number, or null.</summary>
    public PdfStream? Object(long number, int from = 0) => Object(number, from, out _);

    /// <summary>The object of a number, and the section that has it.</summary>
    public PdfStream? Object(long number, int from, out PdfSection? section)
    {
        section = null;
        for (var i = from; i < Xref.Sections.Count; i++)
        {
            if (!Spend((i == from ? LookUp : 0) + LookInSection + Xref.Sections[i].Parts)) return null;
            var (found, entry) = Xref.Sections[i].Find(File, number);
            if (!found) continue;
            section = Xref.Sections[i];
            return entry is { } place ? place.Packed ? Packed(place.Place, number, from) : Plain(place.Place, number, from) : null;
        }

        return null;
    }

    private PdfStream? Plain(long offset, long number, int from)
    {
        if (offset < 0 || offset > File.Length) return null;
        var at = offset + Xref.Origin;
        if (!_byPlace.TryGetValue(at, out var read))
        {
            if (!Spend(4096)) return null;
            read = PdfStream.Read(File, at, _limits, value => Length(value, from));
            // Where nothing can be read, much may have been read to find that out; and the end of a stream may have been searched for.
            if (!Spend(read is null ? _limits.MaxPdfObjectBytes : read.Bytes.Length + ((read.Data?.Length ?? 0) / 64))) return null;
            _byPlace[at] = read;
        }

        return read?.Number == number ? read : null;
    }

    // A length that stands elsewhere is a number; whoever makes it the stream that it is the length of gets none.
    private long? Length(PdfValue value, int from)
    {
        if (value.Kind != PdfKind.Reference || !_lengthsAsked.Add(value.Number)) return null;
        var number = Object(value.Number, from)?.Dictionary is { Kind: PdfKind.Integer } length ? length.Number : (long?)null;
        _lengthsAsked.Remove(value.Number);
        return number;
    }

    private PdfStream? Packed(long pack, long number, int from)
    {
        if (Pack(pack, from) is not { } open) return null;
        if (!open.Index.TryGetValue(number, out var at)) return null;
        var start = open.First + at;
        if (start >= open.Content.Length || !Spend(256)) return null;
        var value = new PdfParser(open.Content, (int)start).Value();
        return value is not null && Spend(value.End - value.Start) ? new(number, 0, value, open.Content, null) : null;
    }

    private (byte[] Content, long First, Dictionary<long, int> Index)? Pack(long number, int from)
    {
        // The stream itself is never packed (7.5.7), so this goes no deeper.
        for (var i = from; i < Xref.Sections.Count; i++)
        {
            if (!Spend(LookInSection + Xref.Sections[i].Parts)) return null;
            var (found, entry) = Xref.Sections[i].Find(File, number);
            if (!found) continue;
            if (entry is not { Packed: false, Place: var place }) return null;
            if (!_packs.TryGetValue(place, out var pack)) _packs[place] = pack = Unpack(place, number, from);
            return pack;
        }

        return null;
    }

    private (byte[] Content, long First, Dictionary<long, int> Index)? Unpack(long place, long number, int from)
    {
        if (Plain(place, number, from) is not { Dictionary: var dictionary, Data: { } data } || dictionary["Type"]?.Is("ObjStm") != true) return null;
        if (dictionary["N"] is not { Kind: PdfKind.Integer, Number: >= 0 and var count } || dictionary["First"] is not { Kind: PdfKind.Integer, Number: >= 0 and var first }) return null;
        if (File.Copy(data.Offset, data.Length, _limits.MaxInflatedBytes) is not { } packed) return null;
        var room = _limits.MaxInflatedBytes - _unpacked;
        if (room <= 0 || PdfFlate.Decode(dictionary, packed, room) is not { } content)
        {
            LimitReached |= room <= 0;
            return null;
        }

        _unpacked += content.Length;
        LimitReached |= _unpacked >= _limits.MaxInflatedBytes;
        var index = new Dictionary<long, int>();
        var parser = new PdfParser(content);
        for (long i = 0; i < count && index.Count < _limits.MaxElements; i++)
        {
            if (parser.Unsigned() is not { } inside || parser.Unsigned() is not { } at || at > int.MaxValue) break;
            index.TryAdd(inside, (int)at);
        }

        return (content, first, index);
    }

    private bool Spend(long bytes)
    {
        _parsed += bytes;
        if (_parsed <= _limits.MaxPdfParsedBytes) return true;
        LimitReached = true;
        return false;
    }
}
