using System.Buffers;
using System.Globalization;

namespace Countersign.Credentials.Containers.Pdf;

/// <summary>
/// Reads values of a PDF out of a buffer (ISO 32000-2, 7.2 and 7.3). Nothing here follows a reference. Nesting and number of values are limited; a value that is cut off or malformed gives null.
/// </summary>
internal ref struct PdfParser(ReadOnlySpan<byte> bytes, int at = 0)
{
    // Attack: a megabyte of "[", to exhaust the stack. Name trees and page attributes have five levels.
    private const int MostDepth = 48;

    // Attack: a megabyte of one-character values, each an object in memory.
    private const int MostValues = 300_000;

    private static readonly SearchValues<byte> s_numeric = SearchValues.Create("+-.0123456789"u8);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _values;

    public int Position { get; private set; } = at;

    public static bool IsSpace(byte b) => b is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(byte b) => b is (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';

    private static bool IsRegular(byte b) => !IsSpace(b) && !IsDelimiter(b);

    /// <summary>Steps over white space and comments.</summary>
    public void SkipSpace()
    {
        while (Position < _bytes.Length)
        {
            if (_bytes[Position] == '%')
            {
                while (Position < _bytes.Length && _bytes[Position] is not (10 or 13)) Position++;
            }
            else if (IsSpace(_bytes[Position])) Position++;
            else return;
        }
    }

    /// <summary>Steps over a keyword, or stays where it is.</summary>
    public bool TryKeyword(ReadOnlySpan<byte> word)
    {
        SkipSpace();
        if (!_bytes[Position..].StartsWith(word)) return false;
        var end = Position + word.Length;
        if (end < _bytes.Length && IsRegular(_bytes[end])) return false;
        Position = end;
        return true;
    }

    /// <summary>A non-negative integer, or null, in which case it stays where it is.</summary>
    public long? Unsigned()
    {
        SkipSpace();
        var start = Position;
        long value = 0;
        while (Position < _bytes.Length && _bytes[Position] is >= (byte)'0' and <= (byte)'9' && Position - start < 18) value = (value * 10) + _bytes[Position++] - '0';
        if (Position > start && (Position >= _bytes.Length || !IsRegular(_bytes[Position]))) return value;
        Position = start;
        return null;
    }

    /// <summary>The head of an indirect object: <c>number generation obj</c>.</summary>
    public (long Number, int Generation)? Header()
    {
        var start = Position;
        if (Unsigned() is { } number && Unsigned() is { } generation and <= 65535 && TryKeyword("obj"u8)) return (number, (int)generation);
        Position = start;
        return null;
    }

    /// <summary>One value, or null.</summary>
    public PdfValue? Value() => Value(0);

    private PdfValue? Value(int depth)
    {
        SkipSpace();
        if (Position >= _bytes.Length || depth > MostDepth || ++_values > MostValues) return null;
        var start = Position;
        switch (_bytes[Position])
        {
            case (byte)'/': return Name() is { } name ? new() { Kind = PdfKind.Name, Name = name, Start = start, End = Position } : null;
            case (byte)'(': return Literal(start);
            case (byte)'[': return Array(start, depth);
            case (byte)'<': return Position + 1 < _bytes.Length && _bytes[Position + 1] == '<' ? Dictionary(start, depth) : Hexadecimal(start);
            default: return Plain(start);
        }
    }

    private PdfValue? Plain(int start)
    {
        if (Unsigned() is { } number)
        {
            // "12 0 R" is one value; "12 0" are two.
            var behind = Position;
            if (Unsigned() is { } generation and <= 65535 && TryKeyword("R"u8))
                return new() { Kind = PdfKind.Reference, Number = number, Generation = (int)generation, Start = start, End = Position };
            Position = behind;
            return new() { Kind = PdfKind.Integer, Number = number, Start = start, End = Position };
        }

        while (Position < _bytes.Length && IsRegular(_bytes[Position])) Position++;
        var word = _bytes[start..Position];
        if (word.SequenceEqual("null"u8)) return new() { Kind = PdfKind.Null, Start = start, End = Position };
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8)) return new() { Kind = PdfKind.Boolean, Number = word.Length == 4 ? 1 : 0, Start = start, End = Position };
        if (word.IsEmpty || word.IndexOfAnyExcept(s_numeric) >= 0) return null;
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed)
            ? new() { Kind = PdfKind.Integer, Number = signed, Start = start, End = Position }
            : new() { Kind = PdfKind.Real, Start = start, End = Position };
    }

    private string? Name()
    {
        var name = new List<char>();
        Position++;
        while (Position < _bytes.Length && IsRegular(_bytes[Position]))
        {
            if (_bytes[Position] == '#' && Position + 2 < _bytes.Length && Nibble(_bytes[Position + 1]) is >= 0 and var high && Nibble(_bytes[Position + 2]) is >= 0 and var low)
            {
                name.Add((char)((high << 4) | low));
                Position += 3;
            }
            else
            {
                name.Add((char)_bytes[Position++]);
            }

            if (name.Count > 4096) return null;
        }

        return new string([.. name]);
    }

    private PdfValue? Array(int start, int depth)
    {
        var items = new List<PdfValue>();
        Position++;
        while (true)
        {
            SkipSpace();
            if (Position >= _bytes.Length) return null;
            if (_bytes[Position] == ']') break;
            if (Value(depth + 1) is not { } item) return null;
            items.Add(item);
        }

        Position++;
        return new() { Kind = PdfKind.Array, Items = items, Start = start, End = Position };
    }

    private PdfValue? Dictionary(int start, int depth)
    {
        var entries = new List<KeyValuePair<string, PdfValue>>();
        Position += 2;
        while (true)
        {
            SkipSpace();
            if (Position + 1 >= _bytes.Length) return null;
            if (_bytes[Position] == '>' && _bytes[Position + 1] == '>') break;
            if (_bytes[Position] != '/' || Name() is not { } key || Value(depth + 1) is not { } value) return null;
            entries.Add(new(key, value));
        }

        Position += 2;
        return new() { Kind = PdfKind.Dictionary, Entries = entries, Start = start, End = Position };
    }

    private PdfValue? Literal(int start)
    {
        var text = new MemoryStream();
        var open = 0;
        while (Position < _bytes.Length)
        {
            var b = _bytes[Position++];
            if (b == '(' && open++ == 0) continue;
            if (b == ')' && --open == 0) return new() { Kind = PdfKind.Text, Text = text.ToArray(), Start = start, End = Position };
            if (b == '\\') Escape(text);
            else text.WriteByte(b);
        }

        return null;
    }

    private void Escape(MemoryStream text)
    {
        if (Position >= _bytes.Length) return;
        var b = _bytes[Position++];
        switch (b)
        {
            case (byte)'n': text.WriteByte(10); break;
            case (byte)'r': text.WriteByte(13); break;
            case (byte)'t': text.WriteByte(9); break;
            case (byte)'b': text.WriteByte(8); break;
            case (byte)'f': text.WriteByte(12); break;
            case 13:
                if (Position < _bytes.Length && _bytes[Position] == 10) Position++;
                break;
            case 10: break;
            case >= (byte)'0' and <= (byte)'7':
                var value = b - '0';
                for (var i = 0; i < 2 && Position < _bytes.Length && _bytes[Position] is >= (byte)'0' and <= (byte)'7'; i++) value = (value * 8) + _bytes[Position++] - '0';
                text.WriteByte((byte)value);
                break;
            default: text.WriteByte(b); break;
        }
    }

    private PdfValue? Hexadecimal(int start)
    {
        var text = new MemoryStream();
        var held = -1;
        Position++;
        while (Position < _bytes.Length)
        {
            var b = _bytes[Position++];
            if (b == '>')
            {
                if (held >= 0) text.WriteByte((byte)(held << 4));
                return new() { Kind = PdfKind.Text, Text = text.ToArray(), Start = start, End = Position };
            }

            if (IsSpace(b)) continue;
            var nibble = Nibble(b);
            if (nibble < 0) return null;
            if (held < 0) held = nibble;
            else
            {
                text.WriteByte((byte)((held << 4) | nibble));
                held = -1;
            }
        }

        return null;
    }

    private static int Nibble(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
