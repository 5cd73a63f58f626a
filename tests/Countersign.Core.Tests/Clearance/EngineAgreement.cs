using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Statements;
using CsCheck;

namespace Countersign.Core.Tests.Clearance;

/// <summary>The index and the plain interpreter answer every random question alike. A failure prints the seed and the smallest case that still fails.</summary>
public sealed class EngineAgreement
{
    /// <summary>20,000 in the ordinary run; <c>./test --deep</c> sets COUNTERSIGN_CASES, and the deep test asks a million.</summary>
    private static long Ordinary { get; } = Math.Max(20_000, World.Cases);

    [Fact]
    public void The_index_rules_as_the_plain_interpreter_decides() => Agree(Town.Questions(12), Ordinary);

    [Fact]
    public void Also_where_many_statements_make_it_file_them_by_their_limits() => Agree(Town.Questions(60), Ordinary / 10);

    [Fact]
    public void Files_are_decided_alike_by_both() => Gen.Select(Town.Questions(20), Gen.Int[0, 1 << 12], Gen.Int[-3, 3]).Sample((question, dice, day) =>
    {
        bool Bit(int at) => (dice >> at & 1) == 1;
        var asset = new AssetFacts(
            s_file, [.. question.Use.Subjects.Select((subject, i) => new SubjectSeen(subject, Bit(0) || i > 0, Bit(1), "seen"))], question.Wishes,
            Bit(2) && Bit(3) ? "a field" : null, Bit(4) && Bit(5) ? [new(OriginKind.OwnWork, Town.Ada, "Mine.", "a file", Bit(6))] : [], Bit(7) && Bit(8) ? "It could not be read." : null);
        var attested = new Attestation(Bit(9) ? Town.Ada : Town.Studio, Town.Now.AddDays(day), null, null, null, (AttestedQuestion)(dice % 3), Bit(10), dice % 3 == 0 ? question.Use.Subjects[0] : null, s_file, dice % 3 == 2 ? question.Use.Requester : null);
        var facts = question.Facts with { Statements = [.. question.Facts.Statements, new(attested, Town.Now.AddDays(-day))] };
        Assert.Equal(
            World.Bytes(AssetRule.Decide(asset, question.Use, facts, question.AsOf).Decision),
            World.Bytes(AssetRule.Decide(asset, question.Use, new ClearanceIndex(facts), question.AsOf).Decision));
    }, iter: Ordinary / 10, threads: 1);

    [Fact]
    [Trait("deep", "true")]
    public void A_million_times() => Agree(Town.Questions(16), 1_000_000);

    [Fact]
    public void The_questions_reach_every_kind_of_answer()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Town.Questions(12).Sample(question =>
        {
            var decision = question.Decide();
            foreach (var reason in decision.Reasons)
            {
                var kind = reason.Rule ?? question.Facts.Statements.First(recorded => recorded.Statement.Id == reason.Statement).Statement.Kind;
                counts[$"{decision.Verdict} {kind}"] = counts.GetValueOrDefault($"{decision.Verdict} {kind}") + 1;
            }
        }, iter: 20_000, threads: 1);
        string[] expected =
        [
            "Allow grant", "Allow delegation", "Allow attestation", "Allow preference", "Allow rule:own-work", "Allow rule:preference",
            "Deny prohibition", "Deny delegation", "Deny preference", "Deny rule:preference", "Deny rule:persona-default-deny",
            "Unknown grant", "Unknown prohibition", "Unknown delegation", "Unknown rule:no-consent", "Unknown rule:holders-unknown", "Unknown rule:not-registered",
        ];
        var seen = string.Join(", ", counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key}: {count.Value}"));
        foreach (var kind in expected) Assert.True(counts.GetValueOrDefault(kind) >= 20, $"'{kind}' is too rare to test anything. {seen}");
    }

    private static readonly string s_file = new('a', 64);

    private static void Agree(Gen<Town.TownQuestion> questions, long cases) => questions.Sample(question =>
    {
        var plain = question.Decide();
        var index = new ClearanceIndex(question.Facts);
        var ruling = index.Rule(question.Use, question.AsOf, question.Wishes);
        Assert.Equal(plain.Verdict, ruling.Verdict);
        Assert.Equal(plain.Reasons.Select(reason => reason.Statement ?? reason.Rule!).Distinct().Order(StringComparer.Ordinal), ruling.Reasons.Order(StringComparer.Ordinal));
        Assert.Equal(plain.Duties.AsEnumerable(), ruling.Duties);
        Assert.Equal(World.Bytes(plain), World.Bytes(index.Decide(question.Use, question.AsOf, question.Wishes)));
    }, iter: cases, threads: 1);
}
