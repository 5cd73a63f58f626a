using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Consents;

/// <summary>A request as a letter that a person can read, change and send.</summary>
public static class RequestLetter
{
    /// <summary>The lines of the letter to one of those asked.</summary>
    public static ImmutableArray<string> To(PartyId holder, Request request, Register register)
    {
        var use = request.Use;
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"To: {register.Name(holder)}{(register.Party(holder)?.Contact is { } contact ? $" ({contact})" : "")}");
        lines.Add($"From: {register.Name(request.Speaker)}{(use.Person is { } person ? $", {register.Name(person)} answering for it" : "")}");
        lines.Add($"Date: {Rfc3339.Date(request.Made)}");
        lines.Add("");
        lines.Add($"We ask for your consent to {use.Act.Says}: {string.Join(", ", use.Subjects.Select(register.Title))}.");
        if (request.Says is { } says) lines.Add(says);
        foreach (var (dimension, name, _) in Scope.Stated)
            if (use.Terms.TryGetValue(dimension, out var values))
                lines.Add($"  {name}: {(dimension == Dimension.Territory && Territories.IsWorld(values) ? "the world" : string.Join(", ", values))}");
        if (use.On is { } on) lines.Add($"  when: {on}");
        if (use.Quantity is { } quantity) lines.Add($"  how much: {quantity.Amount} {quantity.Unit}");
        if (use.AgeBand is { } band) lines.Add($"  the person shown aged: {band}");
        foreach (var (fact, value) in use.Facts) lines.Add($"  {fact}: {Shown(value)}");
        var silent = Scope.Stated.Where(worded => !use.Terms.ContainsKey(worded.Dimension) && worded.Dimension != Dimension.Operation).Select(worded => worded.Name).ToList();
        if (silent.Count > 0) lines.Add($"  We have not said anything of: {string.Join(", ", silent)}. You may set a limit there.");
        lines.Add("");
        lines.Add("You can say no, not yet, or yes under your conditions. As long as you have not answered, it is not a yes.");
        lines.Add($"Your answer is recorded with: countersign consent answer {request.Label ?? request.Id[..12]} --by {holder} --gives yes|not-yet|no");
        return lines.ToImmutable();
    }

    private static string Shown(Tree value) => value switch
    {
        Tree.Flag flag => flag.Value ? "yes" : "no",
        Tree.Text text => text.Value,
        Tree.Whole whole => whole.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Tree.List list => string.Join(", ", list.Items.Select(Shown)),
        _ => "",
    };
}
