namespace Countersign.Core.Shared;

/// <summary>The readable part of an id: 1 to 80 of a–z, 0–9, '-' and '.', starting with a letter or digit.</summary>
public static class Slug
{
    /// <summary>True for a well-formed slug.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 80 || !char.IsAsciiLetterOrDigit(text[0])) return false;
        foreach (var c in text)
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')) return false;
        return true;
    }

    /// <summary>A slug made from a name: Latin accents folded, other scripts dropped. Empty when nothing is left, so the caller must ask for an id.</summary>
    public static string From(string name)
    {
        var slug = new System.Text.StringBuilder(name.Length);
        foreach (var c in name)
        {
            var folded = Fold(c);
            if (folded.Length > 0) slug.Append(folded);
            else if (!char.IsLetterOrDigit(c) && c != '\'' && c != '\u2019' && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var text = slug.ToString().Trim('-');
        return text.Length > 80 ? text[..80].Trim('-') : text;
    }

    // Unicode normalisation depends on the machine's tables (and is absent in invariant mode); an id must not.
    private static string Fold(char c) => char.ToLowerInvariant(c) switch
    {
        var plain when char.IsAsciiLetterOrDigit(plain) => plain.ToString(),
        >= 'à' and <= 'å' or 'ā' or 'ă' or 'ą' => "a",
        'æ' => "ae",
        'ç' or 'ć' or 'č' or 'ĉ' or 'ċ' => "c",
        'ď' or 'đ' or 'ð' => "d",
        >= 'è' and <= 'ë' or 'ē' or 'ĕ' or 'ė' or 'ę' or 'ě' => "e",
        'ĝ' or 'ğ' or 'ġ' or 'ģ' => "g",
        >= 'ì' and <= 'ï' or 'ī' or 'į' or 'ı' or 'ĭ' => "i",
        'ķ' => "k",
        'ł' or 'ľ' or 'ĺ' or 'ļ' => "l",
        'ñ' or 'ń' or 'ň' or 'ņ' => "n",
        >= 'ò' and <= 'ö' or 'ø' or 'ō' or 'ŏ' or 'ő' => "o",
        'œ' => "oe",
        'ŕ' or 'ř' or 'ŗ' => "r",
        'ś' or 'š' or 'ş' or 'ŝ' or 'ș' => "s",
        'ß' => "ss",
        'ť' or 'ţ' or 'ț' => "t",
        'þ' => "th",
        >= 'ù' and <= 'ü' or 'ū' or 'ŭ' or 'ů' or 'ű' or 'ų' => "u",
        'ý' or 'ÿ' => "y",
        'ź' or 'ż' or 'ž' => "z",
        _ => "",
    };
}
