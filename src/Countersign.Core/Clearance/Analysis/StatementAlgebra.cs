using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>A way in which one statement goes beyond another, or in which two have nothing in common.</summary>
/// <param name="Dimension">Which dimension.</param>
/// <param name="Says">In plain words, with an example where one is needed.</param>
/// <param name="Value">A word of that dimension that shows it; null where none is needed.</param>
public sealed record Difference(Dimension Dimension, string Says, string? Value = null);

/// <summary>Whether one statement contains another.</summary>
/// <param name="Holds">True, false, or unknown when a limit cannot be compared.</param>
/// <param name="Beyond">Where the inner one goes beyond the outer.</param>
public sealed record Containment(Truth Holds, ImmutableArray<Difference> Beyond);

/// <summary>What two statements have in common.</summary>
/// <param name="Holds">True when some use is within both, false when none is, unknown when a limit cannot be compared.</param>
/// <param name="Common">The dimensions that narrow what they have in common.</param>
/// <param name="Apart">Where they have nothing in common.</param>
public sealed record Meeting(Truth Holds, ImmutableArray<Difference> Common, ImmutableArray<Difference> Apart);

/// <summary>How two statements stand to each other.</summary>
public enum Relation
{
    /// <summary>They say the same: every use within one is within the other.</summary>
    Equivalent,

    /// <summary>The first contains the second.</summary>
    Contains,

    /// <summary>The second contains the first.</summary>
    Within,

    /// <summary>Some uses are within both, and neither contains the other.</summary>
    Overlaps,

    /// <summary>No use is within both.</summary>
    Disjoint,

    /// <summary>A limit cannot be compared.</summary>
    Unknown,
}

/// <summary>
/// Compares what statements cover, without a use at hand. A statement is taken as the set of the uses that meet all its conditions (subject, act,
/// words, time, quantity, age and facts): a conjunction, so that each dimension is compared on its own. Who said it, what is owed for it and
/// whether it was taken back are left aside. Pure.
/// </summary>
public sealed class StatementAlgebra(Register register)
{
    /// <summary>Whether every use within <paramref name="inner"/> is within <paramref name="outer"/>.</summary>
    public Containment Contains(ScopedStatement outer, ScopedStatement inner)
    {
        if (IsEmpty(inner)) return new(Truth.True, []);
        var beyond = ImmutableArray.CreateBuilder<Difference>();
        var (a, b) = (outer.Scope, inner.Scope);
        foreach (var subject in inner.About)
            if (!outer.About.Any(about => register.Covers(about, subject) == Truth.True || IsBehind(about, subject, inner.Speaker)))
                beyond.Add(new(Dimension.Subject, $"{register.Title(subject)}", subject.ToString()));
        foreach (var act in b.Acts)
            if (a.Acts.All(covering => covering.Covers(act) != Truth.True)) beyond.Add(new(Dimension.Act, $"the act {act}", act.Name));
        foreach (var (dimension, name, separator) in Scope.Worded)
            if (Beyond(dimension, name, separator, a, b, inner.Speaker) is { } words) beyond.Add(words);
        if (!Holds(outer).Contains(Holds(inner))) beyond.Add(new(Dimension.Period, $"uses {Holds(inner)}, where the other holds {Holds(outer)}"));
        if (a.AgeBand is { } band && !(b.AgeBand is { } narrow && band.Contains(narrow)))
            beyond.Add(new(Dimension.AgeBand, b.AgeBand is { } shown ? $"the person shown aged {shown}, where the other says {band}" : $"the person at any age, where the other says {band}"));
        foreach (var fact in a.Requires.Except(b.Requires, StringComparer.Ordinal)) beyond.Add(new(Dimension.Requires, $"uses where '{fact}' is not so", fact));
        var fits = Fits(outer, inner);
        if (fits == Truth.False) beyond.Add(new(Dimension.Quantity, $"{Quantities(inner)}, where the other says {Quantities(outer)}"));
        var unknown = fits == Truth.Unknown;
        // What cannot be read covers nothing as far as anybody can tell, unless both say it word for word.
        if (a.Unrecognised is { Entries.IsEmpty: false } unread && !Same(unread, b.Unrecognised)) unknown = true;
        return new(beyond.Count > 0 ? Truth.False : unknown ? Truth.Unknown : Truth.True, beyond.ToImmutable());
    }

    /// <summary>Whether some use is within both.</summary>
    public Meeting Meets(ScopedStatement first, ScopedStatement second)
    {
        var common = ImmutableArray.CreateBuilder<Difference>();
        var apart = ImmutableArray.CreateBuilder<Difference>();
        var (a, b) = (first.Scope, second.Scope);
        var subjects = first.About.SelectMany(one => second.About.Select(other => Narrower(one, other))).OfType<SubjectId>().Distinct().ToList();
        Say(Dimension.Subject, subjects.Count > 0 ? string.Join(", ", subjects.Select(register.Title)) : null, "they are about different subjects");
        var acts = Act.All.Where(act => a.Acts.Any(one => one.Covers(act) == Truth.True) && b.Acts.Any(one => one.Covers(act) == Truth.True)).ToList();
        var widest = acts.Where(act => !acts.Any(other => other != act && other.Covers(act) == Truth.True)).ToList();
        Say(Dimension.Act, acts.Count > 0 ? string.Join(", ", widest) : null, "they are about different acts");
        foreach (var (dimension, name, separator) in Scope.Worded)
        {
            if (!a.Terms.TryGetValue(dimension, out var one) | !b.Terms.TryGetValue(dimension, out var other))
            {
                if ((one ?? other) is { } only) common.Add(new(dimension, $"{name} {Shown(only)}"));
                continue;
            }
            var met = dimension == Dimension.Requester
                ? Askers(one!, other!).Any(names => IsNamed(one!, names) && IsNamed(other!, names))
                : Point.Of(dimension, separator, one!, other!).Any(word => IsIn(dimension, one!, word, separator) && IsIn(dimension, other!, word, separator));
            Say(dimension, met ? one!.Equals(other) ? $"{name} {Shown(one)}" : $"{name} {Shown(one!)}, and {Shown(other!)}" : null, $"{name} {Shown(one!)} and {Shown(other!)} have nothing in common");
        }
        var (holds, too) = (Holds(first), Holds(second));
        var both = new Period(Later(holds.From, too.From), Earlier(holds.Until, too.Until));
        Say(Dimension.Period, both.Until <= both.From ? null : both.ToString(), $"one holds {holds}, the other {too}");
        if (a.AgeBand is { } band && b.AgeBand is { } ages) Say(Dimension.AgeBand, band.Overlaps(ages) ? $"the person shown aged {band}, and {ages}" : null, $"ages {band} and {ages}");
        else if ((a.AgeBand ?? b.AgeBand) is { } shown) common.Add(new(Dimension.AgeBand, $"the person shown aged {shown}"));
        foreach (var fact in a.Requires.Union(b.Requires, StringComparer.Ordinal)) common.Add(new(Dimension.Requires, $"where '{fact}' is so", fact));
        if ((a.Quantity ?? b.Quantity) is not null)
            Say(Dimension.Quantity, Never(first, second) || Never(second, first) ? null : string.Join(", and ", new[] { first, second }.Where(one => one.Scope.Quantity is not null).Select(Quantities)), $"{Quantities(first)}, and {Quantities(second)}");
        var unread = a.Unrecognised is { Entries.IsEmpty: false } || b.Unrecognised is { Entries.IsEmpty: false };
        return new(apart.Count > 0 ? Truth.False : unread ? Truth.Unknown : Truth.True, common.ToImmutable(), apart.ToImmutable());

        void Say(Dimension dimension, string? says, string otherwise)
        {
            if (says is null) apart.Add(new(dimension, otherwise));
            else common.Add(new(dimension, says));
        }
    }

    /// <summary>How two statements stand to each other.</summary>
    public Relation Compare(ScopedStatement first, ScopedStatement second)
    {
        var (over, under) = (Contains(first, second).Holds, Contains(second, first).Holds);
        if (over == Truth.True && under == Truth.True) return Relation.Equivalent;
        if (over == Truth.True) return Relation.Contains;
        if (under == Truth.True) return Relation.Within;
        return Meets(first, second).Holds switch
        {
            Truth.False => Relation.Disjoint,
            Truth.True when over == Truth.False && under == Truth.False => Relation.Overlaps,
            _ => Relation.Unknown,
        };
    }

    /// <summary>When a use must take place to be within a statement. Without a beginning of its own it begins when it was made.</summary>
    public static Period Holds(ScopedStatement statement) => statement is Delegation
        ? statement.Scope.Period ?? new(null, null)
        : new(statement.Scope.Period?.From ?? statement.Made, statement.Scope.Period?.Until);

    private bool IsEmpty(ScopedStatement statement)
    {
        var holds = Holds(statement);
        return holds.Until <= holds.From || Scope.Stated.Any(worded => statement.Scope.Terms.TryGetValue(worded.Dimension, out var terms)
            && !Point.Of(worded.Dimension, worded.Separator, terms).Any(word => IsIn(worded.Dimension, terms, word, worded.Separator)));
    }

    // What excludes a model excludes what was made from it.
    private bool IsIn(Dimension dimension, TermSet limit, string word, char separator) =>
        limit.Evaluate(dimension == Dimension.Tool && limit.IsExcept ? register.WithBases([word]) : [word], separator, Reach.Whole) == Truth.True;

    // Whoever speaks for a face speaks of it as it stands in a model, too.
    private bool IsBehind(SubjectId about, SubjectId model, PartyId speaker)
    {
        if (model.Kind != SubjectKind.Model) return false;
        var theirs = register.Behind(model).Where(of => register.Holders(of).Any(holder => holder.Party == speaker)).ToList();
        return theirs.Count > 0 && theirs.TrueForAll(of => register.Covers(about, of) == Truth.True);
    }

    private SubjectId? Narrower(SubjectId one, SubjectId other) =>
        register.Covers(one, other) == Truth.True || register.Behind(other).Any(of => register.Covers(one, of) == Truth.True) ? other
        : register.Covers(other, one) == Truth.True || register.Behind(one).Any(of => register.Covers(other, of) == Truth.True) ? one
        : null;

    private Difference? Beyond(Dimension dimension, string name, char separator, Scope outer, Scope inner, PartyId speaker)
    {
        if (!outer.Terms.TryGetValue(dimension, out var limit)) return null;
        if (dimension == Dimension.Territory && !limit.IsExcept && Territories.IsWorld(limit.Terms)) return null;
        if (dimension == Dimension.Requester)
        {
            // Nobody needs their own consent.
            foreach (var names in Askers([limit, .. inner.Terms.TryGetValue(dimension, out var to) ? new[] { to } : []]))
                if (names[0] != speaker.ToString() && !IsNamed(limit, names) && (!inner.Terms.TryGetValue(dimension, out var theirs) || IsNamed(theirs, names)))
                    return new(dimension, names[0].Length == 0 ? $"whoever asks, where the other says to {limit}" : $"asked by {names[0]}, where the other says to {limit}", names[0].Length == 0 ? null : names[0]);
            return null;
        }
        if (!inner.Terms.TryGetValue(dimension, out var narrow)) return new(dimension, $"any {name}, where the other says {name} {Shown(limit)}");
        var outside = Point.Of(dimension, separator, limit, narrow).FirstOrDefault(word => IsIn(dimension, narrow, word, separator) && !IsIn(dimension, limit, word, separator));
        return outside is null ? null : new(dimension, $"{name} {outside}, where the other says {Shown(limit)}", outside);
    }

    /// <summary>The names of everybody who could ask and might be told apart by these limits; somebody nobody knows last, without a name.</summary>
    private IEnumerable<ImmutableArray<string>> Askers(params IEnumerable<TermSet> limits) => limits.SelectMany(limit => limit.Terms)
        .Select(PartyId.Parse).Where(party => party.IsOk).Select(party => party.Value)
        .Concat(register.Parties.Select(party => party.Id)).Distinct().Order()
        .Select(register.Names)
        .Append([""]);

    private static bool IsNamed(TermSet limit, ImmutableArray<string> names) => names.Any(name => limit.Terms.Contains(name, StringComparer.Ordinal)) != limit.IsExcept;

    /// <summary>Whether the inner statement's quantities are the outer's. A grant holds up to its limit, a prohibition beyond it.</summary>
    private static Truth Fits(ScopedStatement outer, ScopedStatement inner)
    {
        if (outer.Scope.Quantity is not { } limit) return Truth.True;
        if (inner.Scope.Quantity is not { } narrow || (outer is Prohibition) != (inner is Prohibition)) return Truth.False;
        return outer is Prohibition ? Within(narrow, limit) : Within(limit, narrow);
    }

    private static Truth Within(QuantityLimit most, QuantityLimit least)
    {
        if (least.Unit != most.Unit) return Truth.Unknown;
        if (least.Per == most.Per || most.Per == QuantitySpan.Use) return least.Limit <= most.Limit ? Truth.True : Truth.False;
        // So many in each use or project may be more in all; so many in all may be counted in no project.
        return least.Per < most.Per ? Truth.False : Truth.Unknown;
    }

    /// <summary>A consent up to a limit never reaches what is forbidden only beyond the same limit or a higher one.</summary>
    private static bool Never(ScopedStatement prohibition, ScopedStatement other) =>
        prohibition is Prohibition { Scope.Quantity: { } beyond } && other is not Prohibition && other.Scope.Quantity is { } most && most.Unit == beyond.Unit && most.Per == beyond.Per && most.Limit <= beyond.Limit;

    private static string Quantities(ScopedStatement statement) => statement.Scope.Quantity is not { } limit ? "any quantity" : statement is Prohibition ? $"beyond {limit}" : limit.ToString();

    private static bool Same(Tree.Map one, Tree.Map? other) => other is not null && DeterministicCbor.IdOf(one) == DeterministicCbor.IdOf(other);

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a > b ? a : b;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;

    private static string Shown(TermSet terms) => terms.Terms.Length > 30 ? $"{(terms.IsExcept ? "all but " : "")}{terms.Terms.Length} named" : terms.ToString();
}
