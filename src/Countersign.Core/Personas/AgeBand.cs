using Countersign.Core.Shared;

namespace Countersign.Core.Personas;

/// <summary>The person as they were from one age to another, both included, in completed years (0 to 130).</summary>
public readonly record struct AgeBand
{
    private AgeBand(int from, int to) => (From, To) = (from, to);

    /// <summary>The youngest age.</summary>
    public int From { get; }

    /// <summary>The oldest age.</summary>
    public int To { get; }

    /// <summary>Reads <c>25-34</c> or <c>30</c>.</summary>
    public static Outcome<AgeBand> Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (TryAge(dash < 0 ? text : text[..dash], out var from) && TryAge(dash < 0 ? text : text[(dash + 1)..], out var to) && from <= to)
            return new AgeBand(from, to);
        return new Problem("form.age-band", $"'{text}' is not an age band.", Try: "Write two ages with a dash, such as 25-34.");
    }

    private static bool TryAge(string text, out int age) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out age) && age <= 130;

    /// <summary>True when every age of <paramref name="other"/> lies in this band.</summary>
    public bool Contains(AgeBand other) => From <= other.From && other.To <= To;

    /// <summary>True when some age lies in both.</summary>
    public bool Overlaps(AgeBand other) => From <= other.To && other.From <= To;

    /// <inheritdoc />
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{From}-{To}");
}
