using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;

namespace Countersign.Desk.Consents;

/// <summary>Statements in plain words, for whoever is not a programmer or a lawyer.</summary>
public static class PlainWords
{
    /// <summary>One sentence.</summary>
    public static string Of(Statement statement, Register register)
    {
        var who = register.Name(statement.Speaker);
        return statement switch
        {
            Grant grant => $"{who} lets others {Acts(grant.Scope)}: {Titles(grant, register)}{Limits(grant.Scope)}.{Owed(grant)}",
            Prohibition prohibition => $"{who} forbids others to {Acts(prohibition.Scope)}: {Titles(prohibition, register)}{Limits(prohibition.Scope)}.",
            Revocation revocation => $"{who} {(revocation.Until is null ? "takes back" : "suspends")} statement {revocation.Of[..12]} {(revocation.Until is { } until ? new Period(revocation.Effective, until).ToString() : $"from {Rfc3339.Day(revocation.Effective)}")}{(revocation.GraceDays > 0 ? $", after {revocation.GraceDays} days of grace" : "")}.",
            Delegation delegation => $"{who} lets {register.Name(delegation.To)} ({Words.Of(delegation.Role)}) speak about others who {Acts(delegation.Scope)}: {Titles(delegation, register)}{Limits(delegation.Scope)}.{Powers(delegation)}",
            PreferenceStatement wish => $"{who} reports a machine-readable wish ({wish.Standard}): {(wish.Allows ? "one may" : "one may not")} {string.Join(" or ", wish.Acts.Select(act => act.Says))}: {string.Join(", ", wish.About.Select(register.Title))}.",
            Request request => $"{who} asks {string.Join(", ", request.To.Select(register.Name))} for consent to {request.Use.Act.Says}: {string.Join(", ", request.Use.Subjects.Select(register.Title))}.",
            Answer answer => $"{who} answers request {answer.Of[..12]}: {Words.Of(answer.Gives)}{(answer.With is { } with ? $", as statement {with[..12]} says" : "")}{(answer.Again is { } again ? $"; it may be asked again from {Rfc3339.Day(again)}" : "")}.",
            Attestation attestation => $"{who} answers {(attestation.Answer ? "yes" : "no")}: {Question(attestation, register)}",
            _ => $"{who} made a statement.",
        };
    }

    /// <summary>What it lets or forbids, its limits one by one, what has become of it, and what it does not say.</summary>
    public static ImmutableArray<string> Explain(RecordedStatement recorded, Facts facts, DateTimeOffset now)
    {
        var statement = recorded.Statement;
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(Of(statement, facts.Register));
        if (statement.Says is { } says) lines.Add($"In its own words: “{says}”");
        if (statement.Source is { } source) lines.Add($"It stands in: {source}");
        if (statement is ScopedStatement scoped)
        {
            var acts = string.Join(", ", scoped.Scope.Acts);
            lines.Add(statement switch
            {
                Grant => $"It covers {acts} and the acts below, and nothing above or beside.",
                Delegation => $"It reaches {acts} and the acts below. Whatever the delegate lets is let only where this and the consent both reach; what was said stays said when it ends.",
                _ => $"It forbids {acts} and the acts below. It stands over every consent.",
            });
            if (statement is not Delegation)
                lines.Add(scoped.Scope.Period?.From is null ? $"It holds from when it was made, {Rfc3339.Day(statement.Made)}{(scoped.Scope.Period is { } period ? $" ({period})" : "")}." : $"It holds {scoped.Scope.Period}.");
            var free = Scope.Worded.Where(worded => !scoped.Scope.Terms.ContainsKey(worded.Dimension)).Select(worded => worded.Name).ToList();
            if (free.Count > 0) lines.Add($"It sets no limit of {string.Join(", ", free)}.");
            if (scoped.Scope.Unrecognised is { } other) lines.Add($"It has limits that this version cannot read ({string.Join(", ", other.Entries.Select(entry => entry.Key))}): {(statement is Grant ? "it does not count" : "it is taken to apply")}.");
            if (NotCounting.Why(recorded, facts) is { } aside) lines.Add(aside);
            if (statement is Grant { SurvivesDeath: false }) lines.Add("It ends with the life of whoever it is about.");
            if (statement is Grant { Retroactive: true }) lines.Add("If it is taken back, that also ends uses that began before.");
        }
        foreach (var revocation in facts.Statements.Select(known => known.Statement).OfType<Revocation>().Where(known => known.Of == statement.Id).OrderBy(known => known.Effective))
        {
            var by = revocation.Speaker == statement.Speaker ? "" : $" by {facts.Register.Name(revocation.Speaker)}, as far as they may";
            var ends = Rfc3339.Day(revocation.Ends);
            lines.Add(revocation.Until is { } until
                ? $"It {(revocation.Ends <= now ? "was" : "will be")} suspended{by}: {new Period(revocation.Ends, until)}."
                : revocation.Ends <= now ? $"It was taken back{by} and ended {ends}." : $"It was taken back{by}, and holds until {ends}.");
        }
        if (statement is Request)
            foreach (var answer in facts.Statements.Select(known => known.Statement).OfType<Answer>().Where(known => known.Of == statement.Id).OrderBy(known => known.Made)) lines.Add(Of(answer, facts.Register));
        lines.Add($"Recorded {Rfc3339.Write(recorded.RecordedAt)}. It is not signed: this version records statements on the word of whoever runs it.");
        return lines.ToImmutable();
    }

    private static string Acts(Scope scope) => string.Join(" or ", scope.Acts.Select(act => act.Says));

    private static string Titles(ScopedStatement statement, Register register) => string.Join(", ", statement.About.Select(register.Title));

    private static string Powers(Delegation delegation)
    {
        var powers = new List<string>();
        if (delegation.Term is { } term) powers.Add($"They may speak {term}.");
        if (delegation.AtDeath) powers.Add("Only after death.");
        powers.Add(delegation.MayRevoke ? "They may take consents back." : "They may not take consents back.");
        if (delegation.MayDelegate) powers.Add("They may let others speak in turn.");
        return " " + string.Join(" ", powers);
    }

    private static string Owed(Grant grant) => grant.Duties.IsEmpty ? " Nothing is owed for it." : $" Owed: {string.Join("; ", grant.Duties.Select(Duties.InWords)).TrimEnd('.')}.";

    private static string Limits(Scope scope)
    {
        var limits = new List<string>();
        foreach (var (dimension, name, _) in Scope.Worded)
            if (scope.Terms.TryGetValue(dimension, out var terms))
                limits.Add(dimension == Dimension.Territory && Territories.IsWorld(terms.Terms) ? "anywhere in the world" : $"{name} {Shortened(terms)}");
        if (scope.Period is { } period) limits.Add(period.ToString());
        if (scope.Quantity is { } quantity) limits.Add(quantity.ToString());
        if (scope.AgeBand is { } band) limits.Add($"shown aged {band}");
        limits.AddRange(scope.Requires.Select(fact => $"only if '{fact}' is so"));
        return limits.Count == 0 ? ", without limits" : "; " + string.Join("; ", limits);
    }

    private static string Shortened(TermSet terms) => terms.Terms.Length > 30 ? $"{(terms.IsExcept ? "all but " : "")}{terms.Terms.Length} named" : terms.ToString();

    private static string Question(Attestation attestation, Register register) => attestation.Question switch
    {
        AttestedQuestion.Match => $"{register.Title(attestation.About!.Value)} is in the file {attestation.Asset![..12]}.",
        AttestedQuestion.PublicDomain => $"{(attestation.About is { } about ? register.Title(about) : "the file " + attestation.Asset![..12])} is in the public domain.",
        AttestedQuestion.Judgement => $"'{attestation.Input}' is so of {register.Title(attestation.About!.Value)}{(attestation.Project is { } project ? $" in {project}" : "")}.",
        _ => $"the file {attestation.Asset![..12]} is an own work of {register.Name(attestation.Holder!.Value)}.",
    };
}
