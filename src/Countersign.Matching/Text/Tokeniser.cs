using System.Buffers;
using System.Globalization;
using System.Text;

namespace Countersign.Matching.Text;

/// <summary>Cuts text into words that compare equal when a reader would call them the same word.</summary>
/// <remarks>
/// A word is a run of letters, marks and digits. Folded away: case, compatibility forms (ligatures, full width),
/// diacritics of Latin, Greek and Cyrillic, Hebrew and Arabic points, soft hyphens and invisible joiners. Marks that
/// spell something (Indic vowels, kana voicing) stay. An apostrophe of any shape between two letters is dropped
/// (<c>don’t</c> is <c>dont</c>); a hyphen separates (<c>well-known</c> is two words), as does everything else, emoji, controls
/// and lone surrogates included. Han, kana, Thai, Lao, Khmer and Myanmar have no spaces: each character, with the marks
/// on it, is a token. A word longer than 64 characters is cut there, so that one unbroken megabyte is not one word.
/// Time and memory are linear in the text.
/// </remarks>
public static class Tokeniser
{
    private const int LongestWord = 64;

    /// <summary>Cuts the text. Any UTF-16 is accepted; a lone surrogate counts as one code point.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<Token> Tokenise(string text) => new Run(text).ToEnd();

    private enum Kind
    {
        Separator,
        Word,
        Syllable,
        Mark,
        Apostrophe,
        Invisible,
    }

    private sealed class Run(string text)
    {
        private readonly List<Token> _tokens = new(text.Length / 6 + 1);
        private readonly StringBuilder _word = new();

        // One string for each distinct word: a novel has 200,000 words but 10,000 different ones.
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);

        private int _start, _end, _utf16Start, _utf16End, _characters;
        private bool _open, _syllable;

        public List<Token> ToEnd()
        {
            int codePoint = 0, at = 0;
            while (at < text.Length)
            {
                var units = 1;
                int value = text[at];
                if (value >= 0x80 && Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out units) == OperationStatus.Done)
                    value = rune.Value;
                Take(value, KindOf(value), at, units, codePoint);
                at += units;
                codePoint++;
            }

            Close();
            return _tokens;
        }

        private void Take(int value, Kind kind, int at, int units, int codePoint)
        {
            switch (kind)
            {
                case Kind.Invisible:
                case Kind.Apostrophe when _open && !_syllable && LetterFollows(at + units):
                    return;
                case Kind.Mark when _open:
                    break;
                case Kind.Word or Kind.Syllable:
                    if (_open && (_syllable || kind == Kind.Syllable || _characters >= LongestWord))
                        Close();
                    if (!_open)
                        (_open, _syllable, _start, _utf16Start) = (true, kind == Kind.Syllable, codePoint, at);
                    break;
                default:
                    Close();
                    return;
            }

            Append(value);
            _characters++;
            (_end, _utf16End) = (codePoint + 1, at + units);
            if (kind == Kind.Mark && _characters >= 2 * LongestWord)
                Close();
        }

        private void Append(int value)
        {
            if (value < 0x80)
                _word.Append((char)(value is >= 'A' and <= 'Z' ? value | 0x20 : value));
            else if (Folding.Of(value) is { } folded)
                _word.Append(folded);
            else if (!Hangul.Compose(_word, value))
                _word.Append(new Rune(value).ToString());
        }

        private void Close()
        {
            if (!_open)
                return;
            if (_word.Length > 0)
                _tokens.Add(new Token(Known(), _start, _end, _utf16Start, _utf16End, _syllable));
            _word.Clear();
            (_open, _characters) = (false, 0);
        }

        private string Known()
        {
            Span<char> buffer = _word.Length <= 512 ? stackalloc char[_word.Length] : new char[_word.Length];
            _word.CopyTo(0, buffer, _word.Length);
            var lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(buffer, out var known))
                return known;
            known = new string(buffer);
            _known.Add(known);
            return known;
        }

        private bool LetterFollows(int at) =>
            at < text.Length
            && (text[at] < 0x80
                ? char.IsAsciiLetter(text[at])
                : Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == OperationStatus.Done
                    && KindOf(rune.Value) == Kind.Word);
    }

    private static Kind KindOf(int c)
    {
        if (c < 0x80)
            return char.IsAsciiLetterOrDigit((char)c) ? Kind.Word : c == '\'' ? Kind.Apostrophe : Kind.Separator;
        if (c is 0x2019 or 0x02BC or 0x2018 or 0xFF07 or 0x00B4 or 0x02B9)
            return Kind.Apostrophe;
        if (c is 0xAD or (>= 0x200B and <= 0x200F) or 0x2060 or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            return Kind.Invisible;
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                => IsUnspaced(c) ? Kind.Syllable : Kind.Word,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                => c is >= 0xFE00 and <= 0xFE0F ? Kind.Invisible : Kind.Mark,
            _ => Kind.Separator,
        };
    }

    private static bool IsUnspaced(int c) =>
        c is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) // Thai, Lao; Myanmar; Khmer
            or (>= 0x2E80 and <= 0x2FDF) or (>= 0x3005 and <= 0x3007) or (>= 0x3040 and <= 0x312F) // radicals, kana, bopomofo
            or (>= 0x31A0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) // Han
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9F) or (>= 0x1AFF0 and <= 0x1B16F)
            or (>= 0x20000 and <= 0x3FFFF);
}
