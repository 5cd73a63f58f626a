using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Countersign.Desk.Reports;

/// <summary>HTML being written. Whatever is interpolated is encoded, unless it is HTML already: a file name can never become markup.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup with encoded values.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] ref Handler handler)
    {
        _ = handler;
        return this;
    }

    /// <summary>Appends plain markup.</summary>
    public Html Add(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>The page so far, as UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    /// <summary>Text as it may stand in HTML; control characters and direction marks are made visible.</summary>
    public static string Encode(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n' or '\t' or '\r') visible.Append(c);
            else if (char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u061C' or '\u200E' or '\u200F') visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else visible.Append(c);
        }
        return HtmlEncoder.Default.Encode(visible.ToString());
    }

    /// <summary>Encodes what is interpolated.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        private readonly Html _html;

        /// <summary>Called by the compiler.</summary>
        public Handler(int literalLength, int formattedCount, Html html) => _html = html;

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string literal) => _html._text.Append(literal);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted(DateTime value, string format) => _html._text.Append(Encode(value.ToString(format, CultureInfo.InvariantCulture)));

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(T value) => _html._text.Append(value is Html html ? html.ToString() : Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
    }
}
