using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>One limit of a rule: a comparison with words or times.</summary>
internal sealed record OdrlLimit(string Left, string Operator, ImmutableArray<string> Right, string? Datatype = null);

/// <summary>One rule to be written.</summary>
internal sealed record OdrlSaid(OdrlRuleKind Kind, PartyId Assigner, ImmutableArray<Act> Acts, ImmutableArray<string> Assignees, ImmutableArray<OdrlLimit> Limits, ImmutableArray<Duty> Prices);

/// <summary>
/// Statements as rules. A permission is written when the decision procedure, asked with nothing but the conditions that are written, allows it by that
/// grant alone; a condition that cannot be written leaves the whole permission out. What cannot be said of a prohibition makes it wider.
/// </summary>
internal sealed class OdrlExport
{
    private static readonly PartyId s_anybody = PartyId.Parse("party:anybody.at.all").Value;

    private readonly PublicTerms _terms;
    private readonly ImmutableArray<Statement> _known;
    private readonly List<Loss> _losses = [];

    private OdrlExport(PublicTerms terms)
    {
        _terms = terms;
        _known = [.. terms.Facts.Statements.Where(recorded => recorded.RecordedAt <= terms.AsOf.KnownAt).Select(recorded => recorded.Statement).DistinctBy(statement => statement.Id).OrderBy(statement => statement.Id, StringComparer.Ordinal)];
    }

    /// <summary>The document, with what it does not say.</summary>
    public static Exported Write(PublicTerms terms, OdrlSyntax syntax)
    {
        var export = new OdrlExport(terms);
        var rules = export.Rules();
        if (rules.IsEmpty) return new("", [.. export._losses, new("policy", "Nothing that can be said is granted, and nothing is refused, so there is nothing to write.")]);
        return new(OdrlWriter.Write(terms.Subject, rules, syntax), [.. export._losses.Distinct()]);
    }

    private ImmutableArray<OdrlSaid> Rules()
    {
        var rules = ImmutableArray.CreateBuilder<OdrlSaid>();
        var isAnyOver = false;
        foreach (var prohibition in _known.OfType<Prohibition>().Where(prohibition => prohibition.About.Any(about => _terms.Facts.Register.Covers(about, _terms.Subject) != Truth.False)))
        {
            if (Stands(prohibition)) rules.Add(Said(prohibition));
            else
            {
                isAnyOver = true;
                _losses.Add(new($"prohibition {prohibition.Id}", "It does not hold from now on, or its speaker cannot speak about the work: it is not written, and permissions begin now."));
            }
        }
        foreach (var grant in _terms.Grants)
        {
            if (Said(grant, isAnyOver ? _terms.AsOf.At : null, out var why) is { } said) rules.Add(Apart(grant, said, [.. rules.Where(rule => rule.Kind == OdrlRuleKind.Prohibition).SelectMany(rule => rule.Acts).Distinct()]));
            else _losses.Add(new($"grant {grant.Id}", why + " It is not written."));
        }
        if (_known.OfType<PreferenceStatement>().Any(wish => wish.About.Any(about => _terms.Facts.Register.Covers(about, _terms.Subject) != Truth.False))) _losses.Add(new("preference", "Wishes are neither permissions nor prohibitions, and are not written."));
        return rules.ToImmutable();
    }

    // In ODRL a prohibition of a part says nothing of the whole. Here the whole of something that is refused in part is not let, so only its parts are written as open.
    private OdrlSaid Apart(Grant grant, OdrlSaid said, ImmutableArray<Act> refused)
    {
        ImmutableArray<Act> acts = [.. said.Acts.SelectMany(Parts).Distinct().Order()];
        if (!acts.SequenceEqual(said.Acts)) _losses.Add(new($"grant {grant.Id}", "A part of what it lets is refused: its parts are written, and not the whole."));
        return said with { Acts = acts };

        IEnumerable<Act> Parts(Act whole) => refused.All(act => act == whole || whole.Covers(act) != Truth.True) ? [whole]
            : Act.All.Where(part => OdrlProfile.Above(OdrlProfile.Action(part)) == OdrlProfile.Action(whole)).SelectMany(Parts);
    }

    // Asked of the decision procedure, so that what was taken back, and what nobody could say, counts as in a clearance.
    private bool Stands(Prohibition prohibition)
    {
        var on = new Period(prohibition.Scope.Period?.From is { } from && from > _terms.AsOf.At ? from : _terms.AsOf.At, null);
        ImmutableArray<PartyId> to = prohibition.Scope.Terms.TryGetValue(Dimension.Requester, out var named) && !named.IsExcept ? [.. named.Terms.Select(one => PartyId.Parse(one).Value)] : [s_anybody];
        return prohibition.Scope.Acts.Any(act => to.Any(party =>
        {
            var decision = PlainInterpreter.Decide(Use.Of(act, party, _terms.Subject) with { On = on }, _terms.Facts, _terms.AsOf);
            return decision.Nearest.Any(change => change.Statement == prohibition.Id);
        }));
    }

    private OdrlSaid Said(Prohibition prohibition)
    {
        var scope = prohibition.Scope;
        var limits = ImmutableArray.CreateBuilder<OdrlLimit>();
        var wider = new List<string>();
        if (scope.Quantity is not null) wider.Add("quantity");
        if (scope.AgeBand is not null) wider.Add("age");
        if (!scope.Requires.IsEmpty) wider.Add("facts");
        if (scope.Unrecognised is not null) wider.Add("other limits");
        // Who belongs to a group is not in the document, so that a prohibition of a group would not reach its members.
        string[] to = scope.Terms.TryGetValue(Dimension.Requester, out var named) ? [.. named.Terms] : [];
        if (named is not null && (named.IsExcept || _terms.Facts.Register.Parties.Any(party => party.MemberOf.Any(group => to.Contains(group.ToString())))))
        {
            wider.Add("who");
            to = [];
        }
        foreach (var (dimension, terms) in scope.Terms)
        {
            if (dimension == Dimension.Requester || IsEverywhere(dimension, terms)) continue;
            if (Limit(dimension, terms) is { } limit) limits.Add(limit);
            else wider.Add(Words.Of(dimension));
        }
        limits.AddRange(Times(scope.Period?.From ?? prohibition.Made, scope.Period?.Until));
        if (wider.Count > 0) _losses.Add(new($"prohibition {prohibition.Id}", $"Its limit by {string.Join(", ", wider)} cannot be said: it is written without it, and so reserves more."));
        return new(OdrlRuleKind.Prohibition, prohibition.Speaker, scope.Acts, [.. to], limits.ToImmutable(), []);
    }

    private OdrlSaid? Said(Grant grant, DateTimeOffset? notBefore, out string why)
    {
        var scope = grant.Scope;
        why = scope.Unrecognised is not null ? "It has a limit that cannot be read."
            : !scope.Requires.IsEmpty ? "It needs facts to be so, which cannot be said."
            : scope.AgeBand is not null ? "Its limit by age cannot be said."
            : !grant.SurvivesDeath ? "It ends with its speaker, which cannot be said."
            : scope.Quantity is { } quantity && (quantity.Unit != "count" || quantity.Per != QuantitySpan.Total || !IsPlain(quantity.Limit)) ? "Of quantities only a count in all can be said."
            : grant.Duties.FirstOrDefault(duty => duty.Kind != DutyKind.Pay || duty.Amount is not { } amount || !IsPlain(amount)) is { } owed ? $"It owes something else than an exact price ({Words.Of(owed.Kind)}), which cannot be said."
            : scope.Terms.TryGetValue(Dimension.Requester, out var except) && except.IsExcept ? "That it is for all but some cannot be said."
            : _known.OfType<Revocation>().Any(revocation => revocation.Of == grant.Id) ? "It was taken back or suspended, or somebody said so."
            : _terms.Facts.Register.Holders(_terms.Subject).All(holder => holder.Party != grant.Speaker) ? "It was given for a holder by somebody else, whose authority cannot be said."
            : "";
        if (why.Length > 0) return null;
        var limits = ImmutableArray.CreateBuilder<OdrlLimit>();
        foreach (var (dimension, terms) in scope.Terms)
        {
            if (dimension == Dimension.Requester || IsEverywhere(dimension, terms)) continue;
            if (Limit(dimension, terms) is { } limit) limits.Add(limit);
            else
            {
                why = $"Its limit by {Words.Of(dimension)} cannot be said.";
                return null;
            }
        }
        var from = scope.Period?.From ?? grant.Made;
        if (notBefore > from) from = notBefore.Value;
        var holds = new Period(from, scope.Period?.Until);
        if (!IsLet(grant, holds))
        {
            why = "By itself it does not let what it grants: it is over, or not of everybody whose consent is needed, or its speaker could not give it.";
            return null;
        }
        limits.AddRange(Times(holds.From, holds.Until));
        if (scope.Quantity is { } most) limits.Add(new(Vocabulary.Odrl + "count", "lteq", [most.Limit.ToString()], Vocabulary.Xsd + "decimal"));
        if (grant.Retroactive) _losses.Add(new($"grant {grant.Id}", "That taking it back also ends earlier uses cannot be said."));
        if (grant.Duties.Any(duty => duty.Says is not null)) _losses.Add(new($"grant {grant.Id}", "The plain words of a price are not written."));
        return new(OdrlRuleKind.Permission, grant.Speaker, scope.Acts, scope.Terms.TryGetValue(Dimension.Requester, out var to) ? to.Terms : [], limits.ToImmutable(), grant.Duties);
    }

    // The grant alone, over the prohibitions, which are written themselves: it must let every act and part of one, to everybody named, for all of its time left.
    private bool IsLet(Grant grant, Period holds)
    {
        if (holds.Until <= holds.From || holds.Until <= _terms.AsOf.At) return false;
        var facts = _terms.Facts with { Statements = [.. _terms.Facts.Statements.Where(recorded => recorded.Statement.Id == grant.Id || recorded.Statement is not (Grant or Prohibition or PreferenceStatement))] };
        var requesters = grant.Scope.Terms.TryGetValue(Dimension.Requester, out var to) ? to.Terms.Select(one => PartyId.Parse(one).Value) : [s_anybody];
        var use = Use.Of(grant.Scope.Acts[0], s_anybody, _terms.Subject) with { On = holds };
        foreach (var (dimension, terms) in grant.Scope.Terms)
        {
            // A use outside of what is excepted: a word that nobody else uses.
            if (dimension != Dimension.Requester) use = terms.IsExcept ? use.With(dimension, dimension == Dimension.Territory ? Elsewhere(terms) : ["x-none-of-these"]) : use.With(dimension, [.. terms.Terms]);
        }
        if (grant.Scope.Quantity is { } quantity) use = use with { Quantity = new(Rational.Zero, quantity.Unit, Rational.Zero) };
        return requesters.All(requester => Act.All.Where(act => grant.Scope.Acts.Any(granted => granted.Covers(act) == Truth.True))
            .All(act => PlainInterpreter.Decide(use with { Act = act, Requester = requester }, facts, _terms.AsOf).Verdict == Verdict.Allow));
    }

    private static string[] Elsewhere(TermSet terms) => [.. Territories.Expand("world")!.Value.Where(country => !terms.Terms.Any(term => term.StartsWith(country, StringComparison.Ordinal))).Take(1)];

    private static bool IsEverywhere(Dimension dimension, TermSet terms) => dimension == Dimension.Territory && !terms.IsExcept && Territories.IsWorld(terms.Terms);

    private static OdrlLimit? Limit(Dimension dimension, TermSet terms)
    {
        var how = terms.IsExcept ? "isNoneOf" : "isAnyOf";
        if (dimension != Dimension.Territory) return new(OdrlProfile.Operand(dimension), how, terms.Terms);
        return terms.Terms.All(term => Territories.Expand(term) is [_]) ? new(Vocabulary.Odrl + "spatial", how, terms.Terms) : null;
    }

    private static IEnumerable<OdrlLimit> Times(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (from is { } begin && begin > DateTimeOffset.MinValue) yield return new(Vocabulary.Odrl + "dateTime", "gteq", [Rfc3339.Write(begin)], Vocabulary.Xsd + "dateTime");
        if (until is { } end) yield return new(Vocabulary.Odrl + "dateTime", "lt", [Rfc3339.Write(end)], Vocabulary.Xsd + "dateTime");
    }

    // A fraction without an end is no decimal.
    private static bool IsPlain(Rational amount) => amount.ToString().All(c => char.IsAsciiDigit(c) || c == '.');
}
