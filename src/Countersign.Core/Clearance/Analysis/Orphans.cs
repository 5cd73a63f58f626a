using System.Collections.Immutable;
using Countersign.Core.Models;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Analysis;

/// <summary>A model that was trained under a consent, or made from one that was.</summary>
/// <param name="Model">The model.</param>
/// <param name="Under">The consent it was itself trained under; null when it only comes from another such model.</param>
/// <param name="From">The model it comes from; null when it was trained under the consent itself.</param>
public sealed record OrphanedModel(TrainedModel Model, string? Under, SubjectId? From);

/// <summary>What a consent carries: it is left without ground when the consent is taken back.</summary>
public static class Orphans
{
    /// <summary>The registered models that rest on a statement, those trained under it first, then what was made from them.</summary>
    public static ImmutableArray<OrphanedModel> Models(Statement statement, Register register)
    {
        var found = register.Models
            .Where(model => model.Under.Any(name => name == statement.Id || name == statement.Label))
            .Select(model => new OrphanedModel(model, statement.Label ?? statement.Id, null)).ToList();
        for (var i = 0; i < found.Count; i++)
            foreach (var model in register.Models.Where(model => model.BasedOn.Contains(found[i].Model.Id) && found.TrueForAll(known => known.Model.Id != model.Id)).ToList())
                found.Add(new(model, null, found[i].Model.Id));
        return [.. found];
    }

    /// <summary>For a delegation: what its delegate said under it. It stays said; the list is for whoever wants to go through it.</summary>
    public static ImmutableArray<Statement> SaidUnder(Delegation delegation, Facts facts, AsOf asOf)
    {
        var known = facts.KnownAt(asOf.KnownAt);
        var authority = new Authority(facts.Register, known);
        return
        [
            .. known.All.Select(recorded => recorded.Statement).OfType<ScopedStatement>()
                .Where(statement => statement is Grant or Prohibition && statement.About.Any(about => facts.Register.Behind(about).Any(of => facts.Register.Holders(of).Any(holder =>
                    authority.Chains(statement.Speaker, holder.Party, (of, about), statement.Made, statement is Prohibition).Any(chain => chain.Links.Contains(delegation)))))),
        ];
    }
}
