using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>What a policy is evaluated in: the time, who and what belongs to which collection, and which duties were broken.</summary>
/// <param name="Now">The time.</param>
/// <param name="Graph">What is said of parties, assets and collections.</param>
/// <param name="Broken">Duties that were broken.</param>
public sealed record OdrlWorld(DateTimeOffset Now, RdfGraph Graph, ImmutableHashSet<RdfTerm> Broken)
{
    private const string Report = "https://w3id.org/force/compliance-report#";

    /// <summary>A state of the world as the public evaluator suite writes it; null when it says no time.</summary>
    public static OdrlWorld? Of(RdfGraph graph, RdfGraph policy)
    {
        var now = graph.One(RdfTerm.Iri("http://example.com/request/currentTime"), Vocabulary.Dcterms + "issued");
        if (now is not { } written || !Rfc3339.TryParseTime(written.Value, out var time)) return null;
        var all = new RdfGraph();
        all.AddAll(graph);
        all.AddAll(policy);
        return new(time, all, [.. graph.Subjects.Where(node => graph.One(node, Report + "deonticState")?.Value == Report + "Violated").SelectMany(node => graph.All(node, Report + "rule"))]);
    }

    /// <summary>The collections something belongs to, itself first, by name and by source.</summary>
    public ImmutableArray<RdfTerm> Within(RdfTerm one)
    {
        var all = new List<RdfTerm> { one };
        for (var i = 0; i < all.Count; i++)
            foreach (var above in Graph.All(all[i], Vocabulary.Odrl + "partOf").Concat(Graph.Subjects.Where(named => Graph.All(named, Vocabulary.Odrl + "source").Contains(all[i]))))
                if (!all.Contains(above)) all.Add(above);
        return [.. all];
    }
}
