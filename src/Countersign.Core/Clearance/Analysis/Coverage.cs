using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>How far the consents of one holder reach what is asked.</summary>
/// <param name="Of">For what.</param>
/// <param name="Holder">Whose consent is needed.</param>
/// <param name="Nearest">The consent that comes nearest; null when there is none.</param>
/// <param name="Reaches">True when it covers all that is asked, false when not, unknown when a limit cannot be compared.</param>
/// <param name="Missing">Where what is asked goes beyond it.</param>
public sealed record Reached(SubjectId Of, PartyId Holder, Grant? Nearest, Truth Reaches, ImmutableArray<Difference> Missing);

/// <summary>Whether what is asked, as a whole, is let.</summary>
/// <param name="Holds">True when every holder has agreed to all of it and nobody refuses a part of it.</param>
/// <param name="Holders">Holder by holder.</param>
/// <param name="Refusals">The refusals that some of it meets.</param>
public sealed record Coverage(Truth Holds, ImmutableArray<Reached> Holders, ImmutableArray<Prohibition> Refusals)
{
    /// <summary>Compares a wished-for scope with what is on record. Nothing of it is taken for granted: a limit that the wish does not share is missing.</summary>
    /// <param name="asked">The wish, in the form of a grant to be had. Who speaks in it does not matter.</param>
    /// <param name="facts">The record.</param>
    /// <param name="asOf">The two times.</param>
    public static Coverage Of(Grant asked, Facts facts, AsOf asOf)
    {
        var (register, algebra) = (facts.Register, new StatementAlgebra(facts.Register));
        var standing = Standing.Of(facts, asked.About, asOf).ToList();
        var holders = ImmutableArray.CreateBuilder<Reached>();
        foreach (var of in asked.About.SelectMany(about => register.Behind(about)).Distinct())
            foreach (var holder in register.Holders(of).Where(holder => holder.ConsentRequired))
            {
                // For this holder the wish is about what is theirs: the face behind the double.
                var own = asked with { Speaker = holder.Party, About = [of] };
                var whole = asked with { Speaker = holder.Party };
                holders.Add(standing.Where(one => one.Statement is Grant && one.Claim == new Claim(of, holder.Party))
                    .Select(one => Compare(one, own, whole))
                    .OrderByDescending(reached => reached.Reaches == Truth.True)
                    // A consent to another act is further away than one that falls short in where or when.
                    .ThenBy(reached => reached.Missing.Count(difference => difference.Dimension == Dimension.Act)).ThenBy(reached => reached.Missing.Length).ThenBy(reached => reached.Nearest!.Id, StringComparer.Ordinal)
                    .FirstOrDefault() ?? new(of, holder.Party, null, Truth.False, []));
            }
        var refusals = standing.Select(one => one.Statement).OfType<Prohibition>().Distinct()
            .Where(prohibition => algebra.Meets(prohibition, asked).Holds != Truth.False).OrderBy(prohibition => prohibition.Id, StringComparer.Ordinal).ToImmutableArray();
        var holds = holders.Count == 0 ? Truth.Unknown : refusals.IsEmpty ? (Truth)holders.Min(reached => (int)reached.Reaches) : Truth.False;
        return new(holds, holders.ToImmutable(), refusals);

        Reached Compare(Standing one, Grant own, Grant whole)
        {
            var said = Better(algebra.Contains(one.Statement, own), algebra.Contains(one.Statement, whole));
            // Its own time is compared below, less what was taken back.
            var compared = one.Chain.Links.Select(link => Better(algebra.Contains(link, own), algebra.Contains(link, whole)))
                .Append(said with { Beyond = said.Beyond.RemoveAll(difference => difference.Dimension == Dimension.Period) }).ToList();
            var beyond = compared.SelectMany(containment => containment.Beyond).Distinct().ToList();
            var wanted = StatementAlgebra.Holds(own);
            if (!one.Holds.Any(stretch => stretch.Contains(wanted))) beyond.Add(new(Dimension.Period, $"uses {wanted}, where the consent holds {string.Join(" and ", one.Holds)}"));
            var reaches = beyond.Count > 0 ? Truth.False : compared.Exists(containment => containment.Holds == Truth.Unknown) ? Truth.Unknown : Truth.True;
            return new(one.Claim.Of, one.Claim.Party, (Grant)one.Statement, reaches, [.. beyond]);
        }
    }

    // A consent may name the face, or the model of it.
    private static Containment Better(Containment a, Containment b) => a.Beyond.Length <= b.Beyond.Length ? a : b;
}
