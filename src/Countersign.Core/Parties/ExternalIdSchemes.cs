using System.Buffers;
using System.Collections.Immutable;

namespace Countersign.Core.Parties;

/// <summary>The schemes whose ids can be checked, with the rule of each.</summary>
public static class ExternalIdSchemes
{
    private static readonly SearchValues<char> s_lettersAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789ABCDEF");

    private static readonly Dictionary<string, Func<string, string?>> s_rules = new(StringComparer.Ordinal)
    {
        // ISO 27729: sixteen digits, the last an ISO 7064 mod 11-2 check character. ORCID is a block of the same scheme.
        ["isni"] = text => Mod11Dash2(Keep(text, " -")),
        ["orcid"] = text => Mod11Dash2(Keep(text, "-")),
        // CISAC IPI name number: eleven digits, the last two mod 101 over the first nine, weights ten down to two.
        ["ipi"] = Ipi,
        // No check digit is defined: the form alone.
        ["imdb"] = text => text.Length is 9 or 10 && text[..2] is "nm" or "tt" && text.AsSpan(2).ContainsAnyExceptInRange('0', '9') is false ? text : null,
        ["isrc"] = Isrc,
        // ISO 15707: 'T', nine digits, one check digit.
        ["iswc"] = Iswc,
        ["isbn"] = Isbn,
        // EIDR: 10.5240/ and five groups of four hex digits, then ISO 7064 mod 37,36.
        ["eidr"] = Eidr,
    };

    /// <summary>The schemes, in ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_rules.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The compact form of a valid id, or null.</summary>
    public static string? Compact(string scheme, string text) =>
        text.Length <= 64 && s_rules.TryGetValue(scheme, out var rule) ? rule(text) : null;

    private static string Keep(string text, string separators) => string.Concat(text.Where(c => !separators.Contains(c, StringComparison.Ordinal)));

    private static string? Mod11Dash2(string text)
    {
        if (text.Length != 16 || text.AsSpan(0, 15).ContainsAnyExceptInRange('0', '9')) return null;
        var sum = 0;
        foreach (var c in text.AsSpan(0, 15)) sum = (sum + c - '0') * 2 % 11;
        var check = (12 - sum) % 11;
        return text[15] == (check == 10 ? 'X' : (char)('0' + check)) ? text : null;
    }

    private static string? Ipi(string text)
    {
        var digits = Keep(text, " .");
        if (digits.Length is < 9 or > 11 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        digits = digits.PadLeft(11, '0');
        var sum = 0;
        for (var i = 0; i < 9; i++) sum += (10 - i) * (digits[i] - '0');
        var check = (101 - (sum % 101)) % 101 % 100;
        return check == int.Parse(digits.AsSpan(9), System.Globalization.CultureInfo.InvariantCulture) ? digits : null;
    }

    private static string? Isrc(string text)
    {
        var code = Keep(text, "- ").ToUpperInvariant();
        return code.Length == 12 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
               && code.AsSpan(2, 3).IndexOfAnyExcept(s_lettersAndDigits) < 0
               && code.AsSpan(5).ContainsAnyExceptInRange('0', '9') is false ? code : null;
    }

    private static string? Iswc(string text)
    {
        var code = Keep(text, "-. ").ToUpperInvariant();
        if (code.Length != 11 || code[0] != 'T' || code.AsSpan(1).ContainsAnyExceptInRange('0', '9')) return null;
        var sum = 1;
        for (var i = 1; i <= 9; i++) sum += i * (code[i] - '0');
        return (10 - (sum % 10)) % 10 == code[10] - '0' ? code : null;
    }

    private static string? Isbn(string text)
    {
        var code = Keep(text, "- ").ToUpperInvariant();
        var sum = 0;
        if (code.Length == 13 && code.AsSpan().ContainsAnyExceptInRange('0', '9') is false)
        {
            if (code[..3] is not ("978" or "979")) return null;
            for (var i = 0; i < 13; i++) sum += (code[i] - '0') * (i % 2 == 0 ? 1 : 3);
            return sum % 10 == 0 ? code : null;
        }
        if (code.Length != 10 || code.AsSpan(0, 9).ContainsAnyExceptInRange('0', '9') || !(char.IsAsciiDigit(code[9]) || code[9] == 'X')) return null;
        for (var i = 0; i < 10; i++) sum += (code[i] == 'X' ? 10 : code[i] - '0') * (10 - i);
        return sum % 11 == 0 ? code : null;
    }

    private static string? Eidr(string text)
    {
        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var code = text.ToUpperInvariant();
        if (!code.StartsWith("10.5240/", StringComparison.Ordinal)) return null;
        var groups = code[8..].Split('-');
        if (groups.Length != 6 || groups[5].Length != 1) return null;
        if (groups.Take(5).Any(group => group.Length != 4 || group.AsSpan().IndexOfAnyExcept(s_hex) >= 0)) return null;
        var product = 36;
        foreach (var c in string.Concat(groups.Take(5)))
        {
            var sum = (product + Alphabet.IndexOf(c, StringComparison.Ordinal)) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        return Alphabet[(37 - product) % 36] == groups[5][0] ? code : null;
    }
}
