using System.Buffers;
using System.Globalization;
using System.Text;
using Countersign.Core.Shared;

namespace Countersign.Desk.Standards.Odrl.Rdf;

/// <summary>
/// Turtle (W3C RDF 1.1): prefixes, names, nodes without a name, lists, and values with types or languages. What it does not know it refuses,
/// with the line; nothing is fetched.
/// </summary>
internal sealed class TurtleReader
{
    private const int Deepest = 64;

    private static readonly SearchValues<char> s_notInPrefix = SearchValues.Create(" \t\r\n<>\"");
    private static readonly SearchValues<char> s_notInIri = SearchValues.Create(" \t\r\n<\"{}|^`");

    private readonly string _text;
    private readonly string _blankPrefix;
    private readonly RdfGraph _graph = new();
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private string _base = "";
    private int _at;
    private int _blanks;
    private string? _wrong;

    private TurtleReader(string text, string blankPrefix) => (_text, _blankPrefix) = (text, blankPrefix);

    /// <summary>The graph of a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="blankPrefix">Stands before the labels of nodes without a name, so that those of two documents differ.</param>
    public static Outcome<RdfGraph> Read(string text, string blankPrefix = "")
    {
        var reader = new TurtleReader(text, blankPrefix);
        reader.Document();
        return reader._wrong is { } wrong ? new Problem("odrl.turtle", wrong, $"line {reader.Line}", "Compare the line with Turtle (W3C RDF 1.1).") : Outcome.Ok(reader._graph);
    }

    private int Line => 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private bool Failed => _wrong is not null;

    private void Wrong(string says) => _wrong ??= says;

    private void Document()
    {
        for (Blank(); _at < _text.Length && !Failed; Blank())
        {
            if (Word("@prefix")) Prefix(true);
            else if (Word("@base")) Base(true);
            else if (Word("PREFIX")) Prefix(false);
            else if (Word("BASE")) Base(false);
            else
            {
                var bracketed = Next == '[';
                var subject = Term(0);
                if (Failed) return;
                if (subject.Kind == RdfKind.Literal) Wrong("A value cannot be what something is said of.");
                Blank();
                if (!(bracketed && Next == '.')) Predicates(subject, 0);
                End();
            }
            if (_graph.Count > RdfGraph.MostTriples) Wrong("The document is longer than is read.");
        }
    }

    // Without regard to case, for the two words that SPARQL brought; a prefixed name is not one of them.
    private bool Word(string word)
    {
        if (string.Compare(_text, _at, word, 0, word.Length, word[0] == '@' ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase) != 0) return false;
        var after = _at + word.Length;
        if (after < _text.Length && !char.IsWhiteSpace(_text[after]) && _text[after] != '<') return false;
        _at = after;
        return true;
    }

    private void Prefix(bool dotted)
    {
        Blank();
        var colon = _text.IndexOf(':', _at);
        if (colon < 0 || _text.AsSpan(_at, colon - _at).ContainsAny(s_notInPrefix)) { Wrong("A prefix ends with ':'."); return; }
        var name = _text[_at..colon];
        _at = colon + 1;
        Blank();
        if (Next != '<') { Wrong("A prefix stands for a name in '<' and '>'."); return; }
        _prefixes[name] = Iri();
        if (dotted) End();
    }

    private void Base(bool dotted)
    {
        Blank();
        if (Next != '<') { Wrong("A base is a name in '<' and '>'."); return; }
        _base = Iri();
        if (dotted) End();
    }

    private void End()
    {
        Blank();
        if (Failed) return;
        if (Next != '.') { Wrong("A '.' is missing here."); return; }
        _at++;
    }

    private void Predicates(RdfTerm subject, int depth)
    {
        while (!Failed)
        {
            Blank();
            if (Next is '.' or ']' or '\0') return;
            string predicate;
            if (Next == 'a' && _at + 1 < _text.Length && (char.IsWhiteSpace(_text[_at + 1]) || _text[_at + 1] is '<' or '[' or '#'))
            {
                _at++;
                predicate = Vocabulary.Type;
            }
            else
            {
                var term = Term(depth);
                if (Failed) return;
                if (term.Kind != RdfKind.Iri) { Wrong("What is said is a name."); return; }
                predicate = term.Value;
            }
            do
            {
                Blank();
                var value = Term(depth);
                if (Failed) return;
                _graph.Add(subject, predicate, value);
                Blank();
            }
            while (Taken(','));
            var more = false;
            while (Taken(';')) { more = true; Blank(); }
            if (!more) return;
        }
    }

    private bool Taken(char c)
    {
        if (Next != c) return false;
        _at++;
        return true;
    }

    private RdfTerm Term(int depth)
    {
        if (depth > Deepest) { Wrong("It is nested deeper than is read."); return default; }
        switch (Next)
        {
            case '<': return RdfTerm.Iri(Iri());
            case '"' or '\'': return Value();
            case '[': return Bracket(depth);
            case '(': return List(depth);
            case '_' when _at + 1 < _text.Length && _text[_at + 1] == ':':
                _at += 2;
                return new(RdfKind.Blank, $"{_blankPrefix}l-{Local()}");
            case '+' or '-' or (>= '0' and <= '9'): return Number();
            case '\0':
                Wrong("The document ends in the middle.");
                return default;
            default: return Name();
        }
    }

    private RdfTerm Fresh() => new(RdfKind.Blank, $"{_blankPrefix}b-{(_blanks++).ToString(CultureInfo.InvariantCulture)}");

    private RdfTerm Bracket(int depth)
    {
        _at++;
        var node = Fresh();
        Predicates(node, depth + 1);
        Blank();
        if (!Failed && !Taken(']')) Wrong("A ']' is missing here.");
        return node;
    }

    private RdfTerm List(int depth)
    {
        _at++;
        RdfTerm? head = null, last = null;
        for (Blank(); !Failed && Next != ')'; Blank())
        {
            var value = Term(depth + 1);
            if (Failed) break;
            var cell = Fresh();
            _graph.Add(cell, Vocabulary.First, value);
            if (last is { } before) _graph.Add(before, Vocabulary.Rest, cell);
            head ??= cell;
            last = cell;
        }
        if (!Failed) _at++;
        if (last is { } end) _graph.Add(end, Vocabulary.Rest, RdfTerm.Iri(Vocabulary.Nil));
        return head ?? RdfTerm.Iri(Vocabulary.Nil);
    }

    private RdfTerm Name()
    {
        var start = _at;
        var prefix = Local();
        if (Next != ':')
        {
            if (prefix is "true" or "false") return RdfTerm.Literal(prefix, Vocabulary.Xsd + "boolean");
            _at = start;
            Wrong("A name, a value or a node is expected here.");
            return default;
        }
        if (!_prefixes.TryGetValue(prefix, out var iri)) { Wrong($"The prefix '{Aipref.AiprefStandard.Shown(prefix)}' is not declared."); return default; }
        _at++;
        return RdfTerm.Iri(iri + Local(colons: true));
    }

    private string Local(bool colons = false)
    {
        var local = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = Next;
            if (char.IsLetterOrDigit(c) || c is '_' or '-' or '%' || char.IsSurrogate(c) || (colons && c == ':')) local.Append(c);
            // A dot belongs to a name only when the name goes on after it.
            else if (c == '.' && local.Length > 0 && _at + 1 < _text.Length && (char.IsLetterOrDigit(_text[_at + 1]) || _text[_at + 1] is '_' or '-')) local.Append(c);
            else if (c == '\\' && colons && _at + 1 < _text.Length && "_~.-!$&'()*+,;=/?#@%".Contains(_text[_at + 1], StringComparison.Ordinal)) local.Append(_text[++_at]);
            else break;
            _at++;
        }
        return local.ToString();
    }

    private RdfTerm Number()
    {
        var start = _at;
        if (Next is '+' or '-') _at++;
        var (dots, exponent) = (0, false);
        for (; _at < _text.Length; _at++)
        {
            if (char.IsAsciiDigit(Next)) continue;
            if (Next == '.' && dots == 0 && !exponent && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])) dots++;
            else if (Next is 'e' or 'E' && !exponent)
            {
                exponent = true;
                if (_at + 1 < _text.Length && _text[_at + 1] is '+' or '-') _at++;
            }
            else break;
        }
        if (!_text.AsSpan(start, _at - start).ContainsAnyInRange('0', '9')) Wrong("A number has digits.");
        return RdfTerm.Literal(_text[start.._at], Vocabulary.Xsd + (exponent ? "double" : dots > 0 ? "decimal" : "integer"));
    }

    private string Iri()
    {
        var end = _text.IndexOf('>', _at);
        if (end < 0) { Wrong("A '>' is missing."); return ""; }
        var iri = _text[(_at + 1)..end];
        if (iri.AsSpan().ContainsAny(s_notInIri)) { Wrong("A name holds no blanks."); return ""; }
        _at = end + 1;
        if (iri.Contains('\\', StringComparison.Ordinal)) iri = Unescaped(iri);
        // A name relative to the base is put behind it; what the base is of no policy depends on.
        return _base.Length > 0 && !iri.Contains(':', StringComparison.Ordinal) ? _base + iri : iri;
    }

    private RdfTerm Value()
    {
        var quote = Next;
        var isLong = string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0;
        _at += isLong ? 3 : 1;
        var start = _at;
        while (_at < _text.Length)
        {
            if (Next == '\\') { _at += 2; continue; }
            if (!isLong && (Next is '\n' or '\r')) { Wrong("A value ends on its line."); return default; }
            if (Next == quote && (!isLong || string.CompareOrdinal(_text, _at, new string(quote, 3), 0, 3) == 0)) break;
            _at++;
        }
        if (_at >= _text.Length) { _at = _text.Length; Wrong("A value does not end."); return default; }
        var value = Unescaped(_text[start.._at]);
        _at += isLong ? 3 : 1;
        if (Next == '@')
        {
            _at++;
            Local();
            return RdfTerm.Literal(value, Vocabulary.Rdf + "langString");
        }
        if (string.CompareOrdinal(_text, _at, "^^", 0, 2) != 0) return RdfTerm.Literal(value);
        _at += 2;
        var type = Next == '<' ? RdfTerm.Iri(Iri()) : Name();
        return Failed ? default : RdfTerm.Literal(value, type.Value);
    }

    private string Unescaped(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') { plain.Append(text[i]); continue; }
            if (++i >= text.Length) { Wrong("An escape does not end."); break; }
            var digits = text[i] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (i + digits >= text.Length) { Wrong("An escape does not end."); break; }
                if (!int.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code)) { Wrong("An escape is no character."); break; }
                plain.Append(new Rune(code).ToString());
                i += digits;
                continue;
            }
            var c = text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'b' => '\b', 'f' => '\f', '"' => '"', '\'' => '\'', '\\' => '\\', _ => '\0' };
            if (c == '\0') { Wrong("An escape that Turtle does not have."); break; }
            plain.Append(c);
        }
        return plain.ToString();
    }

    private void Blank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(Next)) _at++;
            else if (Next == '#') while (_at < _text.Length && Next != '\n') _at++;
            else return;
        }
    }
}
