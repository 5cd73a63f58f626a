using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>A statement as it counts for one holder of one subject: the compiled twin of <see cref="Held"/>.</summary>
internal sealed class Entry
{
    private readonly SubjectPlan _plan;
    private readonly ImmutableArray<(CompiledStatement Link, Truth Covers)> _links;
    private readonly Truth _covers;
    private readonly Withdrawal? _withdrawal;
    private readonly DateTimeOffset _withdrawalKnown;
    private readonly bool _canEnd;

    public Entry(SubjectPlan plan, CompiledStatement statement, Claim claim, Chain chain, Truth covers)
    {
        (_plan, Statement, Claim, Chain, _covers) = (plan, statement, claim, chain, covers);
        _links = [.. chain.Links.Select(link => (plan.Index.Compiled(link), plan.Authority.Covers(link, (claim.Of, plan.Subject))))];
        var revocations = plan.Index.AllRevocationsOf(statement.Id);
        _canEnd = !revocations.IsEmpty || statement.Statement is Grant { SurvivesDeath: false };
        // What does not depend on the use is worked out once; it holds as soon as all of it is known.
        if (_canEnd && revocations.All(revocation => Withdrawals.IsTheirOwn(revocation.Revocation, statement.Statement, claim.Party)))
        {
            _withdrawal = Withdrawals.Of(statement.Statement, claim.Party, (claim.Of, plan.Subject), default, plan.Index.Everything, plan.Authority, plan.Index.Register);
            _withdrawalKnown = revocations.IsEmpty ? DateTimeOffset.MinValue : revocations.Max(revocation => revocation.RecordedAt);
        }
    }

    public CompiledStatement Statement { get; }

    public Claim Claim { get; }

    public Chain Chain { get; }

    /// <summary>Its place among the grants of its claim, cheapest first, ties by id; meaningful where prices do not depend on the use.</summary>
    public int Rank { get; set; }

    /// <summary>Whether it meets the use. False as well when it was not known, or its speaker could not speak.</summary>
    public Truth Evaluate(Question question, Reach reach)
    {
        if (Statement.RecordedAt > question.Asking.AsOf.KnownAt || !Statement.HoldsFor(question.On, reach)) return Truth.False;
        var all = Statement.Scope.Evaluate(question, reach);
        if (all == Truth.False) return Truth.False;
        if (_covers != Truth.True)
        {
            if (reach == Reach.Whole) return Truth.False;
            all = CompiledScope.Both(all, _covers);
        }
        if (_canEnd && !StillHolds(question, reach)) return Truth.False;
        return _links.IsEmpty ? all : WithLinks(all, question, reach);
    }

    private bool StillHolds(Question question, Reach reach)
    {
        var known = question.Asking.AsOf.KnownAt;
        var withdrawal = _withdrawal is { } cached && known >= _withdrawalKnown
            ? cached
            : Withdrawals.Of(Statement.Statement, Claim.Party, (Claim.Of, _plan.Subject), question.Use.Act, _plan.Index.At(known), _plan.AuthorityAt(known), _plan.Index.Register);
        if (withdrawal.IsNone) return true;
        if (Statement.Statement is Grant { Retroactive: true } && withdrawal.Revoked <= question.Asking.AsOf.At) return false;
        foreach (var stretch in withdrawal.Left(Statement.Holds))
            if (reach == Reach.Whole ? stretch.Contains(question.On) : stretch.Overlaps(question.On)) return true;
        return false;
    }

    private Truth WithLinks(Truth all, Question question, Reach reach)
    {
        var known = question.Asking.AsOf.KnownAt;
        if (!_plan.AuthorityAt(known).Holds(Chain, Statement.Statement.Made, link => _plan.Index.Compiled(link).RecordedAt <= known)) return Truth.False;
        foreach (var (link, covers) in _links)
        {
            if (covers != Truth.True && reach == Reach.Whole) return Truth.False;
            if (link.Statement.Scope.Period is not null && !link.HoldsFor(question.On, reach)) return Truth.False;
            var truth = link.Scope.Evaluate(question, reach);
            if (truth == Truth.False) return Truth.False;
            all = CompiledScope.Both(all, CompiledScope.Both(truth, covers));
        }
        return all;
    }

    /// <summary>The other statements without which it would not count.</summary>
    public IEnumerable<string> RestsOn(Question question) => _links.Select(link => link.Link.Id)
        .Concat(_links.Select(link => link.Link.Scope).Prepend(Statement.Scope).SelectMany(scope => scope.Requires).Select(fact => question.Fact(fact).Attested).OfType<string>());
}
