namespace Countersign.Core.Shared;

/// <summary>Enumerations as the words people read and write: <c>SeparatelySigned</c> is <c>separately-signed</c>.</summary>
public static class Words
{
    /// <summary>The word for a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        var word = new System.Text.StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetterUpper(name[i]) && i > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(name[i]));
        }
        return word.ToString();
    }

    /// <summary>The value of a word.</summary>
    public static Outcome<T> Parse<T>(string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == word) return value;
        var known = Enum.GetValues<T>().Select(Of).ToArray();
        return new Problem("form.unknown-word", $"'{word}' is not one of the words that may stand here.", Try: "One of: " + string.Join(", ", known) + ".");
    }
}
