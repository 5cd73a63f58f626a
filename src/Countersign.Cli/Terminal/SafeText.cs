using System.Globalization;
using System.Text;

namespace Countersign.Cli.Terminal;

/// <summary>Text from outside, made safe to show: a file name can hold escape codes that repaint the screen, or marks that turn the reading direction.</summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        if (!text.Any(IsDangerous)) return text;
        var safe = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (!IsDangerous(c)) safe.Append(c);
            else if (c == '\n') safe.Append("\\n");
            else if (c == '\t') safe.Append("\\t");
            else safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return safe.ToString();
    }

    private static bool IsDangerous(char c) =>
        char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or '\uFFFE' or '\uFEFF';
}
