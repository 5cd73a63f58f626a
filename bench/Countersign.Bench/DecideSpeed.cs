using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Parties;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>
/// Decisions a second, and how long the slow ones take: by index at three sizes, with the whole explanation, by the plain interpreter, and beside
/// Cedar (<c>--cedar FOLDER</c>: an installed <c>@cedar-policy/cedar-wasm</c>) on one policy set. One thread.
/// </summary>
internal static class DecideSpeed
{
    private const int OnOneSubject = 10_000;
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartyId s_holder = PartyId.Parse("ada").Value;
    private static readonly PartyId s_studio = PartyId.Parse("studio").Value;
    private static readonly Act s_publish = Act.Parse("distribute.publish").Value;
    private static readonly SubjectId s_crowded = SubjectId.Parse("work:crowded").Value;

    public static IEnumerable<Row> Measure(bool quick, string? cedar)
    {
        foreach (var grants in quick ? [10_000] : new[] { 10_000, 100_000, 1_000_000 })
        {
            var world = new ManyGrants(grants);
            foreach (var row in Index(world, quick)) yield return row;
            if (grants == 10_000) yield return Plain(world, quick);
        }
        foreach (var row in BesideCedar(quick, cedar)) yield return row;
    }

    private static IEnumerable<Row> Index(ManyGrants world, bool quick)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var index = new ClearanceIndex(world.Facts);
        var built = clock.Elapsed;
        var uses = world.Uses(quick ? 20_000 : 200_000);
        var asOf = AsOf.Moment(s_now);
        // The first question about a subject prepares it.
        foreach (var use in uses) index.Rule(use, asOf);
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        yield return new($"index over {world.Facts.Statements.Length:#,0} statements", $"{Number(built.TotalSeconds)} s to build, {Number(memory, "#,0")} MB with every subject prepared");

        var rates = new List<double>();
        var allowed = 0;
        for (var run = 0; run < 5; run++)
        {
            clock.Restart();
            allowed = 0;
            foreach (var use in uses)
                if (index.Rule(use, asOf).Verdict == Verdict.Allow) allowed++;
            rates.Add(uses.Count / clock.Elapsed.TotalSeconds);
        }
        foreach (var (crowd, some) in new[] { ("on the subject with 10,000", uses.Where(use => use.Subjects[0] == s_crowded)), ("on the others", uses.Where(use => use.Subjects[0] != s_crowded)) })
        {
            var times = Times(some, use => index.Rule(use, asOf));
            yield return new($"rule, {world.Grants:#,0} grants, {crowd}", Spread(times), "goal: p99 ≤ 50 µs");
        }
        yield return new($"rule, {world.Grants:#,0} grants, half of the questions on one subject ({allowed:#,0} of {uses.Count:#,0} allowed)", $"{Number(Median(rates), "#,0")} decisions/s", "goal: 100,000/s");
        var explained = Times(uses.Where(use => use.Subjects[0] != s_crowded).Take(quick ? 500 : 20_000), use => index.Decide(use, asOf, []));
        yield return new($"decide with the whole explanation, {world.Grants:#,0} grants, ten on the subject", Spread(explained));
    }

    private static Row Plain(ManyGrants world, bool quick)
    {
        var uses = world.Uses(quick ? 20 : 400);
        PlainInterpreter.Decide(uses[0], world.Facts, AsOf.Moment(s_now));
        return new($"plain interpreter, {world.Grants:#,0} grants", Spread(Times(uses, use => PlainInterpreter.Decide(use, world.Facts, AsOf.Moment(s_now)))), "the reference, not made to be fast");
    }

    private static List<double> Times<T>(IEnumerable<Use> uses, Func<Use, T> decide)
    {
        var times = new List<double>();
        foreach (var use in uses)
        {
            var from = Stopwatch.GetTimestamp();
            decide(use);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }
        times.Sort();
        return times;
    }

    private static string Spread(List<double> times) => $"p50 {Number(times[times.Count / 2])} µs, p99 {Number(times[(int)(times.Count * 0.99)])} µs, p99.9 {Number(times[(int)(times.Count * 0.999)])} µs ({Number(1e6 / times.Average(), "#,0")}/s)";

    /// <summary>One work, granted and not revoked, and three hundred exceptions: a party, or a project.</summary>
    private static IEnumerable<Row> BesideCedar(bool quick, string? cedar)
    {
        const int Exceptions = 300;
        var register = new Register([], [new Work(s_crowded, WorkKind.Other, "Crowded", [], [new Holder(s_holder, null, true)], [], null)], [], []);
        Statement Refusal(int i) => new Prohibition(s_holder, s_now.AddDays(-1), null, null, null, [s_crowded], i % 2 == 0
            ? Scope.Over(Act.Parse("distribute").Value).Only(Dimension.Requester, $"party:p{i}") : Scope.Over(Act.Parse("distribute").Value).Only(Dimension.Project, $"x{i}"));
        var facts = new Facts(register, [.. Enumerable.Range(0, Exceptions).Select(Refusal)
            .Append(new Grant(s_holder, s_now.AddDays(-1), null, null, null, [s_crowded], Scope.Over(Act.Parse("distribute").Value), [])).Select(statement => new RecordedStatement(statement, s_now.AddDays(-1)))]);
        var random = new Random(11);
        var requests = Enumerable.Range(0, quick ? 500 : 5_000).Select(_ => (Principal: $"p{random.Next(Exceptions * 2)}", Project: $"x{random.Next(Exceptions * 2)}")).ToList();
        var uses = requests.ConvertAll(request => Use.Of(s_publish, PartyId.Parse(request.Principal).Value, s_crowded).With(Dimension.Project, request.Project));
        var index = new ClearanceIndex(facts);
        var asOf = AsOf.Moment(s_now);
        var verdicts = uses.ConvertAll(use => index.Rule(use, asOf).Verdict == Verdict.Allow);
        var rates = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            var clock = Stopwatch.StartNew();
            for (var again = 0; again < 20; again++)
                foreach (var use in uses) index.Rule(use, asOf);
            rates.Add(20 * uses.Count / clock.Elapsed.TotalSeconds);
        }
        var ours = Median(rates);
        var row = new Row($"rule, one subject, granted, {Exceptions} exceptions ({verdicts.Count(allowed => allowed):#,0} of {uses.Count:#,0} allowed)", $"{Number(ours, "#,0")} decisions/s", "Cedar: not run (--cedar FOLDER)");
        if (cedar is null)
        {
            yield return row;
            yield break;
        }
        var policies = string.Join('\n', Enumerable.Range(0, Exceptions).Select(i => i % 2 == 0
            ? $"forbid(principal == Party::\"p{i}\", action in Action::\"distribute\", resource == Work::\"work\");"
            : $"forbid(principal, action in Action::\"distribute\", resource == Work::\"work\") when {{ context.project == \"x{i}\" }};")
            .Prepend("permit(principal, action in Action::\"distribute\", resource == Work::\"work\") when { resource.granted && !resource.revoked };"));
        var input = Path.GetTempFileName();
        var output = Path.GetTempFileName();
        try
        {
            File.WriteAllText(input, JsonSerializer.Serialize(new { policies, requests = requests.Select(request => new { principal = request.Principal, project = request.Project }) }));
            using var node = Process.Start(new ProcessStartInfo("node") { ArgumentList = { Path.Combine(Repository(), "bench", "peers", "cedar.mjs"), cedar, input }, RedirectStandardOutput = true })!;
            File.WriteAllText(output, node.StandardOutput.ReadToEnd());
            node.WaitForExit();
            using var answer = JsonDocument.Parse(File.ReadAllText(output));
            var theirs = answer.RootElement.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetBoolean()).ToList();
            if (!theirs.SequenceEqual(verdicts)) throw new InvalidOperationException("Cedar and the index answer differently: the comparison means nothing.");
            var rate = uses.Count / answer.RootElement.GetProperty("seconds").GetDouble();
            yield return row with { Beside = $"Cedar {answer.RootElement.GetProperty("version").GetString()} (WebAssembly, policies parsed beforehand): {Number(rate, "#,0")}/s on equal answers; ratio {Number(ours / rate, "#,0.#")}, goal 5" };
        }
        finally
        {
            File.Delete(input);
            File.Delete(output);
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "bench", "peers"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("bench/peers");
        return folder;
    }

    /// <summary>Ten thousand grants on one work, and ten on each of as many others as make the number; limits of every kind, a tenth revoked, some refusals.</summary>
    private sealed class ManyGrants
    {
        private static readonly string[] s_countries = ["FR", "DE", "IT", "GB", "US", "JP", "BR", "IN"];
        private static readonly string[] s_media = ["theatrical", "streaming", "radio", "print", "game"];
        private readonly List<Grant> _grants;
        private readonly Random _random = new(7);

        public ManyGrants(int grants)
        {
            Grants = grants;
            var crowded = Math.Min(OnOneSubject, grants / 2);
            _grants = [.. Enumerable.Range(0, grants).Select(i => Grant(i, i < crowded ? s_crowded : SubjectId.Parse($"work:w{(i - crowded) / 10}").Value))];
            var works = _grants.Select(grant => grant.About[0]).Distinct().Select(subject => new Work(subject, WorkKind.Other, subject.Slug, [], [new Holder(s_holder, null, true)], [], null));
            var statements = _grants.Select(grant => (Statement)grant)
                .Concat(_grants.Where((_, i) => i % 10 == 3).Select(grant => new Revocation(s_holder, s_now.AddDays(-2), null, null, null, grant.Id, s_now.AddDays(-1), 0)))
                .Concat(_grants.Where((_, i) => i % 40 == 7).Select(grant => new Prohibition(s_holder, s_now.AddDays(-3), null, null, null, grant.About, Scope.Over(Act.Parse("distribute").Value).Only(Dimension.Project, $"refused{grant.Made.Second}"))));
            Facts = new(new([], works, [], []), [.. statements.Select(statement => new RecordedStatement(statement, statement.Made))]);
        }

        public int Grants { get; }

        public Facts Facts { get; }

        private static Grant Grant(int i, SubjectId about)
        {
            var scope = Scope.Over(Act.Parse(i % 3 == 0 ? "distribute" : "distribute.publish").Value);
            if (i % 8 != 0) scope = scope.Only(Dimension.Project, $"project{i}");
            if (i % 5 == 1) scope = scope.Only(Dimension.Territory, s_countries[i % 8], s_countries[i * 3 % 8]);
            if (i % 4 == 1) scope = scope.Only(Dimension.Medium, s_media[i % 5]);
            if (i % 7 == 2) scope = scope.Except(Dimension.Purpose, "advertising");
            scope = scope with { Period = new(s_now.AddDays(-(i % 4_000)), i % 3 == 1 ? s_now.AddDays((i % 4_000) - 2_000) : null) };
            return new(s_holder, s_now.AddDays(-4_000).AddMilliseconds(i), null, null, null, [about], scope, [new(DutyKind.Pay, new(i % 50, 1), "EUR", null, null, null)]);
        }

        public List<Use> Uses(int count) => [.. Enumerable.Range(0, count).Select(i =>
        {
            var grant = i % 2 == 0 ? _grants[_random.Next(Math.Min(OnOneSubject, Grants / 2))] : _grants[_random.Next(Grants / 2, Grants)];
            var use = Use.Of(s_publish, s_studio, grant.About[0]).With(Dimension.Territory, s_countries[_random.Next(8)]).With(Dimension.Medium, s_media[_random.Next(5)]).With(Dimension.Purpose, "fiction");
            return use.With(Dimension.Project, grant.Scope.Terms.TryGetValue(Dimension.Project, out var project) && _random.Next(3) > 0 ? project.Terms[0] : _random.Next(30) == 0 ? "refused7" : "none");
        })];
    }
}
