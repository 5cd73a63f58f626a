namespace Countersign.Matching.Images.Local;

/// <summary>A query's probes by cell, so that a registered picture's features find theirs without the inverted lists.</summary>
internal sealed class ProbeTable
{
    private readonly int[] _slots;
    private readonly int[] _next;
    private readonly Probe[] _probes;

    public ProbeTable(Probe[] probes)
    {
        _probes = probes;
        _next = new int[probes.Length];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * probes.Length))];
        Array.Fill(_slots, -1);
        for (var i = probes.Length - 1; i >= 0; i--)
        {
            ref var slot = ref _slots[SlotOf(probes[i].Cell)];
            (_next[i], slot) = (slot, i);
        }
    }

    /// <summary>The first probe of a cell's slot, or −1; see <see cref="Next"/>.</summary>
    public int First(int cell) => _slots[SlotOf(cell)];

    /// <summary>The next probe in the same slot (of this cell or another), or −1.</summary>
    public int Next(int probe) => _next[probe];

    public Probe this[int probe] => _probes[probe];

    private int SlotOf(int cell) => (int)((uint)cell * 2654435769u >> 7) & (_slots.Length - 1);
}
