using System.Text;

namespace Countersign.Matching.Text;

/// <summary>
/// Joins Hangul jamo to syllables, so that decomposed text (as some file systems and editors make it) folds to the same
/// words as composed text. Source: The Unicode Standard, section 3.12, conjoining jamo behaviour.
/// </summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00, Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7;
    private const int VowelCount = 21, TrailingCount = 28, SyllableCount = 11172;

    /// <summary>Joins the character to the last one of the word where the two make a syllable.</summary>
    /// <returns>False when they do not, and nothing was changed.</returns>
    public static bool Compose(StringBuilder word, int value)
    {
        if (word.Length == 0)
            return false;
        var last = word[^1];
        if (last is >= (char)Leading and < (char)(Leading + 19) && value is >= Vowels and < Vowels + VowelCount)
        {
            word[^1] = (char)(Syllables + ((last - Leading) * VowelCount + value - Vowels) * TrailingCount);
            return true;
        }

        var open = last - Syllables;
        if (open is < 0 or >= SyllableCount || open % TrailingCount != 0 || value is <= Trailing or >= Trailing + TrailingCount)
            return false;
        word[^1] = (char)(last + value - Trailing);
        return true;
    }
}
