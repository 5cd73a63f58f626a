namespace Countersign.Credentials.Containers.Jpeg;

/// <summary>A store being put together from APP11 segments.</summary>
internal sealed class JpegStore(ushort instance, ByteRange segment, int skip, long claimed)
{
    private readonly List<ByteRange> _parts = [Payload(segment, skip)];
    private readonly long _start = segment.Offset;
    private readonly long _claimed = claimed;
    private ByteRange _last = segment;
    private uint _sequence = 1;
    private bool _scattered;

    public ushort Instance { get; } = instance;

    public void Append(LocateContext context, ByteRange next, uint sequence, int headerLength)
    {
        // Bytes hidden between the segments, or segments out of order, escape a hash that excludes "the store" (A.3.1).
        if (sequence != _sequence + 1 || next.Offset != _last.End) _scattered = true;
        _sequence = sequence;
        _last = next;
        if (_parts.Count < context.Limits.MaxParts) _parts.Add(Payload(next, headerLength));
        else context.AddDefect("limit.reached", "A store is cut into more pieces than are followed.", next.Offset);
    }

    public void Close(LocateContext context)
    {
        var length = _parts.Sum(p => p.Length);
        StoreDefect? defect = null;
        if (_claimed > length) defect = new("store.truncated", $"The manifest store says it is {_claimed} bytes long, and {length} are there.", _start);
        else if (_scattered) defect = new("store.scattered", "The segments of the manifest store are not in one row.", _start);
        context.Add(_parts[0].Offset, length, new(_start, _last.End - _start), _parts, StoreEncoding.Raw, true, defect);
    }

    private static ByteRange Payload(ByteRange segment, int skip) => new(segment.Offset + skip, Math.Max(0, segment.Length - skip));
}
