using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Whether a statement lets or forbids: it decides how much of a use a condition must reach.</summary>
public enum Reach
{
    /// <summary>A grant must hold the whole of the use.</summary>
    Whole,

    /// <summary>A prohibition is met as soon as it touches a part of the use.</summary>
    Part,
}

/// <summary>A limit by words: only these, or all except these. A word covers those below it (<c>advertising</c> covers <c>advertising/alcohol</c>, <c>en</c> covers <c>en-GB</c>).</summary>
/// <param name="IsExcept">True for "all except".</param>
/// <param name="Terms">The words, distinct, in ordinal order.</param>
public sealed record TermSet(bool IsExcept, ImmutableArray<string> Terms)
{
    /// <summary>Whether a use with these values meets the limit. Null values: the use does not say.</summary>
    public Truth Evaluate(ImmutableArray<string>? values, char separator, Reach reach)
    {
        if (values is not { Length: > 0 } stated) return Truth.Unknown;
        var worst = reach == Reach.Whole ? Truth.True : Truth.False;
        foreach (var value in stated)
        {
            var truth = Evaluate(value, separator, reach);
            worst = reach == Reach.Whole ? (Truth)Math.Min((int)worst, (int)truth) : (Truth)Math.Max((int)worst, (int)truth);
        }
        return worst;
    }

    private Truth Evaluate(string value, char separator, Reach reach)
    {
        var (inside, straddles) = (false, false);
        foreach (var term in Terms)
        {
            if (IsWithin(value, term, separator)) inside = true;
            // The use names something broader than the limit does: a part of it may lie inside, a part outside.
            else if (IsWithin(term, value, separator)) straddles = true;
        }
        straddles &= !inside;
        return (IsExcept, reach) switch
        {
            (false, Reach.Whole) => inside ? Truth.True : Truth.False,
            (false, Reach.Part) => inside ? Truth.True : straddles ? Truth.Unknown : Truth.False,
            (true, Reach.Whole) => inside ? Truth.False : straddles ? Truth.Unknown : Truth.True,
            (true, _) => inside ? Truth.False : Truth.True,
            _ => Truth.Error,
        };
    }

    private static bool IsWithin(string value, string term, char separator) =>
        value.Length == term.Length ? value == term : value.Length > term.Length && value[term.Length] == separator && value.StartsWith(term, StringComparison.Ordinal);

    /// <summary>For people: <c>FR, IT</c> or <c>all but FR</c>.</summary>
    public override string ToString() => (IsExcept ? "all but " : "") + string.Join(", ", Terms);

    /// <summary>Equal when it says the same.</summary>
    public bool Equals(TermSet? other) => other is not null && IsExcept == other.IsExcept && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(IsExcept, Terms.Length);
}
