using System.Collections.Frozen;
using System.Globalization;

namespace Countersign.Matching.Text;

/// <summary>
/// Folds characters that readers take for the same: case, compatibility forms (ﬁ, full width), Latin, Greek and Cyrillic
/// diacritics, Hebrew and Arabic points. From an embedded table, because the runtime normalises nothing when it runs
/// without culture data (InvariantGlobalization), and so that a fingerprint does not depend on the operating system.
/// </summary>
internal static class Folding
{
    // Read when the first character outside ASCII turns up.
    private static readonly Lazy<FrozenDictionary<int, string>> Table = new(Read);

    /// <summary>What to compare instead of this character; null when it stands for itself.</summary>
    public static string? Of(int codePoint) => Table.Value.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, string> Read()
    {
        using var stream = typeof(Folding).Assembly.GetManifestResourceStream("folding.txt")!;
        using var reader = new StreamReader(stream);
        var table = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var fields = line.Split(' ');
            var slash = fields[0].IndexOf('/', StringComparison.Ordinal);
            var bounds = (slash < 0 ? fields[0] : fields[0][..slash]).Split('-');
            var from = Hex(bounds[0]);
            if (bounds.Length == 1)
            {
                table[from] = string.Concat(fields.Skip(1).Select(f => char.ConvertFromUtf32(Hex(f))));
                continue;
            }

            var target = Hex(fields[1]);
            for (var c = from; c <= Hex(bounds[1]); c += slash < 0 ? 1 : 2)
                table[c] = char.ConvertFromUtf32(target + c - from);
        }

        return table.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
