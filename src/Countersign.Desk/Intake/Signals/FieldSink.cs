using System.Globalization;
using System.Text;

namespace Countersign.Desk.Intake.Signals;

/// <summary>One field of metadata, before anybody asks what it means.</summary>
internal readonly record struct Field(string Name, string Value, long? Offset);

/// <summary>Gathers fields and defects within the limits.</summary>
internal sealed class FieldSink(SignalLimits limits)
{
    private int _steps;

    public SignalLimits Limits { get; } = limits;

    public List<Field> Fields { get; } = [];

    public List<SignalDefect> Defects { get; } = [];

    /// <summary>Bytes that may still be unpacked in this file.</summary>
    public int InflateBudget { get; set; } = limits.MaxInflated;

    public bool Step(long offset)
    {
        if (++_steps <= Limits.MaxSteps) return true;
        Defect("limit.reached", "The file has more metadata than is read; the rest was left out.", offset);
        return false;
    }

    public void Add(string name, string value, long? offset)
    {
        value = value.Trim('\0', ' ', '\r', '\n', '\t');
        if (value.Length == 0) return;
        if (Fields.Count >= Limits.MaxFields)
        {
            Defect("limit.reached", "The file has more metadata than is read; the rest was left out.", offset);
            return;
        }

        Fields.Add(new(name, value.Length > Limits.MaxValue ? value[..Limits.MaxValue] : value, offset));
    }

    public void AddUtf8(string name, ReadOnlySpan<byte> value, long? offset) =>
        Add(name, Encoding.UTF8.GetString(value[..Math.Min(value.Length, Limits.MaxValue)]), offset);

    public void Defect(string code, string says, long? offset)
    {
        if (!Defects.Exists(d => d.Code == code && d.Says == says)) Defects.Add(new(code, says, offset));
    }

    /// <summary>Safe to print: a terminal must not be driven by a file's metadata.</summary>
    public string Show(string value)
    {
        var text = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (text.Length >= Limits.MaxShown) { text.Append('…'); break; }
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            else text.Append(rune.ToString());
        }

        return text.ToString();
    }
}
