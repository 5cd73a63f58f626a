using System.Text;
using Countersign.Matching.Shared;

namespace Countersign.Matching.Text;

/// <summary>One selected hash of a text.</summary>
/// <param name="Hash">The hash of the five words from <paramref name="Position"/> on.</param>
/// <param name="Position">Index of the first of them among the text's tokens.</param>
public readonly record struct TextFingerprint(ulong Hash, int Position);

/// <summary>
/// Selects fingerprints of a text by winnowing (Schleimer, Wilkerson, Aiken: "Winnowing: local algorithms for document
/// fingerprinting", SIGMOD 2003): of every five consecutive five-word hashes the smallest, the rightmost of equals.
/// Two texts that share nine consecutive words share a fingerprint; one in three words starts one.
/// </summary>
/// <remarks>
/// Hashes are the same in every process and on every system. Version 1: a word's hash is FNV-1a (64 bits) over the
/// UTF-8 of its folded form, finished with the 64-bit mixer of SplitMix64; a gram's hash folds five of those with
/// <c>h = mix(h · 0x9E3779B97F4A7C15 + word)</c> from 0. A change of either, or of the folding table, is a new version.
/// </remarks>
public static class TextFingerprinter
{
    /// <summary>The version of the hashing, to be stored beside stored fingerprints.</summary>
    public const int Version = 1;

    /// <summary>Words hashed together.</summary>
    public const int GramWords = 5;

    /// <summary>Consecutive hashes of which one is kept.</summary>
    public const int Window = 5;

    /// <summary>A shared run of this many words always shares a fingerprint.</summary>
    public const int GuaranteedRun = GramWords + Window - 1;

    /// <summary>The fingerprints of a text, in order. Empty below five words.</summary>
    /// <param name="tokens">The text's words.</param>
    public static IReadOnlyList<TextFingerprint> Fingerprints(IReadOnlyList<Token> tokens) => Winnow(WordHashes(tokens));

    internal static ulong[] WordHashes(IReadOnlyList<Token> tokens)
    {
        // The tokeniser gives equal words one string, so most hashes are looked up.
        var known = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var hashes = new ulong[tokens.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            var word = tokens[i].Word;
            if (!known.TryGetValue(word, out hashes[i]))
                known[word] = hashes[i] = WordHash(word);
        }

        return hashes;
    }

    internal static List<TextFingerprint> Winnow(ReadOnlySpan<ulong> words)
    {
        var selected = new List<TextFingerprint>(words.Length / 3 + 1);
        var grams = words.Length - GramWords + 1;
        if (grams <= 0)
            return selected;
        Span<ulong> recent = stackalloc ulong[Window];
        var smallest = -1;
        for (var i = 0; i < grams; i++)
        {
            recent[i % Window] = Gram(words.Slice(i, GramWords));
            if (smallest >= 0 && smallest > i - Window)
            {
                if (recent[i % Window] <= recent[smallest % Window])
                    smallest = i;
            }
            else
            {
                smallest = i;
                for (var j = i - 1; j > i - Window && j >= 0; j--)
                    if (recent[j % Window] < recent[smallest % Window])
                        smallest = j;
            }

            // A text shorter than one window still has a fingerprint: the smallest of what there is.
            var windowFull = i >= Window - 1 || i == grams - 1;
            if (windowFull && (selected.Count == 0 || selected[^1].Position != smallest))
                selected.Add(new TextFingerprint(recent[smallest % Window], smallest));
        }

        return selected;
    }

    private static ulong WordHash(string word)
    {
        const ulong offset = 0xCBF29CE484222325, prime = 0x100000001B3;
        Span<byte> utf8 = stackalloc byte[4];
        var hash = offset;
        foreach (var rune in word.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            foreach (var b in utf8[..length])
                hash = (hash ^ b) * prime;
        }

        return SplitMix.Mix(hash);
    }

    private static ulong Gram(ReadOnlySpan<ulong> words)
    {
        var hash = 0UL;
        foreach (var word in words)
            hash = SplitMix.Mix(unchecked(hash * 0x9E3779B97F4A7C15 + word));
        return hash;
    }
}
