using System.Collections.Immutable;
using System.Diagnostics;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using static Countersign.Bench.Measuring;

namespace Countersign.Bench;

/// <summary>Decisions of the plain interpreter over ten thousand grants: the number that a faster engine has to beat.</summary>
internal static class DecideSpeed
{
    public static IEnumerable<Row> Measure(bool quick)
    {
        yield return Measure("10,000 grants over 1,000 works", 1_000, quick);
        yield return Measure("10,000 grants on one work", 1, quick);
    }

    private static Row Measure(string what, int works, bool quick)
    {
        var now = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var holder = PartyId.Parse("ada").Value;
        var studio = PartyId.Parse("studio").Value;
        var subjects = Enumerable.Range(0, works).Select(i => SubjectId.Parse($"work:w{i}").Value).ToArray();
        var register = new Register([], subjects.Select(subject => new Work(subject, WorkKind.Other, subject.Slug, [], [new Holder(holder, null, true)], [], null)), [], []);
        var act = Act.Parse("distribute").Value;
        var statements = Enumerable.Range(0, 10_000).Select(i => new RecordedStatement(
            new Grant(holder, now.AddDays(-1).AddSeconds(-i), null, null, null, [subjects[i % works]], Scope.Over(act).Only(Dimension.Project, $"p{i}"), []), now.AddDays(-1))).ToImmutableArray();
        var facts = new Facts(register, statements);
        var random = new Random(7);
        var count = quick ? 20 : works == 1 ? 100 : 2_000;
        var uses = Enumerable.Range(0, count).Select(_ =>
        {
            var grant = random.Next(10_000);
            return Use.Of(Act.Parse("distribute.publish").Value, studio, subjects[grant % works]).With(Dimension.Project, random.Next(2) == 0 ? $"p{grant}" : "none");
        }).ToList();
        PlainInterpreter.Decide(uses[0], facts, AsOf.Moment(now));
        var times = new List<double>();
        var allowed = 0;
        foreach (var use in uses)
        {
            var clock = Stopwatch.GetTimestamp();
            if (PlainInterpreter.Decide(use, facts, AsOf.Moment(now)).Verdict == Verdict.Allow) allowed++;
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        times.Sort();
        return new($"decide, plain interpreter, {what} ({allowed} of {count} allowed)", $"{Number(1000 / times.Average(), "#,0")} decisions/s; p50 {Number(times[times.Count / 2])} ms, p99 {Number(times[(int)(times.Count * 0.99)])} ms", "to be beaten");
    }
}
