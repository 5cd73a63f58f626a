using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>Something that becomes different at a time without anybody doing anything.</summary>
/// <param name="At">When.</param>
/// <param name="Statement">The statement it happens to; null when it happens to a party.</param>
/// <param name="Party">Whose it is.</param>
/// <param name="Says">In plain words.</param>
public sealed record Change(DateTimeOffset At, string? Statement, PartyId Party, string Says);

/// <summary>What changes between two times.</summary>
public static class Changes
{
    /// <summary>Every change from <paramref name="from"/> on and before <paramref name="until"/>, as far as is known, in order of time.</summary>
    public static ImmutableArray<Change> Between(Facts facts, DateTimeOffset from, DateTimeOffset until, DateTimeOffset knownAt)
    {
        var known = facts.KnownAt(knownAt);
        var register = facts.Register;
        var changes = new List<Change>();
        foreach (var (statement, _) in known.All)
        {
            var speaker = register.Name(statement.Speaker);
            switch (statement)
            {
                case Grant or Prohibition:
                    var scoped = (ScopedStatement)statement;
                    var what = $"{(scoped is Grant ? "The consent" : "The refusal")} of {speaker} about {string.Join(", ", scoped.About.Select(register.Title))}";
                    Add(StatementAlgebra.Holds(scoped).From, statement, $"{what} begins to hold.");
                    Add(scoped.Scope.Period?.Until, statement, $"{what} ends.");
                    break;
                case Delegation delegation:
                    var handed = $"what {speaker} delegated to {register.Name(delegation.To)}";
                    if (!delegation.AtDeath) Add(delegation.Term?.From ?? delegation.Made, statement, $"From now on {register.Name(delegation.To)} may speak: {handed}.");
                    Add(delegation.Term?.Until, statement, $"{register.Name(delegation.To)} may no longer speak: {handed} ends.");
                    break;
                case Revocation revocation:
                    var of = known.ById.TryGetValue(revocation.Of, out var target) ? $"the {target.Kind} of {register.Name(target.Speaker)} ({target.Label ?? target.Id[..12]})" : $"statement {revocation.Of[..12]}";
                    Add(revocation.Ends, statement, $"{speaker} {(revocation.Until is null ? "takes back" : "suspends")} {of}: it no longer holds.");
                    Add(revocation.Until, statement, $"The suspension ends: {of} holds again.");
                    break;
                case Answer { Gives: AnswerKind.NotYet } answer:
                    Add(answer.Again, statement, $"{speaker} may be asked again.");
                    break;
                default:
                    break;
            }
        }
        foreach (var party in register.Parties)
        {
            if (party.MinorUntil is { } age && In(age)) changes.Add(new(age, null, party.Id, $"{party.Name} comes of age and speaks for themself; what a guardian said before stays said."));
            if (party.Died is { } died && In(died)) changes.Add(new(died, null, party.Id, $"{party.Name} has died: {(party.Successors.IsEmpty ? "the register names nobody who speaks for them" : string.Join(", ", party.Successors.Select(register.Name)) + " may speak for them")}."));
        }
        return [.. changes.OrderBy(change => change.At).ThenBy(change => change.Statement, StringComparer.Ordinal).ThenBy(change => change.Says, StringComparer.Ordinal)];

        bool In(DateTimeOffset at) => from <= at && at < until;

        void Add(DateTimeOffset? at, Statement statement, string says)
        {
            if (at is { } time && In(time)) changes.Add(new(time, statement.Id, statement.Speaker, says));
        }
    }
}
