namespace Countersign.Matching.Text;

/// <summary>One word of a text.</summary>
/// <param name="Word">The folded form that is compared; see <see cref="Tokeniser"/>.</param>
/// <param name="Start">First Unicode code point of the word in the original text, from 0.</param>
/// <param name="End">One past its last code point.</param>
/// <param name="Utf16Start">The same start in UTF-16 units, for slicing a <see cref="string"/>.</param>
/// <param name="Utf16End">The same end in UTF-16 units.</param>
/// <param name="IsSyllable">
/// True in scripts written without spaces, where each character is a token of its own and says about half of a word.
/// </param>
public readonly record struct Token(string Word, int Start, int End, int Utf16Start, int Utf16End, bool IsSyllable);
