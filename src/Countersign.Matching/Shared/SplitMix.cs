namespace Countersign.Matching.Shared;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a fixed sequence of numbers, the same on every machine and runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Its finaliser: spreads every bit over all of them, and maps no two numbers to one.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, limit).</summary>
    public int Next(int limit) => (int)(NextDouble() * limit);
}
