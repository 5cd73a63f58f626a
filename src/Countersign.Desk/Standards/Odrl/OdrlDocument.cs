using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>A document in ODRL 2.2: JSON-LD when it begins with a brace or a bracket, else Turtle.</summary>
public static class OdrlDocument
{
    private const int MostBytes = 16 << 20;

    /// <summary>What a document says, as a graph.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="blankPrefix">Stands before the labels of nodes without a name, so that those of two documents differ.</param>
    public static Outcome<RdfGraph> Graph(ReadOnlyMemory<byte> bytes, string blankPrefix = "")
    {
        if (bytes.Length > MostBytes) return new Problem("odrl.too-long", "The document is longer than is read.", null, "Split it by policy.");
        var text = Importing.Text(bytes);
        return text.TrimStart() is ['{' or '[', ..] and var json && !json.StartsWith("[]", StringComparison.Ordinal) && IsJson(json) ? JsonLdReader.Read(System.Text.Encoding.UTF8.GetBytes(text)) : TurtleReader.Read(text, blankPrefix);
    }

    /// <summary>The policies of a graph.</summary>
    public static ImmutableArray<OdrlPolicy> Policies(RdfGraph graph) => new OdrlReading(graph).Policies();

    /// <summary>The permissions and prohibitions of one node.</summary>
    public static ImmutableArray<OdrlRule> Rules(RdfGraph graph, RdfTerm policy) => [.. new OdrlReading(graph).Rules(policy, OdrlRuleKind.Permission), .. new OdrlReading(graph).Rules(policy, OdrlRuleKind.Prohibition)];

    // Turtle may begin with a bracket as well: there a name or a prefix follows it, and in JSON a brace.
    private static bool IsJson(string text) => text[0] == '{' || text[1..].TrimStart().StartsWith('{');
}
