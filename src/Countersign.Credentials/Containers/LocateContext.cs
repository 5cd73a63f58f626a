using Countersign.Credentials.Containers.Xmp;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Containers;

/// <summary>What a search through one container needs and gathers: the file, the limits, and the places found.</summary>
internal sealed class LocateContext(StreamWindow file, ParseLimits limits, StoreContainer container)
{
    private readonly List<StoreLocation> _stores = [];
    private readonly List<StoreDefect> _defects = [];
    private string? _remote;
    private int _steps;

    public StreamWindow File { get; } = file;

    public ParseLimits Limits { get; } = limits;

    /// <summary>Counts one box, chunk or segment. False, and a defect once, when the file has more than it may.</summary>
    public bool Step(long offset)
    {
        if (++_steps <= Limits.MaxElements) return true;
        if (_steps == Limits.MaxElements + 1) AddDefect("limit.reached", $"The file has more than {Limits.MaxElements} parts; the rest was not searched.", offset);
        return false;
    }

    public void AddDefect(string code, string says, long offset)
    {
        // One row per code tells a reader enough; a damaged file must not make a report of a million rows.
        if (!_defects.Exists(d => d.Code == code)) _defects.Add(new(code, says, offset));
    }

    /// <summary>Adds a store of one run of plain bytes. The run is clipped to the file; what is missing shows as a defect.</summary>
    public void AddRaw(long offset, long length, ByteRange carrier)
    {
        length = Math.Clamp(length, 0, Math.Max(0, File.Length - offset));
        var head = File.Peek(offset, (int)Math.Min(length, StoreProbe.HeadLength));
        Add(offset, length, carrier, [new(offset, length)], StoreEncoding.Raw, StoreProbe.Look(head).IsC2pa, StoreProbe.Judge(head, length, offset));
    }

    /// <summary>Adds a store whose first bytes were decoded by the caller.</summary>
    public void AddEncoded(ByteRange part, ByteRange carrier, StoreEncoding encoding, ReadOnlySpan<byte> decodedHead, long decodedLength) =>
        Add(part.Offset, part.Length, carrier, [part], encoding,
            StoreProbe.Look(decodedHead).IsC2pa, StoreProbe.Judge(decodedHead, decodedLength, part.Offset));

    public void Add(long offset, long length, ByteRange carrier, IReadOnlyList<ByteRange> parts, StoreEncoding encoding, bool looksLikeC2pa, StoreDefect? defect)
    {
        if (_stores.Count >= Limits.MaxStores)
        {
            AddDefect("limit.reached", $"The file has more than {Limits.MaxStores} places for a store; the rest are not listed.", offset);
            return;
        }

        _stores.Add(new(container, offset, length, carrier, parts, encoding, looksLikeC2pa, defect));
    }

    /// <summary>Reads an XMP packet for the address of a remote manifest.</summary>
    public void AddXmp(long offset, long length)
    {
        if (_remote is null && File.Copy(offset, length, Limits.MaxXmpBytes) is { } packet) AddXmp(packet);
    }

    public void AddXmp(byte[] packet) => AddRemote(ProvenanceReader.Read(packet, Limits));

    public void AddRemote(string? address) => _remote ??= address;

    /// <summary>
    /// Everything gathered. Several stores in one file count as none for validation (C2PA 2.2 §15.5.2.1); the exceptions are
    /// PDF, whose updates add up, and an MP4 with an original and an update.
    /// </summary>
    public CredentialPresence ToPresence(bool severalAreFine)
    {
        if (_stores.Count > 1 && !severalAreFine)
            AddDefect("store.multiple", "The file carries more than one manifest store, where one is allowed.", _stores[1].Offset);
        return new(container, _stores, _remote, _defects);
    }
}
