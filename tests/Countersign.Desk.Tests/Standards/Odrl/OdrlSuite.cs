using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Standards.Odrl;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Tests.Standards.Odrl;

/// <summary>Runs cases in the form of the public ODRL evaluator suite: once by ODRL's own semantics, once imported and decided by Core.</summary>
internal sealed class OdrlSuite
{
    private const string Ex = "http://example.org/";
    private const string Odrl = "http://www.w3.org/ns/odrl/2/";
    private const string Report = "https://w3id.org/force/compliance-report#";
    private static readonly PartyId s_owner = PartyId.Parse("party:owner").Value;
    private static readonly DateTimeOffset s_made = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<RdfGraph> _documents = [];

    public OdrlSuite(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.ttl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var read = OdrlDocument.Graph(File.ReadAllBytes(path), Path.GetFileName(path));
            Assert.True(read.IsOk, path + " " + string.Join("; ", read.Problems));
            _documents.Add(read.Value);
            if (Path.GetFileName(Path.GetDirectoryName(path)) == "test_cases") Cases[Path.GetFileNameWithoutExtension(path)] = read.Value;
        }
    }

    public SortedDictionary<string, RdfGraph> Cases { get; } = new(StringComparer.Ordinal);

    private RdfGraph Holding(RdfTerm node) => _documents.First(document => document.One(node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") is not null && document.Predicates(node).Count() > 1);

    /// <summary>For each rule that a case expects a report of: what is expected, what ODRL's semantics say, and what Core decides.</summary>
    public IEnumerable<(bool Expected, bool Source, Decision Decision, OdrlRule Rule, ImmutableArray<Countersign.Desk.Standards.Loss> Losses)> Run(string name)
    {
        var test = Cases[name];
        var node = test.Subjects.Single(subject => test.One(subject, Ex + "expectedReport") is not null);
        RdfTerm Of(string part) => test.One(node, Ex + part)!.Value;
        var (policyGraph, requestGraph) = (Holding(Of("policy")), Holding(Of("request")));
        var world = OdrlWorld.Of(Holding(Of("sotw")), policyGraph)!;
        var rules = OdrlDocument.Rules(policyGraph, Of("policy"));
        var asked = OdrlDocument.Rules(requestGraph, Of("request"));
        foreach (var report in test.All(Of("expectedReport"), Report + "ruleReport"))
        {
            if (test.One(report, Report + "activationState") is not { } state) continue;
            var rule = rules.Single(one => one.Id == test.One(report, Report + "rule"));
            var request = asked.Single(one => one.Id == test.One(report, Report + "ruleRequest"));
            var values = request.Constraints.Where(constraint => constraint.Operator == "eq").ToImmutableDictionary(constraint => constraint.Left, constraint => constraint.Right[0]);
            var wanted = new OdrlRequest(request.Actions.Single(), request.Targets.Single(), request.Assignees.Single(), values);
            var import = new OdrlImport(s_owner, s_made, name, targets => targets.IsEmpty ? [OdrlNames.Subject(wanted.Target.Value)] : [.. targets.Select(target => OdrlNames.Subject(target.Value)).Order()]);
            var statements = import.Rule(rule).Statements;
            foreach (var statement in statements) Assert.Equal(statement.Id, StatementForm.FromTree(statement.ToTree()).Value.Id);
            yield return (state.Value == Report + "Active", OdrlEvaluator.IsActive(rule, wanted, world), Decide(wanted, rule, world, statements), rule, import.Losses);
        }
    }

    /// <summary>The request as a use, decided on the statements of a policy in a state of the world.</summary>
    public static Decision Decide(OdrlRequest wanted, OdrlRule rule, OdrlWorld world, ImmutableArray<Statement> statements)
    {
        var use = Use.Of(Act.Parse(wanted.Action == Odrl + "index" ? "analyse.index" : "use").Value, OdrlNames.Party(wanted.Assignee.Value), OdrlNames.Subject(wanted.Target.Value))
            .With(Dimension.Operation, OdrlActions.Path(wanted.Action));
        if (wanted.Values.TryGetValue(Odrl + "purpose", out var purpose)) use = use.With(Dimension.Purpose, OdrlNames.Escaped(purpose.Value));
        if (wanted.Values.TryGetValue(Odrl + "spatial", out var where)) use = use.With(Dimension.Territory, where.Value);
        if (wanted.Values.TryGetValue(Odrl + "count", out var count) && Rational.TryParse(count.Value, out var many)) use = use with { Quantity = new(many, "count", Rational.Zero) };
        foreach (var duty in rule.Duties) use = use with { Facts = use.Facts.SetItem(OdrlImport.Kept + duty.Value, !world.Broken.Contains(duty)) };
        var groups = world.Within(wanted.Assignee).Skip(1).Select(group => OdrlNames.Party(group.Value).ToString());
        var wholes = world.Within(wanted.Target).Skip(1).Select(whole => OdrlNames.Subject(whole.Value).ToString()).ToList();
        var register = new Register(
            [Docs.Read("{ party: party:owner, kind: person, name: Owner }", Party.FromTree), Docs.Read($"{{ party: {use.Requester}, kind: person, name: Asker, member-of: [{string.Join(", ", groups)}] }}", Party.FromTree)],
            [
                Docs.Read($"{{ work: {use.Subjects[0]}, kind: text, title: Asked, holders: [party:owner], part-of: [{string.Join(", ", wholes)}] }}", Work.FromTree),
                .. wholes.Select(whole => Docs.Read($"{{ work: {whole}, kind: text, title: Whole, holders: [party:owner] }}", Work.FromTree)),
            ],
            Enumerable.Empty<Persona>(), Enumerable.Empty<TrainedModel>());
        return PlainInterpreter.Decide(use, new Facts(register, [.. statements.Select(statement => new RecordedStatement(statement, statement.Made))]), AsOf.Moment(world.Now));
    }
}
