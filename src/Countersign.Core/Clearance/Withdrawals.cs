using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>When a statement did not hold although its own period says so: it was taken back, suspended, or ended with the life of the speaker.</summary>
/// <param name="Gone">The stretches of time, apart from each other and in order.</param>
/// <param name="Revoked">When it was taken back for good; null when it was not.</param>
internal readonly record struct Withdrawal(ImmutableArray<Period> Gone, DateTimeOffset? Revoked)
{
    public static readonly Withdrawal None = new([], null);

    public bool IsNone => Gone.IsDefaultOrEmpty;

    /// <summary>What is left of a period, in order.</summary>
    public ImmutableArray<Period> Left(Period holds)
    {
        // Ended before it began: it never held.
        if (holds.Until <= holds.From) return [];
        var left = ImmutableArray.CreateBuilder<Period>();
        var from = holds.From;
        foreach (var gone in Gone)
        {
            if (!gone.Overlaps(holds)) continue;
            if (gone.From is { } start && !(start <= from)) left.Add(new(from, start));
            if (gone.Until is not { } end) return left.ToImmutable();
            if (!(end <= from)) from = end;
        }
        if (!(holds.Until <= from)) left.Add(new(from, holds.Until));
        return left.ToImmutable();
    }
}

/// <summary>Works out which revocations and suspensions of a statement count.</summary>
internal static class Withdrawals
{
    /// <summary>For a statement that counts for one holder.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="holder">For whom it counts.</param>
    /// <param name="about">What stands behind the subject and is the holder's, and the subject asked about.</param>
    /// <param name="act">The act of the use.</param>
    /// <param name="known">What was known.</param>
    /// <param name="authority">Who may speak for whom.</param>
    /// <param name="register">Who died, and when.</param>
    public static Withdrawal Of(
        ScopedStatement statement, PartyId holder, (SubjectId Of, SubjectId Asked) about, Act act, IKnown known, Authority authority, Register register)
    {
        var gone = new List<Period>();
        DateTimeOffset? revoked = null;
        foreach (var revocation in known.RevocationsOf(statement.Id))
        {
            if (!Counts(revocation, statement, holder, about, act, authority)) continue;
            gone.Add(new(revocation.Ends, revocation.Until));
            if (revocation.Until is null && !(revocation.Ends >= revoked)) revoked = revocation.Ends;
        }
        if (statement is Grant { SurvivesDeath: false } && register.Party(holder)?.Died is { } died) gone.Add(new(died, null));
        return gone.Count == 0 ? Withdrawal.None : new(Together(gone), revoked);
    }

    /// <summary>Whether a revocation is of whoever said it, or of whom it was said for: then it does not depend on the use.</summary>
    public static bool IsTheirOwn(Revocation revocation, ScopedStatement statement, PartyId holder) => revocation.Speaker == statement.Speaker || revocation.Speaker == holder;

    /// <summary>Whether whoever revokes has the power to: they said it; or it was said for them; or it is a consent of theirs for whom they may revoke.</summary>
    public static bool Counts(Revocation revocation, ScopedStatement statement, PartyId holder, (SubjectId Of, SubjectId Asked) about, Act act, Authority authority)
    {
        // Whoever cannot consent cannot take a refusal back either; taking a consent back is a refusal.
        var refuses = statement is Grant;
        if (IsTheirOwn(revocation, statement, holder)) return authority.CannotSpeak(revocation.Speaker, revocation.Made, refuses) is null;
        if (statement is not Grant) return false;
        foreach (var chain in authority.Chains(revocation.Speaker, holder, about, revocation.Made, refuses: true))
            // Which subject and which act bounds the power to take back; other limits bound only what a delegate may let.
            if (chain.MayRevoke && chain.Links.All(link => link.Scope.Acts.Any(own => own.Covers(act) != Truth.False))) return true;
        return false;
    }

    private static ImmutableArray<Period> Together(List<Period> periods)
    {
        periods.Sort((a, b) => Nullable.Compare(a.From, b.From));
        var together = ImmutableArray.CreateBuilder<Period>();
        foreach (var period in periods)
        {
            if (together.Count > 0 && (together[^1].Until is not { } until || period.From <= until))
                together[^1] = together[^1] with { Until = together[^1].Until is not { } end || period.Until is not { } other ? null : end > other ? end : other };
            else together.Add(period);
        }
        return together.ToImmutable();
    }
}
