using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Consents;

/// <summary>Why a statement that is on record does not count, or not wholly.</summary>
public static class NotCounting
{
    /// <summary>In plain words; null when it counts for everything it is about. A wish, a request and an answer have no holder's power to begin with.</summary>
    public static string? Why(RecordedStatement recorded, Facts facts)
    {
        if (recorded.Statement is not ScopedStatement scoped) return null;
        var register = facts.Register;
        var aside = scoped.About.Where(about => !Standing(scoped, about, facts, recorded.RecordedAt)).Select(register.Title).ToList();
        if (aside.Count == 0) return null;
        var speaker = register.Name(scoped.Speaker);
        var said = scoped is Delegation ? "delegates" : "speaks";
        return $"{speaker} {said} about {string.Join(", ", aside)} without being its holder in this register, or a delegate of one then, or able to speak then: it does not count there.";
    }

    private static readonly PartyId s_somebody = PartyId.Parse("somebody").Value;

    // The decision core itself is asked, with a use of nothing but the subject: whatever it sets aside does not count.
    private static bool Standing(ScopedStatement statement, SubjectId about, Facts facts, DateTimeOffset recordedAt)
    {
        if (statement is Delegation delegation) return facts.Register.Behind(about).Any(of => facts.Register.Holders(of).Any(holder => holder.Party == delegation.Speaker)) || facts.Statements.Any(known => known.Statement is Delegation { MayDelegate: true } link && link.To == delegation.Speaker && link.About.Any(named => facts.Register.Covers(named, about) != Truth.False));
        var last = facts.Statements.Select(known => known.RecordedAt).Append(recordedAt).Max();
        var use = Use.Of(statement.Scope.Acts[0], s_somebody, about);
        var decision = PlainInterpreter.Decide(use, facts with { Statements = [.. facts.Statements.Where(known => known.Statement is Delegation or Revocation || known.Statement.Id == statement.Id), new(statement, recordedAt)] }, new(last, last));
        return decision.SetAside.All(aside => aside.Statement != statement.Id);
    }
}
