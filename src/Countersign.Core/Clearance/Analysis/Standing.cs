using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>A consent or a refusal that counts for one holder, and when it holds.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Asked">The subject it was looked for.</param>
/// <param name="Claim">For whom, and for what of theirs.</param>
/// <param name="Chain">By what right it was said.</param>
/// <param name="Holds">When it holds: its period, less what was taken back or suspended, in order.</param>
internal sealed record Standing(ScopedStatement Statement, SubjectId Asked, Claim Claim, Chain Chain, ImmutableArray<Period> Holds)
{
    /// <summary>The statements that count for some of these subjects and still hold at some time from <paramref name="asOf"/> on.</summary>
    /// <param name="facts">The record.</param>
    /// <param name="subjects">Subjects asked about; what stands behind them is looked at as well.</param>
    /// <param name="asOf">The two times.</param>
    public static IEnumerable<Standing> Of(Facts facts, IEnumerable<SubjectId> subjects, AsOf asOf)
    {
        var known = facts.KnownAt(asOf.KnownAt);
        var register = facts.Register;
        var authority = new Authority(register, known);
        var targets = subjects.Distinct().Order().SelectMany(asked => register.Behind(asked).Select(of => (Of: of, Asked: asked))).ToList();
        // A statement about an album speaks of the song in it, and one about a double of the face behind it.
        var byEntry = targets.SelectMany(target => register.Wholes(target.Of).Concat(register.Bases(target.Asked)).Select(named => (named.Entry, target))).Distinct().ToLookup(pair => pair.Entry, pair => pair.target);
        foreach (var statement in known.All.Select(recorded => recorded.Statement).OfType<ScopedStatement>().Where(statement => statement is Grant or Prohibition))
        {
            var period = StatementAlgebra.Holds(statement);
            if (period.Until <= asOf.At) continue;
            foreach (var target in statement.About.SelectMany(about => byEntry[about.Entry]).Distinct().Where(target => authority.Covers(statement, target) != Truth.False))
                foreach (var holder in register.Holders(target.Of))
                    foreach (var chain in authority.Chains(statement.Speaker, holder.Party, target, statement.Made, statement is Prohibition))
                    {
                        var withdrawal = Withdrawals.Of(statement, holder.Party, target, statement.Scope.Acts[0], known, authority, register);
                        var left = withdrawal.Left(period).RemoveAll(stretch => stretch.Until <= asOf.At);
                        if (left.Length > 0) yield return new(statement, target.Asked, new(target.Of, holder.Party), chain, left);
                    }
        }
    }
}
