using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Consents;

/// <summary>Turns a request into the consent, or the refusal, of just what it asks for.</summary>
public static class ExactlyAsked
{
    /// <summary>The statement. Whatever the request states becomes a limit; what it leaves out is not limited, and the plain words of the statement show it.</summary>
    /// <param name="kind"><c>grant</c> or <c>prohibition</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="speaker">Who says it, as spelt; null is a problem of the statement.</param>
    /// <param name="says">In their words.</param>
    /// <param name="now">When.</param>
    /// <param name="register">Says which of the subjects are theirs.</param>
    /// <param name="duties">What a consent obliges to.</param>
    public static Outcome<Statement> As(string kind, Request request, string? speaker, string? says, DateTimeOffset now, Register register, ImmutableArray<Tree> duties)
    {
        var use = request.Use;
        var theirs = speaker is not null && PartyId.Parse(speaker).Try(out var party, out _)
            ? use.Subjects.Where(subject => register.Behind(subject).Any(of => register.Holders(of).Any(holder => holder.Party == party))).ToImmutableArray()
            : [];
        var scope = new List<(string, Tree?)> { ("to", Tree.Of(("only", Tree.Of([use.Requester.ToString()])))) };
        foreach (var (dimension, name, _) in Scope.Stated)
            if (use.Terms.TryGetValue(dimension, out var values)) scope.Add((name, Tree.Of(("only", Tree.Of(values)))));
        scope.Add(("period", use.On is not { } on ? null : Tree.Of(("from", on.From is { } from ? (Tree)Rfc3339.Write(from) : null), ("to", on.Until is { } until ? (Tree)Rfc3339.Write(until) : null))));
        // Forty seconds were asked for, not forty seconds each time. A refusal with a quantity would forbid only what goes beyond it.
        scope.Add(("quantity", kind == "prohibition" || use.Quantity is not { } quantity ? null : Tree.Of(("limit", quantity.Amount.ToString()), ("unit", quantity.Unit), ("per", use.Terms.ContainsKey(Dimension.Project) ? "project" : "total"))));
        scope.Add(("age-band", use.AgeBand is { } band ? (Tree)band.ToString() : null));
        var so = use.Facts.Where(fact => fact.Value is Tree.Flag { Value: true }).Select(fact => fact.Key).ToList();
        scope.Add(("requires", so.Count == 0 ? null : Tree.Of(so)));
        return StatementForm.FromTree(Tree.Of(
            ("statement", kind),
            ("by", speaker is null ? null : (Tree)speaker),
            ("made", Rfc3339.Write(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)))),
            ("about", Tree.Of((theirs.IsEmpty ? use.Subjects : theirs).Select(subject => subject.ToString()))),
            ("acts", Tree.Of([use.Act.Name])),
            ("scope", Tree.Of([.. scope])),
            ("duties", kind == "grant" && !duties.IsEmpty ? Tree.Of(duties) : null),
            ("says", says is null ? null : (Tree)says),
            ("source", $"answer to request {request.Label ?? request.Id[..12]}")));
    }
}
