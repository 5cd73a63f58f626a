using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>A consent that a use needs: of this holder, for the subject or for what stands behind it.</summary>
internal sealed record Claim(SubjectId Of, PartyId Party);

/// <summary>A statement held against the use, as it counts for one holder.</summary>
/// <param name="Statement">A grant or a prohibition.</param>
/// <param name="Claim">For whom and for what it counts.</param>
/// <param name="Chain">By what right it was said.</param>
/// <param name="Conditions">Its conditions and those of the delegations it rests on.</param>
/// <param name="Truth">All of them together.</param>
internal sealed record Held(ScopedStatement Statement, Claim Claim, Chain Chain, ImmutableArray<ConditionResult> Conditions, Truth Truth)
{
    public IEnumerable<ConditionResult> Failing => Conditions.Where(condition => condition.Truth != Truth.True);

    /// <summary>The other statements without which it would not count: delegations, and answers of named persons.</summary>
    public IEnumerable<string> RestsOn => Chain.Links.Select(link => link.Id).Concat(Conditions.Select(condition => condition.Attested).OfType<string>()).Distinct(StringComparer.Ordinal);
}

/// <summary>The statements that count for one subject of one use, each held against the use; and those that were set aside.</summary>
internal sealed class HeldStatements
{
    private readonly List<Held> _prohibitions = [];
    private readonly List<Held> _grants = [];
    private readonly List<SetAside> _aside = [];
    private readonly HashSet<string> _considered = new(StringComparer.Ordinal);
    private readonly List<Preference> _preferences = [];
    private readonly SubjectId _subject;
    private readonly Asking _asking;
    private readonly Register _register;
    private readonly KnownStatements _known;
    private readonly Authority _authority;
    private readonly ImmutableArray<SubjectId> _behind;

    public HeldStatements(SubjectId subject, Use use, Register register, KnownStatements known, AsOf asOf)
    {
        (_subject, _register, _known) = (subject, register, known);
        _authority = new(register, known);
        _behind = register.Behind(subject);
        Claims = [.. _behind.SelectMany(of => register.Holders(of).Where(holder => holder.ConsentRequired).Select(holder => new Claim(of, holder.Party)))];
        _asking = new(use, asOf, register, Judgements.About(subject, use, register, known.Judgements, asOf), known.Used);
        foreach (var (statement, _) in known.All) Consider(statement);
        foreach (var judged in known.Judgements.Where(judged => register.Covers(judged.About!.Value, subject) == Truth.True)) _considered.Add(judged.Id);
    }

    /// <summary>The consents that the use needs.</summary>
    public ImmutableArray<Claim> Claims { get; }

    public IReadOnlyList<Held> Prohibitions => _prohibitions;

    public IReadOnlyList<Held> Grants => _grants;

    public IReadOnlyList<SetAside> Aside => _aside;

    /// <summary>The wishes on record about the work.</summary>
    public IReadOnlyList<Preference> Preferences => _preferences;

    public IReadOnlyCollection<string> Considered => _considered;

    /// <summary>The attestation that the work is in the public domain; null when none counts.</summary>
    public Attestation? PublicDomain { get; private set; }

    /// <summary>Whether somebody who asks for what is their own may agree with themself: not while a minor.</summary>
    public bool CanAskForThemself(PartyId party) => _authority.CannotSpeak(party, _asking.AsOf.At, refuses: false) is null;

    private void Consider(Statement statement)
    {
        switch (statement)
        {
            case Attestation { Question: AttestedQuestion.PublicDomain, About: { } about } attestation when about == _subject:
                _considered.Add(statement.Id);
                if (IsPublicDomain(attestation)) PublicDomain ??= attestation;
                break;
            case PreferenceStatement preference when preference.About.Any(about => _register.Covers(about, _subject) == Truth.True):
                _considered.Add(statement.Id);
                Wish(preference);
                break;
            case Delegation delegation when _behind.Any(of => Covers(delegation, of) != Truth.False):
                _considered.Add(statement.Id);
                break;
            case Grant or Prohibition:
                Scoped((ScopedStatement)statement);
                break;
            default:
                break;
        }
    }

    private void Scoped(ScopedStatement statement)
    {
        if (_behind.All(of => Covers(statement, of) == Truth.False)) return;
        _considered.Add(statement.Id);
        var counts = false;
        foreach (var of in _behind)
        {
            var covers = Covers(statement, of);
            if (covers == Truth.False) continue;
            // A speaker counts for what they hold, or may speak for: the singer for the voice, also as it stands in a model of it; the maker for the model alone.
            foreach (var holder in _register.Holders(of))
            {
                foreach (var chain in _authority.Chains(statement.Speaker, holder.Party, (of, _subject), statement.Made, statement is Prohibition))
                {
                    counts = true;
                    (statement is Prohibition ? _prohibitions : _grants).Add(Hold(statement, new(of, holder.Party), chain, covers));
                }
            }
        }
        if (!counts) _aside.Add(new(statement.Id, statement.Speaker, WhyAside(statement)));
        foreach (var revocation in _known.RevocationsOf(statement.Id)) Revoked(revocation, statement);
    }

    private Held Hold(ScopedStatement statement, Claim claim, Chain chain, Truth covers)
    {
        var reach = statement is Grant ? Reach.Whole : Reach.Part;
        var withdrawal = Withdrawals.Of(statement, claim.Party, (claim.Of, _subject), _asking.Use.Act, _known, _authority, _register);
        var conditions = ConditionEvaluator.Evaluate(statement, covers, _asking, withdrawal);
        foreach (var link in chain.Links)
            conditions = conditions.AddRange(ConditionEvaluator.Delegated(link, _authority.Covers(link, (claim.Of, _subject)), _asking, reach, _register.Name(link.Speaker)));
        return new(statement, claim, chain, conditions, ConditionEvaluator.All(conditions));
    }

    private string WhyAside(ScopedStatement statement)
    {
        var speaker = _register.Name(statement.Speaker);
        var holds = _behind.Any(of => Covers(statement, of) != Truth.False && _register.Holders(of).Any(holder => holder.Party == statement.Speaker));
        if (holds) return _authority.CannotSpeak(statement.Speaker, statement.Made, statement is Prohibition)!;
        return _known.Delegations.Any(delegation => delegation.To == statement.Speaker && _behind.Any(of => Covers(delegation, of) != Truth.False))
            ? $"{speaker} was not, when they said it, a delegate of a holder of {_register.Title(_subject)}."
            : $"{speaker} is not a holder of {_register.Title(_subject)} in this register.";
    }

    private void Revoked(Revocation revocation, ScopedStatement target)
    {
        var counts = _behind.Any(of => Covers(target, of) != Truth.False && _register.Holders(of).Any(holder =>
            Withdrawals.Counts(revocation, target, holder.Party, (of, _subject), _asking.Use.Act, _authority)));
        if (!counts) _aside.Add(new(revocation.Id, revocation.Speaker, $"{_register.Name(revocation.Speaker)} cannot take back what {_register.Name(target.Speaker)} said."));
    }

    private void Wish(PreferenceStatement preference)
    {
        if (_subject.Kind != SubjectKind.Work || preference.Made > _asking.AsOf.At) return;
        foreach (var revocation in _known.RevocationsOf(preference.Id))
            if (revocation.Speaker == preference.Speaker && revocation.Ends <= _asking.AsOf.At && !(revocation.Until <= _asking.AsOf.At)) return;
        // Whoever asks would otherwise open a work to themselves by reporting that it is open.
        if (preference.Allows && preference.Speaker == _asking.Use.Requester)
        {
            _aside.Add(new(preference.Id, preference.Speaker, "Whoever asks cannot open a work for themselves by recording a wish of it. What the file itself carries counts, and so does a consent."));
            return;
        }
        foreach (var act in preference.Acts)
            _preferences.Add(Preference.From(preference, act));
    }

    // Speaking about the subject itself also speaks about what stands behind it, as far as this use goes.
    private Truth Covers(ScopedStatement statement, SubjectId of) => _authority.Covers(statement, (of, _subject));

    private bool IsPublicDomain(Attestation attestation)
    {
        var why = Claims.Length > 0 ? "The register names holders whose consent is needed."
            : _register.Party(attestation.Speaker)?.Kind != PartyKind.Person ? "Only a named person can attest this."
            : !attestation.Answer ? "The answer was no." : null;
        if (why is not null) _aside.Add(new(attestation.Id, attestation.Speaker, why));
        return why is null;
    }
}
