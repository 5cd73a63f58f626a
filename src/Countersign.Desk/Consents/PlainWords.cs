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
            Revocation revocation => $"{who} takes back statement {revocation.Of[..12]} from {Rfc3339.Day(revocation.Effective)}{(revocation.GraceDays > 0 ? $", after {revocation.GraceDays} days of grace" : "")}.",
            Attestation attestation => $"{who} answers {(attestation.Answer ? "yes" : "no")}: {Question(attestation, register)}",
            PreferenceStatement wish => $"{who} found a wish ({wish.Standard}) that {(wish.Allows ? "others may" : "others must not")} {string.Join(" or ", wish.Acts.Select(act => act.Says))}: {string.Join(", ", wish.About.Select(register.Title))}.",
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
            lines.Add(statement is Grant
                ? $"It covers {string.Join(", ", scoped.Scope.Acts)} and the acts below, and nothing above or beside."
                : $"It forbids {string.Join(", ", scoped.Scope.Acts)} and the acts below. It stands over every consent.");
            lines.Add(scoped.Scope.Period?.From is null ? $"It holds from when it was made, {Rfc3339.Day(statement.Made)}{(scoped.Scope.Period is { } period ? $" ({period})" : "")}." : $"It holds {scoped.Scope.Period}.");
            var free = Scope.Worded.Where(worded => !scoped.Scope.Terms.ContainsKey(worded.Dimension)).Select(worded => worded.Name).ToList();
            if (free.Count > 0) lines.Add($"It sets no limit of {string.Join(", ", free)}.");
            if (scoped.Scope.Unrecognised is { } other) lines.Add($"It has limits that this version cannot read ({string.Join(", ", other.Entries.Select(entry => entry.Key))}): {(statement is Grant ? "it does not count" : "it is taken to apply")}.");
            foreach (var about in scoped.About)
                if (facts.Register.Behind(about).All(of => facts.Register.Holders(of).All(holder => holder.Party != statement.Speaker)))
                    lines.Add($"{facts.Register.Name(statement.Speaker)} is not a holder of {about} in this register, so it does not count there.");
            if (statement is Grant { Retroactive: true }) lines.Add("If it is taken back, that also ends uses that began before.");
        }
        foreach (var revocation in facts.Statements.Select(known => known.Statement).OfType<Revocation>().Where(known => known.Of == statement.Id))
            lines.Add(revocation.Speaker != statement.Speaker
                ? $"{facts.Register.Name(revocation.Speaker)} tried to take it back, and cannot: only {facts.Register.Name(statement.Speaker)} can."
                : revocation.Ends <= now ? $"It was taken back and ended {Rfc3339.Day(revocation.Ends)}." : $"It was taken back, and holds until {Rfc3339.Day(revocation.Ends)}.");
        lines.Add($"Recorded {Rfc3339.Write(recorded.RecordedAt)}. It is not signed: this version records statements on the word of whoever runs it.");
        return lines.ToImmutable();
    }

    private static string Acts(Scope scope) => string.Join(" or ", scope.Acts.Select(act => act.Says));

    private static string Titles(ScopedStatement statement, Register register) => string.Join(", ", statement.About.Select(register.Title));

    private static string Owed(Grant grant) => grant.Duties.IsEmpty ? " Nothing is owed for it." : $" Owed: {string.Join("; ", grant.Duties.Select(Duties.InWords))}.";

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
        _ => $"the file {attestation.Asset![..12]} is an own work of {register.Name(attestation.Holder!.Value)}.",
    };
}
