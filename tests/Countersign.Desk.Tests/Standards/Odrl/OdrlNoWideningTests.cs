using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl;
using Countersign.Desk.Standards.Odrl.Rdf;
using CsCheck;

namespace Countersign.Desk.Tests.Standards.Odrl;

/// <summary>Whatever an import of ODRL allows, the policy allows by ODRL's own semantics.</summary>
public sealed class OdrlNoWideningTests
{
    private const string Odrl = "http://www.w3.org/ns/odrl/2/";
    private const string Head = "@prefix odrl: <http://www.w3.org/ns/odrl/2/> . @prefix ex: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static readonly Gen<string> s_compared = Gen.OneOf(
        Gen.Select(One("eq", "neq", "lt", "lteq", "gt", "gteq"), Gen.Int[1, 5], (how, day) => $"odrl:leftOperand odrl:dateTime ; odrl:operator odrl:{how} ; odrl:rightOperand \"2026-03-0{day}T00:00:00Z\"^^xsd:dateTime"),
        Gen.Select(One("eq", "neq", "isAnyOf", "isNoneOf", "isA"), One("ex:a", "ex:A", "\"ex\"", "ex:a, ex:A"), (how, what) => $"odrl:leftOperand odrl:purpose ; odrl:operator odrl:{how} ; odrl:rightOperand {what}"),
        Gen.Select(One("eq", "neq", "isAnyOf"), One("\"FR\"", "\"IT\"", "\"EU\"", "\"FR\", \"IT\""), (how, where) => $"odrl:leftOperand odrl:spatial ; odrl:operator odrl:{how} ; odrl:rightOperand {where}"),
        Gen.Select(One("lt", "lteq", "gt", "eq"), Gen.Int[0, 3], (how, many) => $"odrl:leftOperand odrl:count ; odrl:operator odrl:{how} ; odrl:rightOperand {many.ToString(CultureInfo.InvariantCulture)}"));

    private static readonly Gen<string> s_constraint = Gen.OneOf(s_compared, Gen.Select(One("and", "or", "xone", "andSequence"), s_compared.List[1, 3], (join, parts) => $"odrl:{join} ( {string.Join(" ", parts.Select(part => $"[ {part} ]"))} )"));

    private static readonly Gen<string> s_rule = Gen.Select(One("permission", "permission", "prohibition"), One("use", "play", "display", "index", "sell", "transfer", ""), One("", "ex:ada", "ex:ben", "ex:group"), s_constraint.List[0, 2], Gen.Bool,
        (kind, action, who, constraints, duty) => $"odrl:{kind} [ odrl:target ex:song {(action.Length > 0 ? $"; odrl:action odrl:{action} " : "")}{(who.Length > 0 ? $"; odrl:assignee {who} " : "")}{string.Concat(constraints.Select(constraint => $"; odrl:constraint [ {constraint} ] "))}{(duty ? "; odrl:duty ex:paying" : "")} ]");

    private static readonly Gen<string> s_policy = Gen.Select(One("Set", "Agreement", "Offer"), One("", "odrl:conflict odrl:perm ;", "odrl:conflict odrl:prohibit ;", "odrl:conflict odrl:invalid ;"), s_rule.List[1, 4],
        (type, conflict, rules) => $"{Head}<urn:p> a odrl:{type} ; {conflict} {string.Join(" ; ", rules)} .\nex:paying odrl:action odrl:compensate .");

    private static readonly Gen<OdrlRequest> s_request = Gen.Select(One("use", "play", "display", "index", "sell", "print"), One("ada", "ben", "cy"), One("", "a", "A"), One("", "FR", "IT"), One("", "0", "1", "3"), (action, who, purpose, where, count) =>
    {
        var values = ImmutableDictionary<string, RdfTerm>.Empty;
        if (purpose.Length > 0) values = values.Add(Odrl + "purpose", RdfTerm.Iri("http://example.org/" + purpose));
        if (where.Length > 0) values = values.Add(Odrl + "spatial", RdfTerm.Literal(where));
        if (count.Length > 0) values = values.Add(Odrl + "count", RdfTerm.Literal(count));
        return new OdrlRequest(Odrl + action, RdfTerm.Iri("http://example.org/song"), RdfTerm.Iri("http://example.org/" + who), values);
    });

    [Fact]
    public void Whatever_the_import_allows_the_policy_allows()
    {
        var (allowed, asked) = (0, 0);
        Gen.Select(s_policy, s_request, Gen.Int[1, 6], Gen.Bool, Gen.Bool).Sample((document, request, day, member, broken) =>
        {
            var graph = OdrlDocument.Graph(Encoding.UTF8.GetBytes(document)).Value;
            if (member) graph.Add(RdfTerm.Iri("http://example.org/ada"), Odrl + "partOf", RdfTerm.Iri("http://example.org/group"));
            var duty = RdfTerm.Iri("http://example.org/paying");
            var world = new OdrlWorld(new(2026, 3, day, 0, 0, 0, TimeSpan.Zero), graph, broken ? [duty] : []);
            var policy = OdrlDocument.Policies(graph).Single();
            var import = new OdrlImport(PartyId.Parse("party:owner").Value, new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), "p", targets => [OdrlNames.Subject(targets[0].Value)]);
            var owing = policy.Rules[0] with { Duties = [duty] };
            var decision = OdrlSuite.Decide(request, owing, world, import.Policy(policy));
            Interlocked.Increment(ref asked);
            if (decision.Verdict != Verdict.Allow) return;
            Interlocked.Increment(ref allowed);
            Assert.True(OdrlEvaluator.Allows(policy, request, world), document);
        }, iter: 4_000);
        // A test of imports that never allow would prove nothing.
        Assert.True(allowed * 100 > asked, $"{allowed} of {asked} allowed");
    }

    [Fact]
    public void A_document_in_json_ld_says_the_same()
    {
        const string Json = """{"@context":"http://www.w3.org/ns/odrl.jsonld","@type":"Set","uid":"urn:p","permission":[{"target":"http://example.org/song","action":"play","assignee":"http://example.org/ada","constraint":[{"leftOperand":"dateTime","operator":"lt","rightOperand":{"@value":"2026-03-02T00:00:00Z","@type":"xsd:dateTime"}}]}]}""";
        var graph = OdrlDocument.Graph(Encoding.UTF8.GetBytes(Json)).Value;
        var policy = OdrlDocument.Policies(graph).Single();
        var request = new OdrlRequest(Odrl + "display", RdfTerm.Iri("http://example.org/song"), RdfTerm.Iri("http://example.org/ada"), ImmutableDictionary<string, RdfTerm>.Empty);
        Assert.True(OdrlEvaluator.Allows(policy, request, new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), graph, [])));
        Assert.False(OdrlEvaluator.Allows(policy, request, new(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), graph, [])));
        Assert.False(OdrlDocument.Graph(Encoding.UTF8.GetBytes(Json.Replace("http://www.w3.org/ns/odrl.jsonld", "http://example.org/other.jsonld", StringComparison.Ordinal))).IsOk);
    }

    [Fact]
    public void A_constraint_that_doubles_on_every_level_is_not_followed()
    {
        var levels = string.Concat(Enumerable.Range(0, 30).Select(i => $"ex:a{i} odrl:and ex:a{i + 1}, ex:b{i + 1} . ex:b{i} odrl:and ex:a{i + 1}, ex:b{i + 1} .\n"));
        var policy = OdrlDocument.Policies(OdrlDocument.Graph(Encoding.UTF8.GetBytes($"{Head}<urn:p> odrl:permission [ odrl:action odrl:play ; odrl:constraint ex:a0 ] .\n{levels}")).Value).Single();
        var request = new OdrlRequest(Odrl + "play", RdfTerm.Iri("urn:x"), RdfTerm.Iri("urn:y"), ImmutableDictionary<string, RdfTerm>.Empty);
        Assert.False(OdrlEvaluator.Allows(policy, request, new(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(), [])));
    }

    [Fact]
    public void No_bytes_trouble_the_readers() =>
        Gen.Select(One("", "@prefix odrl: <u:> .\n", "<a:b> odrl:x [", "{\"@context\":", "<a:b> <a:c> \"\\u", "<a:b> <a:c> ((", "<a:b> a "), Gen.String[0, 60], Gen.Byte.Array[0, 60]).Sample((start, text, bytes) =>
        {
            var read = OdrlDocument.Graph((byte[])[.. Encoding.UTF8.GetBytes(start + text), .. bytes]);
            Assert.True(read.IsOk || read.Problems.Count > 0);
        }, iter: 3_000);
}
