using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using CsCheck;

namespace Countersign.Core.Tests.Clearance;

/// <summary>A small world in which random statements and uses collide often: three speakers, two works, one persona, one model, few words.</summary>
internal static class World
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly PartyId Ada = PartyId.Parse("ada").Value;
    public static readonly PartyId Ben = PartyId.Parse("ben").Value;
    public static readonly PartyId Maker = PartyId.Parse("maker").Value;
    public static readonly PartyId Studio = PartyId.Parse("studio").Value;
    public static readonly SubjectId Solo = SubjectId.Parse("work:solo").Value;
    public static readonly SubjectId Duet = SubjectId.Parse("work:duet").Value;
    public static readonly SubjectId Voice = SubjectId.Parse("persona:ada/voice").Value;
    public static readonly SubjectId Face = SubjectId.Parse("persona:ada/face").Value;
    public static readonly SubjectId Whole = SubjectId.Parse("persona:ada").Value;
    public static readonly SubjectId DoubleModel = SubjectId.Parse("model:double").Value;

    /// <summary>How many random cases a property tries: 2,000, or what COUNTERSIGN_CASES says.</summary>
    public static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("COUNTERSIGN_CASES"), out var cases) ? cases : 2_000;

    public static readonly Register TheRegister = new(
        [
            new(Ada, PartyKind.Person, "Ada", [], null), new(Ben, PartyKind.Person, "Ben", [], null),
            new(Maker, PartyKind.Organisation, "Maker", [], null), new(Studio, PartyKind.Organisation, "Studio", [], null),
        ],
        [
            new(Solo, WorkKind.Text, "Solo", [], [new(Ada, null, true)], [], null),
            // Ben's consent is not needed for the duet; his refusal still counts.
            new(Duet, WorkKind.Text, "Duet", [], [new(Ada, null, true), new(Maker, null, true), new(Ben, null, false)], [], null),
        ],
        [new(Whole, "Ada", [new(Ada, null, true)], [], null)],
        [new(DoubleModel, "Double", [Face, Solo], [new(Maker, null, true)], [], null)]);

    public static readonly Gen<SubjectId> AnySubject = Pick(Solo, Duet, Voice, Face, Whole, DoubleModel);
    public static readonly Gen<PartyId> AnySpeaker = Pick(Ada, Ada, Ben, Maker);
    private static readonly Gen<Act> s_act = Pick([.. new[] { "use", "train", "train.generative", "generate", "generate.voice", "distribute", "distribute.publish" }.Select(name => Act.Parse(name).Value)]);

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<DateTimeOffset> s_day = Gen.Int[-3, 3].Select(days => Now.AddDays(days));

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : class => Gen.Frequency((3, Gen.Const((T?)null)), (1, gen.Select(value => (T?)value)));

    private static Gen<T?> MaybeValue<T>(Gen<T> gen) where T : struct => Gen.Frequency((3, Gen.Const((T?)null)), (1, gen.Select(value => (T?)value)));

    private static Gen<TermSet> Terms(params string[] words) =>
        Gen.Select(Gen.Bool, Pick(words).Array[1, 2], (except, terms) => new TermSet(except, [.. terms.Distinct().Order(StringComparer.Ordinal)]));

    private static readonly Gen<Period> s_period = Gen.Select(MaybeValue(s_day), MaybeValue(s_day), (from, until) => until <= from ? new Period(from, null) : new(from, until));
    private static readonly Gen<AgeBand> s_ages = Pick(AgeBand.Parse("20-30").Value, AgeBand.Parse("25-40").Value, AgeBand.Parse("30").Value);

    private static readonly Gen<Scope> s_scope = Gen.Select(
        Gen.Select(s_act.Array[1, 2], Maybe(Terms("x", "y")), Maybe(Terms("FR", "IT", "US")), Maybe(Terms("fiction", "advertising", "advertising/alcohol"))),
        Gen.Select(MaybeValue(s_period), MaybeValue(s_ages), MaybeValue(Gen.Int[1, 3]), Gen.Int[0, 9]),
        (words, rest) =>
        {
            var scope = Scope.Over([.. words.Item1]);
            var terms = ImmutableSortedDictionary<Dimension, TermSet>.Empty;
            if (words.Item2 is { } project) terms = terms.Add(Dimension.Project, project);
            if (words.Item3 is { } territory) terms = terms.Add(Dimension.Territory, territory);
            if (words.Item4 is { } purpose) terms = terms.Add(Dimension.Purpose, purpose);
            return scope with
            {
                Terms = terms, Period = rest.Item1, AgeBand = rest.Item2,
                Quantity = rest.Item3 is { } limit ? new(new(limit, 1), "shot", limit == 3 ? QuantitySpan.Total : QuantitySpan.Use) : null,
                Requires = rest.Item4 == 0 ? ["signed"] : [],
                Unrecognised = rest.Item4 == 1 ? Tree.Of(("moon-phase", "full")) : null,
            };
        });

    private static readonly Gen<ImmutableArray<Duty>> s_duties = Gen.Int[0, 3].Select(amount => amount == 0
        ? ImmutableArray<Duty>.Empty
        : [new(DutyKind.Pay, new(amount * 100, 1), amount == 3 ? "USD" : "EUR", amount == 1 ? "shot" : null, null, null)]);

    public static readonly Gen<Grant> AnyGrant = Gen.Select(AnySpeaker, s_day, AnySubject.Array[1, 2], s_scope, s_duties, Gen.Bool,
        (speaker, made, about, scope, duties, retroactive) => new Grant(speaker, made, null, null, null, [.. about.Distinct().Order()], scope, duties, retroactive));

    public static readonly Gen<Prohibition> AnyProhibition = Gen.Select(AnySpeaker, s_day, AnySubject.Array[1, 2], s_scope,
        (speaker, made, about, scope) => new Prohibition(speaker, made, null, null, null, [.. about.Distinct().Order()], scope));

    private static readonly Gen<ScopedStatement> s_scoped = Gen.Frequency((3, AnyGrant.Select(grant => (ScopedStatement)grant)), (1, AnyProhibition.Select(prohibition => (ScopedStatement)prohibition)));

    /// <summary>Statements, some of them taken back, some recorded only later.</summary>
    public static readonly Gen<ImmutableArray<RecordedStatement>> AnyStatements = Gen.Select(
        s_scoped.Array[0, 6], Gen.Select(Gen.Int[0, 5], AnySpeaker, s_day, Gen.Int[0, 2]).Array[0, 2], Gen.Int[-1, 20].Array[8],
        (said, revocations, late) =>
        {
            var all = said.Cast<Statement>().ToList();
            foreach (var (index, speaker, day, grace) in revocations)
                if (index < said.Length) all.Add(new Revocation(index % 2 == 0 ? said[index].Speaker : speaker, day, null, null, null, said[index].Id, day, grace));
            return all.Select((statement, i) => new RecordedStatement(statement, late[i % late.Length] == 0 ? Now.AddDays(1) : Now.AddDays(-5))).ToImmutableArray();
        });

    public static readonly Gen<Use> AnyUse = Gen.Select(
        Gen.Select(s_act, AnySubject, Pick(Studio, Studio, Studio, Ada)),
        Gen.Select(Maybe(Pick("x", "y")), Maybe(Pick("FR", "US").Array[1, 2]), Maybe(Pick("fiction", "advertising"))),
        Gen.Select(MaybeValue(s_period), MaybeValue(s_ages), MaybeValue(Gen.Int[1, 3]), MaybeValue(Gen.Bool)),
        (who, words, rest) =>
        {
            var use = Use.Of(who.Item1, who.Item3, who.Item2);
            if (words.Item1 is { } project) use = use.With(Dimension.Project, project);
            if (words.Item2 is { } territory) use = use.With(Dimension.Territory, territory);
            if (words.Item3 is { } purpose) use = use.With(Dimension.Purpose, purpose);
            return use with
            {
                On = rest.Item1, AgeBand = rest.Item2,
                Quantity = rest.Item3 is { } amount ? new(new(amount, 1), "shot", amount == 1 ? null : (Rational?)Rational.One) : null,
                Facts = rest.Item4.HasValue ? use.Facts.Add("signed", rest.Item4.Value) : use.Facts,
            };
        });

    private static readonly Gen<Preference> s_preference = Gen.Select(s_act, Gen.Bool, (act, allows) => new Preference(act, allows, "a wish", "a field"));
    public static readonly Gen<ImmutableArray<Preference>> Preferences = s_preference.Array[0, 2].Select(wishes => wishes.ToImmutableArray());

    /// <summary>A whole question.</summary>
    public static readonly Gen<Question> Questions = Gen.Select(AnyUse, AnyStatements, Preferences, (use, statements, preferences) => new Question(use, statements, preferences));

    public sealed record Question(Use Use, ImmutableArray<RecordedStatement> Statements, ImmutableArray<Preference> Preferences)
    {
        public Decision Decide() => Decide(Statements);

        public Decision Decide(IEnumerable<RecordedStatement> statements) =>
            PlainInterpreter.Decide(Use, new(TheRegister, [.. statements]), AsOf.Moment(Now), Preferences);

        public override string ToString() =>
            $"use {Convert.ToHexStringLower(DeterministicCbor.Write(Use.ToTree()))} statements [{string.Join("; ", Statements.Select(recorded => recorded.Statement.ToTree().Entries.Aggregate("", (text, entry) => text + entry.Key + "=" + Convert.ToHexStringLower(DeterministicCbor.Write(entry.Value)) + " ")))}]";
    }

    public static RecordedStatement Recorded(Statement statement) => new(statement, Now.AddDays(-5));

    public static byte[] Bytes(Decision decision) => DeterministicCbor.Write(decision.ToTree());
}
