using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>How somebody may speak for a holder: directly, or through delegations.</summary>
/// <param name="Links">The delegations, from the holder's own to the speaker's; empty when the holder speaks, or when the register itself names who speaks for them.</param>
/// <param name="MayRevoke">Whether the speaker may also take back what the holder consented to.</param>
internal sealed record Chain(ImmutableArray<Delegation> Links, bool MayRevoke)
{
    public static readonly Chain Direct = new([], true);
}

/// <summary>
/// Who may speak for whom, at the time they spoke. A holder speaks for themself while alive and of age; a guardian for a minor and a
/// successor for the dead, as the register names them; and a delegate within a chain of delegations that was in force when they spoke.
/// </summary>
internal sealed class Authority(Register register, IKnown known)
{
    // Longer chains do not occur among people; a hostile record could otherwise make every decision walk for ever.
    private const int LongestChain = 8;
    public const int MostChains = 64;

    /// <summary>The ways in which <paramref name="speaker"/> may speak for <paramref name="holder"/> about a subject at a time, shortest first. Empty when there is none.</summary>
    /// <param name="speaker">Who spoke.</param>
    /// <param name="holder">For whom it would count.</param>
    /// <param name="about">What stands behind the subject and is the holder's, and the subject asked about: a delegation may name either.</param>
    /// <param name="at">When.</param>
    /// <param name="refuses">True for a refusal, which a minor can speak for themself.</param>
    public IEnumerable<Chain> Chains(PartyId speaker, PartyId holder, (SubjectId Of, SubjectId Asked) about, DateTimeOffset at, bool refuses)
    {
        if (speaker == holder)
        {
            if (CannotSpeak(holder, at, refuses) is null) yield return Chain.Direct;
            yield break;
        }
        if (!known.HasDelegations && !register.HasCapacities) yield break;

        var found = 0;
        var waiting = new Queue<(PartyId At, Chain Chain, ImmutableArray<PartyId> Seen, bool MayGoOn)>();
        waiting.Enqueue((holder, Chain.Direct, [holder], true));
        while (waiting.TryDequeue(out var place))
        {
            foreach (var (next, link) in Next(place.At, place.Chain, about, at))
            {
                if (place.Seen.Contains(next) || !place.MayGoOn) continue;
                var chain = link is null ? place.Chain : new Chain([.. place.Chain.Links, link], place.Chain.MayRevoke && link.MayRevoke);
                if (next == speaker)
                {
                    yield return chain;
                    if (++found == MostChains) yield break;
                }
                else if (place.Seen.Length < LongestChain)
                {
                    waiting.Enqueue((next, chain, place.Seen.Add(next), link?.MayDelegate ?? true));
                }
            }
        }
    }

    /// <summary>Whether a chain that was found among all statements holds among those known: each link on record by then, in force, and delegated by somebody who could.</summary>
    public bool Holds(Chain chain, DateTimeOffset at, Func<Delegation, bool> isKnown)
    {
        var before = Chain.Direct;
        foreach (var link in chain.Links)
        {
            if (!isKnown(link) || !InForce(link, before, at) || !WasTheirs(link, before)) return false;
            before = new([.. before.Links, link], true);
        }
        return true;
    }

    /// <summary>Why a party could not speak for themself then; null when they could.</summary>
    public string? CannotSpeak(PartyId party, DateTimeOffset at, bool refuses) => register.Party(party) switch
    {
        { Died: { } died } dead when at >= died => $"{dead.Name} had died by then.",
        { MinorUntil: { } until } minor when at < until && !refuses => $"{minor.Name} was a minor: a guardian would have to speak.",
        _ => null,
    };

    private IEnumerable<(PartyId To, Delegation? Link)> Next(PartyId from, Chain before, (SubjectId Of, SubjectId Asked) about, DateTimeOffset at)
    {
        var party = register.Party(from);
        if (party is { MinorUntil: { } until } && at < until)
            foreach (var guardian in party.Guardians) yield return (guardian, null);
        if (party is { Died: { } died } && at >= died)
            foreach (var successor in party.Successors) yield return (successor, null);
        foreach (var delegation in known.DelegationsBy(from))
            if (Covers(delegation, about) != Truth.False && InForce(delegation, before, at) && WasTheirs(delegation, before))
                yield return (delegation.To, delegation);
    }

    // A delegate delegates while their own delegation is in force; what they delegated ends with it.
    private bool WasTheirs(Delegation delegation, Chain before) =>
        CannotSpeak(delegation.Speaker, delegation.Made, refuses: false) is null
        && before.Links.All(link => InForce(link, before, delegation.Made));

    private bool InForce(Delegation delegation, Chain before, DateTimeOffset at)
    {
        // Whoever spoke for the living does not speak for the dead, unless they were named for that.
        var dead = register.Party(delegation.Speaker)?.Died <= at;
        if (delegation.AtDeath != dead) return false;
        var from = delegation.Term?.From ?? delegation.Made;
        return from <= at && !(delegation.Term?.Until <= at) && !Ended(delegation, before, at);
    }

    private bool Ended(Delegation delegation, Chain before, DateTimeOffset at)
    {
        foreach (var revocation in known.RevocationsOf(delegation.Id))
            if (revocation.Ends <= at && !(revocation.Until <= at) && MayEnd(delegation, before, revocation)) return true;
        return false;
    }

    // Whoever let the delegate speak can end it, and so can everybody above them, and whoever the register names for them.
    private bool MayEnd(Delegation delegation, Chain before, Revocation revocation)
    {
        if (CannotSpeak(revocation.Speaker, revocation.Made, refuses: true) is not null) return false;
        if (revocation.Speaker == delegation.Speaker || before.Links.Any(link => link.Speaker == revocation.Speaker)) return true;
        var party = register.Party(delegation.Speaker);
        return (party is { MinorUntil: { } until } && revocation.Made < until && party.Guardians.Contains(revocation.Speaker))
            || (party is { Died: { } died } && revocation.Made >= died && party.Successors.Contains(revocation.Speaker));
    }

    /// <summary>How far a statement speaks of a subject, named itself or as what stands behind a model.</summary>
    public Truth Covers(ScopedStatement statement, (SubjectId Of, SubjectId Asked) about)
    {
        var covers = Truth.False;
        foreach (var named in statement.About)
        {
            var most = Math.Max((int)register.Covers(named, about.Of), (int)register.Covers(named, about.Asked));
            // A refusal of a model is one of whatever was made from it.
            if (most == (int)Truth.False && statement is Prohibition && named.Kind == SubjectKind.Model && register.Bases(about.Asked).Contains(named)) most = (int)Truth.True;
            covers = (Truth)Math.Max((int)covers, most);
        }
        return covers;
    }
}
