using System.Collections.Immutable;

namespace Countersign.Desk.Standards.Aipref;

/// <summary>One member of a structured-field dictionary: its key, and its value where that is a token.</summary>
/// <param name="Key">As written.</param>
/// <param name="Token">The token; null for a value of any other type.</param>
internal readonly record struct Member(string Key, string? Token);

/// <summary>
/// Parses the dictionaries of RFC 9651, section 4.2.2, strictly: the whole value or nothing. Members keep the order of first appearance and the
/// value of the last. Parameters and values other than tokens are checked for form and then forgotten, since AIPREF gives them no meaning.
/// </summary>
internal ref struct StructuredDictionary
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private StructuredDictionary(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The members; null, with the offset where it stopped, for what is no dictionary.</summary>
    public static ImmutableArray<Member>? Parse(ReadOnlySpan<char> text, out int stoppedAt)
    {
        var parser = new StructuredDictionary(text);
        var members = parser.Dictionary();
        stoppedAt = parser._at;
        return members;
    }

    private readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    private ImmutableArray<Member>? Dictionary()
    {
        var members = new List<Member>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        Skip(" ");
        while (_at < _text.Length)
        {
            if (Key() is not { } key) return null;
            string? token = null;
            if (Next == '=')
            {
                _at++;
                if (!(Next == '(' ? InnerList() : BareItem(out token))) return null;
            }
            // A key without a value is the boolean true, which is no token.
            if (!Parameters()) return null;
            if (places.TryGetValue(key, out var place)) members[place] = new(key, token);
            else
            {
                places[key] = members.Count;
                members.Add(new(key, token));
            }
            var before = _at;
            Skip(" \t");
            if (_at == _text.Length)
            {
                // Only spaces may follow the last member; a tab may stand around commas alone.
                if (_text[before..].Contains('\t')) return null;
                break;
            }
            if (Next != ',') return null;
            _at++;
            Skip(" \t");
            if (_at == _text.Length) return null;
        }
        return [.. members];
    }

    private string? Key()
    {
        var start = _at;
        if (!(char.IsAsciiLetterLower(Next) || Next == '*')) return null;
        while (char.IsAsciiLetterLower(Next) || char.IsAsciiDigit(Next) || Next is '_' or '-' or '.' or '*') _at++;
        return _text[start.._at].ToString();
    }

    private bool Parameters()
    {
        while (Next == ';')
        {
            _at++;
            Skip(" ");
            if (Key() is null) return false;
            if (Next != '=') continue;
            _at++;
            if (!BareItem(out _)) return false;
        }
        return true;
    }

    private bool InnerList()
    {
        _at++;
        while (_at < _text.Length)
        {
            Skip(" ");
            if (Next == ')')
            {
                _at++;
                return true;
            }
            if (!BareItem(out _) || !Parameters()) return false;
            if (Next is not (' ' or ')')) return false;
        }
        return false;
    }

    private bool BareItem(out string? token)
    {
        token = null;
        switch (Next)
        {
            case '"': return String();
            case ':': return Bytes();
            case '?':
                _at++;
                if (Next is not ('0' or '1')) return false;
                _at++;
                return true;
            case '@':
                _at++;
                return Number(out var isWhole) && isWhole;
            case '%': return Display();
            case '-' or (>= '0' and <= '9'): return Number(out _);
            case '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'):
                var start = _at;
                while (char.IsAsciiLetterOrDigit(Next) || (Next != '\0' && "!#$%&'*+-.^_`|~:/".Contains(Next, StringComparison.Ordinal))) _at++;
                token = _text[start.._at].ToString();
                return true;
            default: return false;
        }
    }

    // At most 15 digits, or 12 and up to 3 after the point.
    private bool Number(out bool isWhole)
    {
        isWhole = true;
        if (Next == '-') _at++;
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        var digits = _at - start;
        if (digits == 0 || digits > 15) return false;
        if (Next != '.') return true;
        isWhole = false;
        _at++;
        var fraction = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        return digits <= 12 && _at - fraction is >= 1 and <= 3;
    }

    private bool String()
    {
        _at++;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '"') return true;
            if (c is < ' ' or > '~') return false;
            if (c == '\\')
            {
                if (Next is not ('"' or '\\')) return false;
                _at++;
            }
        }
        return false;
    }

    private bool Bytes()
    {
        _at++;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == ':') return true;
            if (!(char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')) return false;
        }
        return false;
    }

    private bool Display()
    {
        _at++;
        if (Next != '"') return false;
        _at++;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == '"') return true;
            if (c is < ' ' or > '~') return false;
            if (c != '%') continue;
            for (var i = 0; i < 2; i++, _at++)
                if (!(char.IsAsciiDigit(Next) || Next is >= 'a' and <= 'f')) return false;
        }
        return false;
    }

    private void Skip(string characters)
    {
        while (_at < _text.Length && characters.Contains(_text[_at], StringComparison.Ordinal)) _at++;
    }
}
