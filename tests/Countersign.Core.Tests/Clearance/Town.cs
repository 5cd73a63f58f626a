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

/// <summary>
/// A larger world than <see cref="World"/>, with every kind of statement and every limit: an agent, a guild, a guardian, an estate; a minor and
/// somebody who died; a collection, a group, a model of two people; wishes, judgements, tallies, requests and answers; two times.
/// </summary>
internal static class Town
{
    public static readonly DateTimeOffset Now = World.Now;

    private static PartyId P(string slug) => PartyId.Parse(slug).Value;

    private static SubjectId S(string id) => SubjectId.Parse(id).Value;

    public static readonly PartyId Ada = P("ada"), Ben = P("ben"), Cleo = P("cleo"), Agent = P("agent"), Guild = P("guild"), Mother = P("mother"), Estate = P("estate"), Label = P("label"), Studio = P("studio"), Indie = P("indie"), Alliance = P("alliance");

    // Ben is a minor until tomorrow; Cleo died yesterday.
    public static readonly Register TheRegister = new(
        [
            new(Ada, PartyKind.Person, "Ada", [], "her agent"),
            new(Ben, PartyKind.Person, "Ben", [], null) { MinorUntil = Now.AddDays(1), Guardians = [Mother] },
            new(Cleo, PartyKind.Person, "Cleo", [], null) { Died = Now.AddDays(-1), Successors = [Estate] },
            new(Agent, PartyKind.Organisation, "Agent", [], null), new(Guild, PartyKind.Guild, "Guild", [], null),
            new(Mother, PartyKind.Person, "Mother", [], null), new(Estate, PartyKind.Estate, "Estate", [], null),
            new(Label, PartyKind.Organisation, "Label", [], null), new(Studio, PartyKind.Organisation, "Studio", [], null) { MemberOf = [Alliance] },
            new(Indie, PartyKind.Organisation, "Indie", [], null), new(Alliance, PartyKind.Organisation, "Alliance", [], null) { MemberOf = [Studio] },
        ],
        [
            new(S("work:song"), WorkKind.Song, "Song", [], [new(Ada, null, true), new(Cleo, null, true), new(Label, null, false)], [], null) { PartOf = [S("work:album")] },
            new(S("work:album"), WorkKind.Recording, "Album", [], [new(Label, null, true)], [], null) { PartOf = [S("work:box")] },
            new(S("work:box"), WorkKind.Recording, "Box", [], [], [], null) { PartOf = [S("work:album")] },
            new(S("work:orphan"), WorkKind.Text, "Orphan", [], [], [], null),
        ],
        [
            new(S("persona:ada"), "Ada", [new(Ada, null, true)], [], null), new(S("persona:ben"), "Ben", [new(Ben, null, true)], [], null),
            new(S("persona:cleo"), "Cleo", [new(Cleo, null, true)], [], null),
        ],
        [
            new(S("model:choir"), "Choir", [S("persona:ada/voice"), S("persona:cleo/voice"), S("work:song")], [new(Label, null, true)], [], null),
            new(S("model:choir-2"), "Choir, tuned", [S("work:box")], [new(Studio, null, true)], [], null) { BasedOn = [S("model:choir"), S("model:ring")] },
            new(S("model:ring"), "Ring", [], [], [], null) { BasedOn = [S("model:choir-2")] },
        ]);

    private static readonly SubjectId[] s_subjects =
    [
        S("work:song"), S("work:album"), S("work:box"), S("work:orphan"), S("work:nowhere"), S("persona:ada"), S("persona:ada/voice"), S("persona:ada/face"),
        S("persona:ben/voice"), S("persona:cleo/voice"), S("persona:cleo"), S("model:choir"), S("model:choir-2"), S("model:unknown"),
    ];

    private static readonly Act[] s_acts = [.. new[] { "use", "train", "train.generative", "train.generative.persona", "generate", "generate.voice", "distribute", "distribute.publish", "analyse.mine" }.Select(name => Act.Parse(name).Value)];

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<bool> Chance(int percent) => Gen.Int[0, 99].Select(n => n < percent);

    private static Gen<T?> Maybe<T>(int percent, Gen<T> gen) where T : class => Chance(percent).SelectMany(yes => yes ? gen.Select(value => (T?)value) : Gen.Const((T?)null));

    private static Gen<T?> MaybeValue<T>(int percent, Gen<T> gen) where T : struct => Chance(percent).SelectMany(yes => yes ? gen.Select(value => (T?)value) : Gen.Const((T?)null));

    public static readonly Gen<SubjectId> AnySubject = Pick(s_subjects);
    private static readonly Gen<PartyId> s_speaker = Pick(Ada, Ada, Ada, Cleo, Cleo, Label, Label, Ben, Agent, Agent, Guild, Mother, Estate, Studio);
    private static readonly Gen<DateTimeOffset> s_day = Gen.Int[-4, 3].Select(days => Now.AddDays(days));
    private static readonly Gen<Period> s_period = Gen.Select(MaybeValue(60, s_day), MaybeValue(60, s_day), (from, until) => until <= from ? new Period(from, null) : new(from, until));
    private static readonly Gen<AgeBand> s_ages = Pick(AgeBand.Parse("20-30").Value, AgeBand.Parse("25-40").Value, AgeBand.Parse("30").Value);

    private static readonly (Dimension Dimension, string[] Words)[] s_words =
    [
        (Dimension.Requester, ["party:studio", "party:alliance", "party:indie"]), (Dimension.Project, ["x", "y", "x/pilot"]), (Dimension.Medium, ["film", "game"]),
        (Dimension.Territory, ["FR", "US", "US-CA", "EU", "world"]), (Dimension.Language, ["en", "en-GB", "fr"]), (Dimension.Audience, ["general", "personalised"]),
        (Dimension.Purpose, ["fiction", "advertising", "advertising/alcohol"]), (Dimension.Tool, ["model:choir", "model:choir-2", "other"]), (Dimension.Operation, ["odrl/use", "odrl/use/play"]),
    ];

    private static Gen<Scope> Terms(Scope scope, int percent) => Gen.Select(Gen.Int[0, 99].Array[s_words.Length], Gen.Int[0, 9].Array[s_words.Length], Gen.Bool.Array[s_words.Length], (dice, choice, except) =>
    {
        for (var i = 0; i < s_words.Length; i++)
        {
            if (dice[i] >= percent) continue;
            var (dimension, words) = s_words[i];
            var first = words[choice[i] % words.Length];
            string[] terms = choice[i] > 6 ? [first, words[(choice[i] + 1) % words.Length]] : [first];
            scope = except[i] && dice[i] % 3 == 0 ? scope.Except(dimension, terms) : scope.Only(dimension, terms);
        }
        return scope;
    });

    private static readonly Gen<Scope> s_scope = Gen.Select(Gen.Select(s_acts.Length == 0 ? Gen.Const(s_acts[0]) : Pick(s_acts), Pick(s_acts), Chance(20), (a, b, both) => Scope.Over(both ? [a, b] : [a])).SelectMany(scope => Terms(scope, 12)),
        MaybeValue(20, s_period), MaybeValue(10, s_ages), MaybeValue(10, Gen.Int[1, 3]), Gen.Int[0, 24],
        (scope, period, ages, limit, die) => scope with
        {
            Period = period, AgeBand = ages,
            Quantity = limit is { } most ? new(new(most, 1), "shot", most == 1 ? QuantitySpan.Use : most == 2 ? QuantitySpan.Project : QuantitySpan.Total) : null,
            Requires = die < 3 ? ["signed"] : die == 3 ? ["described", "signed"] : [],
            Unrecognised = die == 4 ? Tree.Of(("moon-phase", "full")) : null,
        });

    private static readonly Gen<ImmutableArray<SubjectId>> s_about = AnySubject.Array[1, 3].Select(subjects => subjects.Distinct().Order().ToImmutableArray());

    private static readonly Gen<ImmutableArray<Duty>> s_duties = Gen.Int[0, 5].Select(die => die switch
    {
        0 => [new Duty(DutyKind.Pay, new(100, 1), "EUR", null, null, null)],
        1 => [new Duty(DutyKind.Pay, new(90, 1), "EUR", "shot", null, null), new Duty(DutyKind.Credit, null, null, null, null, "Credit")],
        2 => [new Duty(DutyKind.Pay, new(50, 1), "USD", null, Label, null)],
        _ => ImmutableArray<Duty>.Empty,
    });

    public static readonly Gen<Grant> AnyGrant = Gen.Select(s_speaker, s_day, s_about, s_scope, s_duties, Gen.Int[0, 9],
        (speaker, made, about, scope, duties, die) => new Grant(speaker, made, null, null, null, about, scope, duties, die == 0) { SurvivesDeath = die != 1 });

    public static readonly Gen<Prohibition> AnyProhibition = Gen.Select(s_speaker, s_day, s_about, s_scope, (speaker, made, about, scope) => new Prohibition(speaker, made, null, null, null, about, scope));

    public static readonly Gen<Delegation> AnyDelegation = Gen.Select(Gen.Select(s_speaker, Pick(Agent, Guild, Estate, Mother, Ada), s_day), s_about, s_scope, MaybeValue(20, s_period), Gen.Int[0, 63],
        (who, about, scope, term, die) => new Delegation(who.Item1, who.Item3, null, null, null, who.Item2 == who.Item1 ? Indie : who.Item2, DelegateRole.Agent, about,
            // Most delegations are wide: narrow ones would hardly ever meet anything.
            die % 3 == 0 ? scope : Scope.Over(Act.Parse("use").Value), term, die % 8 == 0, die % 2 == 0, die % 4 < 2));

    private static readonly Gen<Statement> s_preference = Gen.Select(Pick(Label, Studio, Indie), s_day, s_about, Pick(s_acts), Gen.Bool,
        (speaker, made, about, act, allows) => (Statement)new PreferenceStatement(speaker, made, null, null, "a header", [.. about.Where(subject => subject.Kind == SubjectKind.Work).DefaultIfEmpty(S("work:song"))], [act], allows, "aipref", null));

    private static readonly Gen<Statement> s_judgement = Gen.Select(Pick(Ada, Mother, Ben, Label), s_day, AnySubject, Pick("signed", "described"), Gen.Bool, Pick(null, null, "x"),
        (speaker, made, about, input, answer, project) => (Statement)new Attestation(speaker, made, null, null, null, AttestedQuestion.Judgement, answer, about, null, null) { Input = input, Project = project });

    private static readonly Gen<Statement> s_freed = Gen.Select(Pick(Ada, Mother, Label), s_day, Pick(S("work:orphan"), S("work:box"), S("work:song")), Chance(80),
        (speaker, made, about, answer) => (Statement)new Attestation(speaker, made, null, null, null, AttestedQuestion.PublicDomain, answer, about, null, null));

    private static readonly Gen<Statement> s_said = Gen.Frequency(
        (10, AnyGrant.Select(grant => (Statement)grant)), (4, AnyProhibition.Select(prohibition => (Statement)prohibition)), (5, AnyDelegation.Select(delegation => (Statement)delegation)),
        (1, s_preference), (1, s_judgement), (1, s_freed));

    public static readonly Gen<Use> AnyUse = Gen.Select(
        Gen.Select(Pick(s_acts), Gen.Frequency((4, AnySubject.Select(subject => new[] { subject })), (1, AnySubject.Array[2])), Pick(Studio, Studio, Studio, Indie, Indie, Ada, Ben, Label)), Gen.Int[0, 99].Array[s_words.Length], Gen.Int[0, 9].Array[s_words.Length],
        Gen.Select(MaybeValue(30, s_period), MaybeValue(50, s_ages), MaybeValue(50, Gen.Int[1, 3]), Gen.Int[0, 9]),
        (who, dice, choice, rest) =>
        {
            var use = Use.Of(who.Item1, who.Item3, [.. who.Item2]);
            for (var i = 0; i < s_words.Length; i++)
            {
                var (dimension, words) = s_words[i];
                if (dimension == Dimension.Requester || dice[i] >= 60) continue;
                use = use.With(dimension, choice[i] > 7 ? [words[0], words[1]] : [words[choice[i] % words.Length]]);
            }
            var facts = use.Facts;
            if (rest.Item4 < 6) facts = facts.Add("signed", rest.Item4 < 4);
            if (rest.Item4 == 9) facts = facts.Add("signed", "perhaps");
            return use with
            {
                On = rest.Item1, AgeBand = rest.Item2, Facts = facts,
                Quantity = rest.Item3 is { } amount ? new(new(amount, 1), "shot", amount == 2 ? null : (Rational?)Rational.One) : null,
            };
        });

    private static readonly Gen<ImmutableArray<Preference>> s_wishes = Gen.Select(Pick(s_acts), Gen.Bool, (act, allows) => new Preference(act, allows, "a wish", "a field")).Array[0, 2].Select(wishes => wishes.ToImmutableArray());

    /// <summary>A whole question: facts, use, wishes, and the two times, which are not always now. Most statements are pulled towards the use, so that they meet it.</summary>
    public static Gen<TownQuestion> Questions(int most) => Gen.Select(
        AnyUse, s_said.Array[0, most], Gen.Int[0, 1_000_000].Array[most + 8], s_wishes, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]), Gen.Int[0, 3].Array[0, 4],
        (use, said, dice, wishes, times, tallies) =>
        {
            var pulled = said.Select((statement, i) => Pulled(statement, use, dice[i])).ToList();
            for (var i = pulled.Count - 1; i >= 0; i--)
                if (pulled[i] is Grant or Prohibition && dice[i] / 59 % 4 == 0) pulled.AddRange(ThroughDelegates(pulled, i, dice[i]));
            for (var i = 0; i < 3 && pulled.Count > 0; i++)
            {
                var die = dice[most + i];
                var target = pulled[die % pulled.Count];
                if (die % 3 == 0 || target is Revocation) continue;
                var speaker = die % 5 < 3 ? target.Speaker : s_speakers[die / 7 % s_speakers.Length];
                var revocation = new Revocation(speaker, Now.AddDays(-(die % 4)), null, null, null, target.Id, Now.AddDays((die / 11 % 7) - 4), die / 13 % 3);
                pulled.Add(die / 17 % 3 == 0 ? revocation with { Until = revocation.Ends.AddDays(1 + (die / 19 % 3)) } : revocation);
            }
            var recorded = pulled.Select((statement, i) => new RecordedStatement(statement, Now.AddDays((dice[i % dice.Length] / 23 % 12) switch { 0 => 1, 1 => -1, 2 => 0, _ => -5 })));
            var limited = pulled.OfType<ScopedStatement>().Where(scoped => scoped.Scope.Quantity is not null).ToList();
            var used = tallies.Where(_ => limited.Count > 0).Select((amount, i) => new UsedSoFar(limited[i % limited.Count].Id, i % 2 == 0 ? "x" : null, new(amount, 1), i == 3 ? "line" : "shot")).ToImmutableArray();
            return new TownQuestion(use, new(TheRegister, [.. recorded, .. times.Item1 % 2 == 0 ? [] : Asked(use)]) { Used = used }, wishes,
                new(Now.AddDays(times.Item1 == 5 ? -1 : 0), Now.AddDays(times.Item2 == 5 ? -2 : times.Item2 == 4 ? 2 : 0)));
        });

    /// <summary>Lets somebody else say a statement, with the delegations for it: one link or two, mostly wide, made before it.</summary>
    private static IEnumerable<Statement> ThroughDelegates(List<Statement> statements, int at, int die)
    {
        var said = (ScopedStatement)statements[at];
        statements[at] = said with { Speaker = Agent };
        var made = said.Made.AddDays(-(die / 61 % 3) + (die / 67 % 9 == 0 ? 2 : 0));
        var scope = die / 71 % 3 == 0 ? said.Scope with { Unrecognised = null } : Scope.Over(Act.Parse("use").Value);
        if (said.Speaker == Agent) return [];
        Delegation Link(PartyId by, PartyId to, bool goesOn) => new(by, made, null, null, null, to, DelegateRole.Agent, said.About, scope, null, die / 73 % 6 == 0, goesOn, die / 79 % 2 == 0);
        return die / 83 % 3 > 0 ? [Link(said.Speaker, Agent, false)] : [Link(said.Speaker, Guild, die / 89 % 4 > 0), Link(Guild, Agent, false)];
    }

    private static readonly PartyId[] s_speakers = [Ada, Cleo, Label, Ben, Agent, Guild, Mother, Estate, Studio];

    private static Statement Pulled(Statement statement, Use use, int die)
    {
        var subject = use.Subjects[die % use.Subjects.Length];
        bool Pull(int prime, int percent) => die / prime % 100 < percent;
        var holders = TheRegister.Behind(subject).SelectMany(of => TheRegister.Holders(of)).Select(holder => holder.Party).ToList();
        var speaker = holders.Count > 0 && Pull(7, 60) ? holders[die / 11 % holders.Count] : statement.Speaker;
        if (statement is not ScopedStatement scoped)
        {
            return statement switch
            {
                PreferenceStatement wish when subject.Kind == SubjectKind.Work && Pull(3, 70) => wish with { About = [subject], Acts = Pull(5, 50) ? [use.Act] : wish.Acts, Made = Pull(13, 80) ? Now.AddDays(-3) : wish.Made },
                Attestation { Question: AttestedQuestion.Judgement } judged when Pull(3, 70) => judged with { About = subject, Made = Pull(13, 80) ? Now.AddDays(-3) : judged.Made },
                _ => statement,
            };
        }
        var scope = scoped.Scope;
        if (Pull(3, 70)) scope = scope with { Acts = [use.Act] };
        foreach (var (dimension, _, _) in Scope.Worded)
            if (scope.Terms.TryGetValue(dimension, out var terms) && !terms.IsExcept && Pull(17 + (int)dimension, 60))
                scope = dimension == Dimension.Requester ? scope.Only(dimension, use.Requester.ToString()) : use.Terms.TryGetValue(dimension, out var values) ? scope.Only(dimension, [.. values]) : scope;
        var about = Pull(41, 75) ? [subject] : Pull(43, 50) ? [subject.Entry] : scoped.About;
        var made = Pull(47, 75) ? Now.AddDays(-4 + (die / 53 % 3)) : scoped.Made;
        return scoped switch
        {
            Delegation delegation => delegation with { Speaker = speaker == delegation.To ? delegation.Speaker : speaker, About = about, Scope = delegation.Scope.Terms.IsEmpty ? delegation.Scope : scope, Made = made },
            Grant grant => grant with { Speaker = speaker, About = about, Scope = scope, Made = made },
            _ => scoped with { Speaker = speaker, About = about, Scope = scope, Made = made },
        };
    }

    private static ImmutableArray<RecordedStatement> Asked(Use use)
    {
        var request = new Request(use.Requester, Now.AddDays(-2), null, null, null, [Ada, Cleo], use);
        var answer = new Answer(Ada, Now.AddDays(-1), null, null, null, request.Id, AnswerKind.NotYet, null, Now.AddDays(9));
        return [new(request, Now.AddDays(-2)), new(answer, Now.AddDays(-1))];
    }

    public sealed record TownQuestion(Use Use, Facts Facts, ImmutableArray<Preference> Wishes, AsOf AsOf)
    {
        public Decision Decide() => PlainInterpreter.Decide(Use, Facts, AsOf, Wishes);

        public Decision Decide(IEnumerable<RecordedStatement> statements) => PlainInterpreter.Decide(Use, Facts with { Statements = [.. statements] }, AsOf, Wishes);

        public override string ToString() => $"{Show(Use.ToTree())}\nat {AsOf}\nwishes {string.Join("; ", Wishes)}\nused {string.Join("; ", Facts.Used)}\n"
            + string.Join("\n", Facts.Statements.Select(recorded => $"{recorded.Statement.Id[..8]} recorded {recorded.RecordedAt:u} {Show(recorded.Statement.ToTree())}"));

        private static string Show(Tree tree) => tree switch
        {
            Tree.Map map => "{" + string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Show(entry.Value)}")) + "}",
            Tree.List list => list.Items.Length > 30 ? $"[{list.Items.Length} items]" : "[" + string.Join(", ", list.Items.Select(Show)) + "]",
            Tree.Text text => text.Value,
            Tree.Whole whole => whole.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Tree.Flag flag => flag.Value ? "yes" : "no",
            _ => "",
        };
    }
}
