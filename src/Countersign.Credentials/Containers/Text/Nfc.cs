using System.Text;
using System.Text.Unicode;

namespace Countersign.Credentials.Containers.Text;

/// <summary>Unicode Normalization Form C (UAX #15) of UTF-8, in which unstructured text is hashed (C2PA 2.4, A.8.7.2).</summary>
internal static class Nfc
{
    // Below U+0300 every character is its own normal form, has no combining class, and never joins what stands before it.
    private const int FirstOfInterest = 0x300;
    private const byte FirstLeadOfInterest = 0xCC;
    private const ulong Mask = (1UL << 21) - 1;

    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = 19 * Vowels * Tails;

    private static readonly Dictionary<ulong, int> s_pairs = Pairs();

    /// <summary>Normalizes a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="changed">The normal form, or null where the text has it already.</param>
    /// <returns>False when the bytes are no UTF-8.</returns>
    public static bool TryNormalize(ReadOnlySpan<byte> utf8, out byte[]? changed)
    {
        changed = null;
        if (!Utf8.IsValid(utf8)) return false;
        if (utf8.IndexOfAnyInRange(FirstLeadOfInterest, (byte)0xFF) < 0) return true;

        var output = new MemoryStream(utf8.Length);
        // A stretch begins with a character that stands for itself and goes up to the next one: nothing joins across its borders.
        var stretch = new List<int>();
        for (var rest = utf8; rest.Length > 0;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var used);
            rest = rest[used..];
            if (rune.Value < FirstOfInterest) Flush(stretch, output);
            stretch.Add(rune.Value);
        }

        Flush(stretch, output);
        if (!output.GetBuffer().AsSpan(0, (int)output.Length).SequenceEqual(utf8)) changed = output.ToArray();
        return true;
    }

    private static void Flush(List<int> stretch, MemoryStream output)
    {
        var result = stretch.Count > 1 || (stretch.Count == 1 && stretch[0] >= FirstOfInterest) ? Compose(Order(Decompose(stretch))) : stretch;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in result) output.Write(bytes[..new Rune(value).EncodeToUtf8(bytes)]);
        stretch.Clear();
    }

    private static List<int> Decompose(List<int> text)
    {
        var parts = new List<int>(text.Count);
        foreach (var value in text) Decompose(value, parts);
        return parts;
    }

    // The table is not recursive beyond three steps, so the stack is safe.
    private static void Decompose(int value, List<int> parts)
    {
        var syllable = value - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            parts.Add(LeadBase + (syllable / (Vowels * Tails)));
            parts.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0) parts.Add(TailBase + (syllable % Tails));
            return;
        }

        if (Entry(value) is not { } entry)
        {
            parts.Add(value);
            return;
        }

        Decompose((int)((entry >> 21) & Mask), parts);
        if ((entry & Mask) != 0) Decompose((int)(entry & Mask), parts);
    }

    // Marks in a row go by their class, and by their order within one. Sorted by key, since a text may have millions of them in a row.
    private static List<int> Order(List<int> parts)
    {
        for (var from = 0; from < parts.Count;)
        {
            if (ClassOf(parts[from]) == 0)
            {
                from++;
                continue;
            }

            var to = from;
            var keys = new List<(int Class, int Index, int Value)>();
            while (to < parts.Count && ClassOf(parts[to]) is > 0 and var combining) keys.Add((combining, to, parts[to++]));
            keys.Sort();
            for (var i = 0; i < keys.Count; i++) parts[from + i] = keys[i].Value;
            from = to;
        }

        return parts;
    }

    private static List<int> Compose(List<int> parts)
    {
        var result = new List<int>(parts.Count);
        var starter = -1;
        // The class of what was kept since the starter: -1 for nothing yet.
        var last = -1;
        foreach (var value in parts)
        {
            var combining = ClassOf(value);
            if (starter >= 0 && last < combining && Join(result[starter], value) is { } joined)
            {
                result[starter] = joined;
                continue;
            }

            if (combining == 0)
            {
                starter = result.Count;
                last = -1;
            }
            else
            {
                last = combining;
            }

            result.Add(value);
        }

        return result;
    }

    private static int? Join(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + 19 && second is >= VowelBase and < VowelBase + Vowels)
            return SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Tails);
        var syllable = first - SyllableBase;
        if (syllable is >= 0 and < Syllables && syllable % Tails == 0 && second is > TailBase and < TailBase + Tails) return first + second - TailBase;
        return s_pairs.TryGetValue(((ulong)first << 21) | (uint)second, out var joined) ? joined : null;
    }

    private static ulong? Entry(int value)
    {
        var table = NfcTables.Decompositions;
        int low = 0, high = table.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var at = (int)((table[middle] >> 42) & Mask);
            if (at == value) return table[middle];
            if (at < value) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    private static int ClassOf(int value)
    {
        if (value < FirstOfInterest) return 0;
        var table = NfcTables.Classes;
        int low = 0, high = table.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < (int)(table[middle] >> 29)) high = middle - 1;
            else if (value > (int)((table[middle] >> 8) & Mask)) low = middle + 1;
            else return (int)(table[middle] & 0xFF);
        }

        return 0;
    }

    private static Dictionary<ulong, int> Pairs()
    {
        var pairs = new Dictionary<ulong, int>();
        foreach (var entry in NfcTables.Decompositions)
        {
            if (entry >> 63 == 0) pairs[entry & ((1UL << 42) - 1)] = (int)((entry >> 42) & Mask);
        }

        return pairs;
    }
}
