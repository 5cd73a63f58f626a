namespace Countersign.Matching.Index.Segments;

/// <summary>
/// A segment with the items that are deleted from it. Bitmaps are copied before a change once a snapshot or the manifest holds them.
/// </summary>
internal sealed class LiveSegment(Segment segment)
{
    private bool _shared;

    public Segment Segment => segment;

    /// <summary>A bit for each item that is gone; null while none is.</summary>
    public ulong[]? Dead { get; private set; }

    /// <summary>
    /// What was gone at the last flush: all that a manifest may say. Later deletions are in the buffer log, or not committed at all.
    /// </summary>
    public ulong[]? DurableDead { get; set; }

    public int DeadCount { get; private set; }

    public int Live => segment.Count - DeadCount;

    public void Kill(ItemKey key)
    {
        var ordinal = segment.Find(key);
        if (ordinal >= 0)
            KillAt(ordinal);
    }

    public void KillAt(int ordinal)
    {
        if (IsDead(Dead, ordinal))
            return;
        if (Dead is null)
            Dead = new ulong[(segment.Count + 63) / 64];
        else if (_shared)
            Dead = (ulong[])Dead.Clone();
        _shared = false;
        Dead[ordinal / 64] |= 1UL << ordinal;
        DeadCount++;
    }

    /// <summary>The bitmap as it is now; it will not change any more.</summary>
    public ulong[]? Freeze()
    {
        _shared = true;
        return Dead;
    }

    public static bool IsDead(ulong[]? dead, int ordinal) => dead is not null && (dead[ordinal / 64] >> ordinal & 1) != 0;

    public static IEnumerable<int> Ordinals(ulong[]? dead)
    {
        for (var i = 0; dead is not null && i < dead.Length; i++)
        {
            for (var word = dead[i]; word != 0; word &= word - 1)
                yield return i * 64 + System.Numerics.BitOperations.TrailingZeroCount(word);
        }
    }
}
