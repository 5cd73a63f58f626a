namespace Countersign.Credentials.Embedding.Bmff;

/// <summary>A stretch of the source that takes another number of bytes in the output.</summary>
/// <param name="Offset">Where it begins in the source.</param>
/// <param name="Length">Its bytes in the source; 0 for something put in.</param>
/// <param name="NewLength">Its bytes in the output; 0 for something left out.</param>
internal readonly record struct SizeChange(long Offset, long Length, long NewLength);

/// <summary>Where each byte of the source stands in the output.</summary>
internal sealed class PositionMap
{
    private readonly SizeChange[] _changes;
    private readonly long[] _shiftBefore;

    /// <param name="changes">Stretches that do not overlap.</param>
    public PositionMap(IEnumerable<SizeChange> changes)
    {
        // Something put in where something else is left out comes first.
        _changes = [.. changes.OrderBy(c => c.Offset).ThenBy(c => c.Length)];
        _shiftBefore = new long[_changes.Length + 1];
        for (var i = 0; i < _changes.Length; i++) _shiftBefore[i + 1] = _shiftBefore[i] + _changes[i].NewLength - _changes[i].Length;
    }

    /// <summary>The place in the output of a byte of the source. Inside a stretch that was left out, it is where that stretch was.</summary>
    public long this[long position] => Of(position, afterInserts: true);

    /// <summary>The same for a border between two bytes: what is put in just there comes after it.</summary>
    public long Border(long position) => Of(position, afterInserts: false);

    private long Of(long position, bool afterInserts)
    {
        int low = 0, high = _changes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var change = _changes[middle];
            var end = change.Offset + change.Length;
            if (end < position || (end == position && (afterInserts || change.Length > 0))) low = middle + 1;
            else high = middle;
        }

        if (low < _changes.Length && _changes[low] is var inside && inside.Offset < position)
            return inside.Offset + _shiftBefore[low] + Math.Min(position - inside.Offset, inside.NewLength);
        return position + _shiftBefore[low];
    }
}
