using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>
/// Decides by reading every statement, one after another, exactly as <c>docs/decisions/0002-decide.md</c> says. It is slow and plain on
/// purpose: it is the reference that faster engines are compared with. A pure function of its arguments.
/// </summary>
public static class PlainInterpreter
{
    /// <summary>Decides a use of one subject or more: the worst of them, with the reasons of the first subject that is that bad.</summary>
    public static Decision Decide(Use use, Facts facts, AsOf asOf) => Decide(use, facts, asOf, []);

    /// <summary>The same, with the preferences found in the file that the use is about.</summary>
    public static Decision Decide(Use use, Facts facts, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        return Decide(use, facts.Register, facts.KnownAt(asOf.KnownAt), asOf, preferences);
    }

    /// <summary>The same over statements that are known already: at least all that speak about the subjects, and what those rest on.</summary>
    internal static Decision Decide(Use use, Register register, KnownStatements known, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        var decisions = use.Subjects.Order().Select(subject => new SubjectCase(subject, use, register, known, asOf, preferences).Decide()).ToImmutableArray();
        var worst = decisions.IsEmpty ? Verdict.Unknown : decisions.Min(decision => decision.Verdict);
        // For a no, one subject that is refused is reason enough. A yes rests on every subject, and so does a doubt: that none is refused has its reasons too.
        var telling = worst == Verdict.Deny ? [decisions.First(decision => decision.Verdict == worst)] : decisions.OrderBy(decision => decision.Verdict).ToImmutableArray();
        return new(
            worst,
            decisions.IsEmpty
                ? [new(null, Rules.NotRegistered, null, "The use names no subject.", null, null)]
                : [.. telling.SelectMany(decision => decision.Reasons).Distinct()],
            worst == Verdict.Allow ? [.. decisions.SelectMany(decision => decision.Duties)] : [],
            [.. decisions.SelectMany(decision => decision.Missing).Distinct()],
            worst == Verdict.Allow ? [] : [.. decisions.SelectMany(decision => decision.Nearest).Distinct()],
            [.. decisions.SelectMany(decision => decision.SetAside).Distinct().OrderBy(aside => aside.Statement, StringComparer.Ordinal)],
            [.. decisions.SelectMany(decision => decision.OtherGrants).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            decisions.SelectMany(decision => decision.Considered).Distinct(StringComparer.Ordinal).Count(),
            InputDigest.Of(use, register, known, decisions.SelectMany(decision => decision.Considered), asOf, preferences));
    }
}
