using System.Collections.Immutable;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Packs;

/// <summary>Reads a pack from its document. What does not type-check, or cites a source that is not there, is no pack; every problem is named with its place.</summary>
public static class PackReader
{
    /// <summary>Reads it.</summary>
    public static Outcome<Pack> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var id = Slugged(form, "pack");
        var version = form.Text("version");
        var title = form.Text("title");
        var instrument = form.Text("instrument");
        var status = form.Parsed("status", Words.Parse<PackStatus>) ?? PackStatus.Unverified;
        var applies = form.Parsed("applies", Words.Parse<PackApplies>) ?? PackApplies.WhenChosen;
        var jurisdiction = form.OptionalTexts("jurisdiction") ?? [];
        foreach (var code in jurisdiction.Where(code => Territories.Expand(code) is null)) form.Report("form.territory", $"'{code}' is not a territory.", "jurisdiction", "Use ISO 3166 codes such as FR or US-CA, or EU, EEA, world.");
        if (applies == PackApplies.ByTerritory && jurisdiction.IsEmpty) form.Report("pack.jurisdiction", "A pack that applies by territory says in which.", "jurisdiction");
        if (applies == PackApplies.WhenChosen && !jurisdiction.IsEmpty) form.Report("pack.jurisdiction", "A pack that is chosen has no jurisdiction of its own.", "jurisdiction", "Leave it out.");
        var inForce = Period.FromTree(form, "in-force");
        var sources = form.Items("sources").Select(item => Source(item, problems)).ToImmutableArray();
        if (sources.IsEmpty) form.Report("form.missing", "'sources' is missing: where was this read?");
        Twice(form, "sources", sources.Select(source => source.Id));
        var inputs = form.Items("inputs").Select(item => Input(item, problems)).ToImmutableArray();
        Twice(form, "inputs", inputs.Select(input => input.Name));
        var byName = inputs.DistinctBy(input => input.Name).ToImmutableSortedDictionary(input => input.Name, input => input, StringComparer.Ordinal);
        var types = BuiltInInputs.Types.Concat(byName.Where(input => !BuiltInInputs.Types.ContainsKey(input.Key)).Select(input => KeyValuePair.Create(input.Key, input.Value.Type))).ToDictionary(StringComparer.Ordinal);
        var texts = new ListedTexts(byName.Values);
        var rules = form.Items("rules").Select(item => Rule(item, status, inForce, sources, types, texts, problems)).ToImmutableArray();
        if (rules.IsEmpty) form.Report("form.missing", "'rules' is missing: what does it say?");
        Twice(form, "rules", rules.Select(rule => rule.Id));
        form.Close();
        if (problems.Count > 0) return Outcome.Fail<Pack>(problems);
        return new Pack(id, version, title, instrument, status, applies, Scope.Normal(Dimension.Territory, jurisdiction), inForce, sources, byName, rules);
    }

    private static PackSource Source(Tree item, List<Problem> problems)
    {
        var form = TreeReader.Over(item, problems);
        var source = new PackSource(Slugged(form, "id"), form.Text("title"), form.OptionalText("url"), form.Parsed("read", Words.Parse<SourceRead>) ?? SourceRead.NotRead);
        if (source.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")) form.Report("form.url", $"'{url}' is not a web address.", "url");
        form.Close();
        return source;
    }

    private static PackInput Input(Tree item, List<Problem> problems)
    {
        var form = TreeReader.Over(item, problems);
        var name = Slugged(form, "name");
        if (ConditionParser.IsReserved(name)) form.Report("pack.reserved", $"'{name}' is a word of the condition language.", "name", "Choose another name.");
        if (BuiltInInputs.Types.ContainsKey(name)) form.Report("pack.built-in", $"'{name}' needs no declaration: it comes from the use, the register or the decision.", "name", "Leave it out, or choose another name.");
        var type = form.Parsed("type", Words.Parse<PackType>) ?? PackType.YesNo;
        if (type == PackType.Act) form.Report("pack.type", "An act is asked of the use alone.", "type", "Use yes-no, number, text, words, time or duration.");
        var ask = form.Text("ask");
        var judgement = form.OptionalFlag("judgement") ?? false;
        if (judgement && type != PackType.YesNo) form.Report("pack.judgement", "A judgement is a question of yes or no.", "type");
        var values = form.OptionalTexts("values") ?? [];
        if (!values.IsEmpty && type != PackType.Text) form.Report("pack.values", "Only a text has a list of what it may be.", "values");
        form.Close();
        return new(name, type, ask, judgement, [.. values.Order(StringComparer.Ordinal)]);
    }

    private static PackRule Rule(Tree item, PackStatus packStatus, Period? packInForce, ImmutableArray<PackSource> sources, Dictionary<string, PackType> types, ListedTexts texts, List<Problem> problems)
    {
        var form = TreeReader.Over(item, problems);
        var id = Slugged(form, "id");
        var clause = form.Text("clause");
        var citation = form.Text("citation");
        var named = form.Text("source");
        var source = sources.FirstOrDefault(source => source.Id == named);
        if (source is null && named.Length > 0) form.Report("pack.source", $"'{named}' is not one of the sources.", "source", Near.Best(named, sources.Select(known => known.Id)) is { } near ? $"Did you mean '{near}'?" : "Add it under 'sources'.");
        source ??= new("", "", null, SourceRead.NotRead);
        var claimed = form.OptionalParsed("status", Words.Parse<PackStatus>) ?? packStatus;
        if (Rank(claimed) < Rank(packStatus)) form.Report("pack.status", "A rule is no stronger than its pack.", "status");
        // What is known at second hand, or not at all, decides nothing.
        var status = source.Read is SourceRead.Secondary or SourceRead.NotRead ? PackStatus.Unverified : claimed;
        var inForce = Period.FromTree(form, "in-force");
        if (inForce is { } narrow && packInForce is { } wide && !wide.Contains(new(narrow.From ?? wide.From, narrow.Until ?? wide.Until))) form.Report("pack.in-force", "A rule is not in force beyond its pack.", "in-force");
        var when = Condition(form, "when", types, texts);
        var require = Condition(form, "require", types, texts);
        var fails = form.OptionalParsed("fails", Words.Parse<WhenFailed>);
        var says = form.OptionalText("says");
        var duty = form.Part("duty") is { } owed ? OneDuty(owed, problems) : null;
        if (form.Part("require") is null && form.Part("duty") is null) form.Report("form.missing", "A rule requires something ('require') or makes a duty ('duty').");
        if (form.Part("require") is not null && fails is null) form.Report("form.missing", "'fails' is missing: what happens when it is not so?", null, "Write deny, unknown or inform.");
        if (form.Part("require") is not null && says is null) form.Report("form.missing", "'says' is missing: what is the one who asked told?");
        var cases = form.Items("cases").Select(one => Case(one, types, texts, problems)).ToImmutableArray();
        Twice(form, "cases", cases.Select(one => one.Name));
        var expected = cases.Select(one => one.Expect).ToHashSet();
        if (require is not null && !(expected.Contains(RuleResult.Satisfied) && expected.Contains(RuleResult.Failed))) form.Report("pack.cases", "A rule has a case that satisfies it and one that fails it.", "cases");
        // A requirement that could not be read is still one.
        if (form.Part("require") is null && when is not null && !(expected.Contains(RuleResult.Satisfied) && expected.Contains(RuleResult.NotApplicable))) form.Report("pack.cases", "A duty has a case in which it is owed (satisfied) and one in which it is not (not-applicable).", "cases");
        form.Close();
        return new(id, clause, citation, source, status, Narrower(packInForce, inForce), when, require, fails ?? WhenFailed.Inform, says ?? clause, duty, cases);
    }

    private static PackCase Case(Tree item, Dictionary<string, PackType> types, ListedTexts texts, List<Problem> problems)
    {
        var form = TreeReader.Over(item, problems);
        var name = form.Text("case");
        var given = ImmutableSortedDictionary.CreateBuilder<string, PackValue>(StringComparer.Ordinal);
        form.Nested("given")?.Close((input, value) =>
        {
            // What is written as unknown is left out: the same thing, said aloud.
            if (value is Tree.Text { Value: "unknown" } && types.GetValueOrDefault(input) != PackType.Text) return;
            if (!types.TryGetValue(input, out var type)) problems.Add(new("pack.case", $"'{input}' is not an input.", value.At?.ToString(), Near.Best(input, types.Keys) is { } near ? $"Did you mean '{near}'?" : "Declare it under 'inputs'."));
            else if (PackValue.Read(value, type, input == BuiltInInputs.Territory).Try(out var read, out var wrong))
            {
                given[input] = read;
                if (read is PackValue.Text text && texts.Wrong(input, text.Value, value.At?.ToString()) is { } never) problems.Add(never);
            }
            else problems.AddRange(wrong.Select(problem => problem with { What = $"'{input}': {problem.What}" }));
        });
        var expect = form.Parsed("expect", Words.Parse<RuleResult>) ?? RuleResult.Unknown;
        form.Close();
        return new(name, given.ToImmutable(), expect);
    }

    private static Expression? Condition(TreeReader form, string name, Dictionary<string, PackType> types, ListedTexts texts)
    {
        if (form.Part(name) is Tree.Flag flag) return new Expression.Literal(new PackValue.YesNo(flag.Value));
        if (form.OptionalText(name) is not { } text) return null;
        var where = $"{form.Part(name)!.At} ('{name}')";
        if (ConditionParser.Parse(text, types, BuiltInInputs.Territory).Try(out var expression, out var problems))
        {
            form.Report(texts.Wrong(expression, where));
            return expression;
        }
        form.Report(problems.Select(problem => problem.In(where)));
        return null;
    }

    private static Duty? OneDuty(Tree tree, List<Problem> problems)
    {
        var found = problems.Count;
        var duties = Duty.FromTree(TreeReader.Over(Tree.Of(("duties", Tree.Of([tree]))), problems), problems);
        return problems.Count == found && duties.Length == 1 ? duties[0] : null;
    }

    private static string Slugged(TreeReader form, string name)
    {
        var text = form.Text(name);
        if (text.Length > 0 && (!Slug.IsValid(text) || !char.IsAsciiLetterLower(text[0]))) form.Report("pack.id", $"'{text}' is not a name.", name, "Use a–z, 0–9 and '-', beginning with a letter.");
        return text;
    }

    private static void Twice(TreeReader form, string part, IEnumerable<string> names)
    {
        foreach (var twice in names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            form.Report("pack.twice", $"'{twice.Key}' is there {twice.Count()} times.", part, "Give each its own name.");
    }

    private static int Rank(PackStatus status) => status is PackStatus.Law or PackStatus.Contract or PackStatus.Standard ? 0 : (int)status;

    private static Period? Narrower(Period? pack, Period? rule) => rule is not { } own ? pack : new(own.From ?? pack?.From, own.Until ?? pack?.Until);
}
