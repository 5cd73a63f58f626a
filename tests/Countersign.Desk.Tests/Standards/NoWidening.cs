using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Standards;
using CsCheck;

namespace Countersign.Desk.Tests.Standards;

/// <summary>The property that the mappings are for: nothing is allowed afterwards that was not allowed before, in either direction.</summary>
public sealed class NoWidening
{
    private const string Path = "/a/poster.jpg";

    // Each case is some hundred decisions.
    private static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("COUNTERSIGN_CASES"), out var cases) ? cases : 120;

    private static readonly string[] s_standards = ["aipref", "cawg", "plus", "robots", "rsl", "spawning", "tdmrep"];

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // In: whatever the import allows, the document allows.

    private static void Holds(string standard, string document, string source, HashSet<Deed> allowed)
    {
        var imported = Docs.Import(standard, document, source);
        foreach (var wish in imported.Statements.OfType<PreferenceStatement>().Where(wish => wish.Allows))
            foreach (var deed in wish.Acts.SelectMany(act => Deeds.Of(act.Name)))
                Assert.True(allowed.Contains(deed), $"{wish.Acts[0]} opens {deed}, and the document does not:\n{document}");
        // The same through the decision itself, for every act there is.
        foreach (var deed in Deeds.All)
            if (Docs.Decide(Deeds.Asked(deed), null, imported.Statements).Verdict == Verdict.Allow)
                Assert.True(allowed.Contains(deed), $"{deed} is decided to be allowed, and the document does not allow it:\n{document}");
    }

    private static readonly Gen<(string Key, string? Value)> s_pair = Gen.Select(One("train-ai", "search", "ai-use"), One<string?>("y", "n", "Y", null, "\"y\"", "?1", "1"));

    private static string Text((string Key, string? Value) pair) => pair.Value is null ? pair.Key : $"{pair.Key}={pair.Value}";

    [Fact]
    public void An_aipref_value_opens_no_more_than_it_says() => Gen.Select(s_pair.Array[0, 4], One("", "", "", ",", " x", "=")).Sample((pairs, tail) =>
        Holds("aipref", string.Join(", ", pairs.Select(Text)) + tail, "found", tail.Length > 0 ? [] : Deeds.Aipref(pairs.Select(pair => (pair.Key, pair.Value))).Allowed));

    private static readonly Gen<string> s_pattern = One("/", "/a", "/a/", "/a/*.jpg", "/a/*.jpg$", "/a/poster.jpg", "/b", "/*.png", "/a/poster.jpg$", "/*");

    [Fact]
    public void A_robots_file_opens_no_more_than_it_says() =>
        Gen.Select(One("Allow", "Disallow", "Content-Usage"), s_pattern, s_pair, One("*", "*", "bot")).Array[0, 6].Sample(rules =>
        {
            var text = string.Concat(rules.Select(rule => $"User-agent: {rule.Item4}\n{rule.Item1}: {rule.Item2}{(rule.Item1 == "Content-Usage" ? " " + Text(rule.Item3) : "")}\n"));
            var matching = rules.Where(rule => rule.Item4 == "*" && Deeds.Matches(rule.Item2, Path)).ToList();
            var fetch = matching.Where(rule => rule.Item1 != "Content-Usage").OrderByDescending(rule => rule.Item2.Length).ThenBy(rule => rule.Item1).FirstOrDefault();
            var usage = matching.Where(rule => rule.Item1 == "Content-Usage").ToList();
            var most = usage.Count == 0 ? 0 : usage.Max(rule => rule.Item2.Length);
            HashSet<Deed> allowed = [];
            var said = usage.Where(rule => rule.Item2.Length == most).Select(rule => Deeds.Aipref([(rule.Item3.Key, rule.Item3.Value)])).ToList();
            if (fetch.Item1 != "Disallow") allowed = [.. said.SelectMany(one => one.Allowed).Except(said.SelectMany(one => one.Reserved))];
            var opened = Docs.Import("robots", text).Statements.OfType<PreferenceStatement>();
            foreach (var deed in Deeds.All)
                if (Docs.Decide(Deeds.Asked(deed), null, opened).Verdict == Verdict.Allow) Assert.True(allowed.Contains(deed), text);
        });

    [Fact]
    public void A_tdmrep_file_opens_no_more_than_it_says() => Gen.Select(s_pattern, One("0", "1", "2", "\"0\"", "true", "null", "0.5")).Array[0, 5].Sample(rules =>
    {
        var text = "[" + string.Join(",", rules.Select(rule => $"{{\"location\":\"{rule.Item1}\",\"tdm-reservation\":{rule.Item2}}}")) + "]";
        var first = rules.FirstOrDefault(rule => Deeds.Matches(rule.Item1, Path));
        Holds("tdmrep", text, "tdmrep.json", Deeds.Tdm(first.Item2 switch { "0" => 0, "1" => 1, _ => null }).Allowed);
    });

    [Fact]
    public void An_ai_txt_opens_no_more_than_it_says() => Gen.Select(One("Allow", "Disallow"), One("/", "*", "*.jpg", "*.png", "/a/", "/b/", "*.jp"), One("*", "*", "bot")).Array[0, 5].Sample(rules =>
    {
        var text = string.Concat(rules.Select(rule => $"User-Agent: {rule.Item3}\n{rule.Item1}: {rule.Item2}\n"));
        bool Fits(string pattern) => pattern.StartsWith("*.", StringComparison.Ordinal) ? Path.EndsWith(pattern[1..], StringComparison.Ordinal) : pattern == "*" || Path.StartsWith(pattern, StringComparison.Ordinal);
        var mine = rules.Where(rule => rule.Item3 == "*" && Fits(rule.Item2)).ToList();
        var isAllowed = mine.Exists(rule => rule.Item1 == "Allow") && !mine.Exists(rule => rule.Item1 == "Disallow");
        Holds("spawning", text, "ai.txt", isAllowed ? [.. Deeds.Training] : []);
    });

    [Fact]
    public void A_plus_value_opens_no_more_than_it_says() => One([.. Docs.Standard("plus").Terms.Select(term => term.Name), "DMI-OTHER"]).Sample(term =>
        Holds("plus", $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" plus:DataMining=\"{term}\"/></rdf:RDF></x:xmpmeta>", "a.xmp", Deeds.Plus(term).Allowed));

    [Fact]
    public void An_assertion_opens_no_more_than_it_says() =>
        Gen.Select(One("cawg.data_mining", "cawg.ai_inference", "cawg.ai_generative_training", "cawg.ai_training", "com.example.x"), One("allowed", "notAllowed", "constrained", "ALLOWED")).Array[0, 5].Sample(pairs =>
        {
            var entries = pairs.DistinctBy(pair => pair.Item1).ToList();
            var text = JsonSerializer.Serialize(new { entries = entries.ToDictionary(pair => pair.Item1, pair => new { use = pair.Item2 }) });
            Holds("cawg", text, "a.json", [.. entries.Where(pair => pair.Item2 == "allowed").SelectMany(pair => Deeds.Cawg(pair.Item1))]);
        });

    private static readonly Gen<string> s_words = One("all", "ai-all", "ai-train", "ai-input", "ai-index", "search", "ai-train ai-input", "search ai-index", "train-ai", "other");

    private static readonly Gen<string> s_licence = Gen.Select(
        Gen.Select(s_words, Gen.Int[0, 3]).Select(pair => pair.Item2 == 0 ? "" : $"<permits type=\"usage\">{pair.Item1}</permits>"),
        Gen.Select(s_words, Gen.Int[0, 3]).Select(pair => pair.Item2 < 2 ? "" : $"<prohibits type=\"usage\">{pair.Item1}</prohibits>"),
        One("", "", "<permits type=\"geo\">FR IT</permits>", "<prohibits type=\"geo\">FR</prohibits>", "<permits type=\"user\">education</permits>"),
        One("", "<payment type=\"free\"/>", "<payment type=\"crawl\"><amount currency=\"EUR\">2</amount></payment>", "<payment type=\"purchase\"><amount currency=\"USD\">9.5</amount></payment>", "<payment type=\"subscription\"/>", "<payment type=\"attribution\"/>"),
        (permits, prohibits, where, payment) => $"<license>{permits}{prohibits}{where}{payment}</license>");

    private static readonly Gen<string> s_rsl = Gen.Select(One("/", "/a/", "/b/", "/a/*.jpg"), s_licence.Array[0, 3]).Array[1, 2]
        .Select(contents => "<rsl xmlns=\"https://rslstandard.org/rsl\">" + string.Concat(contents.Select(content => $"<content url=\"{content.Item1}\">{string.Concat(content.Item2)}</content>")) + "</rsl>");

    [Fact]
    public void A_found_rsl_document_opens_no_more_than_it_says() => s_rsl.Sample(text =>
    {
        var (offers, _) = Deeds.RslOffers(text, Path);
        HashSet<Deed> free = [.. offers.Where(offer => offer is { Countries: null, NotCountries.Length: 0, Price: "" }).SelectMany(offer => offer.Deeds)];
        Holds("rsl", text, "x.rsl.xml", free);
    });

    private static string Price(Decision decision) => string.Join("+", decision.Duties.Select(owed => $"{owed.Duty.Per ?? "purchase"} {owed.Duty.Amount} {owed.Duty.Currency}"));

    private static bool Offers(Deeds.Offer offer, Deed deed, string? country, string price) => offer.Deeds.Contains(deed) && offer.Price == price
        && (offer.Countries is null || (country is not null && offer.Countries.Contains(country))) && (offer.NotCountries.Length == 0 || (country is not null && !offer.NotCountries.Contains(country)));

    [Fact]
    public void A_holders_own_rsl_document_opens_no_more_than_it_says_at_its_price_and_in_its_places() => s_rsl.Sample(text =>
    {
        var imported = Docs.Import("rsl", text, own: true).Statements;
        var (offers, _) = Deeds.RslOffers(text, Path);
        foreach (var country in new[] { null, "FR", "IT", "US" })
            foreach (var deed in Deeds.All)
                if (Docs.Decide(Deeds.Asked(deed), country is null ? null : [country], imported) is { Verdict: Verdict.Allow } decision)
                    Assert.True(offers.Exists(offer => Offers(offer, deed, country, Price(decision))), $"{deed} in {country} for '{Price(decision)}':\n{text}");
    });

    // Out: whatever the document allows, the statements allow to everybody.

    private static readonly Gen<string> s_act = One([.. Act.All.Select(act => act.Name)]);

    private static readonly Gen<string> s_scope = One(
        "", "", "", "territory: [FR, IT]", "territory: { except: [US] }", "to: [party:press]", "purpose: [fiction]", "period: { to: 2026-12-31 }", "period: { from: 2026-02-01 }",
        "period: { from: 2027-01-01 }", "medium: [print]", "quantity: { limit: 3, unit: copy }", "requires: [separately-signed]", "other: { mood: good }", "territory: [US-CA]");

    private static readonly Gen<string> s_duties = One("", "", "[{ duty: pay, amount: '2', currency: EUR, per: crawl }]", "[{ duty: pay, amount: '9.5', currency: USD }]", "[{ duty: credit, says: Mara }]", "[{ duty: pay, amount: '1', currency: EUR, per: line }]");

    private static readonly Gen<Statement> s_statement = Gen.Select(One("grant", "grant", "prohibition"), One("party:mara", "party:mara", "party:press"), s_act.Array[1, 2], s_scope, s_duties, Gen.Int[1, 28])
        .Select(parts => Docs.Read(
            $"{{ statement: {parts.Item1}, by: {parts.Item2}, made: 2026-01-{parts.Item6:00}, about: [work:poster], acts: [{string.Join(", ", parts.Item3)}]"
                + (parts.Item4.Length > 0 ? $", scope: {{ {parts.Item4} }}" : "") + (parts.Item1 == "grant" && parts.Item5.Length > 0 ? $", duties: {parts.Item5}" : "") + " }", StatementForm.FromTree));

    // Many random statements open nothing; some that open everything make the property speak.
    private static readonly Gen<Statement[]> s_statements = Gen.Select(s_statement.Array[0, 4], One("", "use", "train", "analyse", "prompt", "train, analyse"))
        .Select(pair => pair.Item2.Length == 0 ? pair.Item1 : [.. pair.Item1, Docs.Says($"statement: grant, acts: [{pair.Item2}]")]);

    /// <summary>What an exported document says, free of charge and everywhere; and for RSL its offers.</summary>
    private static (Said Said, List<Deeds.Offer> Offers) Read(string standard, string document)
    {
        switch (standard)
        {
            case "aipref" or "robots":
                var value = Regex.Match(document, @"Content-Usage:(?: /\S*)? ?(.*)\n").Groups[1].Value;
                return (Deeds.Aipref(value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(member => (member.Split('=')[0], (string?)member.Split('=')[1]))), []);
            case "tdmrep":
                var reservation = Regex.Match(document, "\"tdm-reservation\": ([01])").Groups[1].Value;
                return (Deeds.Tdm(reservation.Length == 0 ? null : reservation[0] - '0', isWide: true), []);
            case "spawning":
                return (new(document.Contains("Allow: /", StringComparison.Ordinal) && !document.Contains("Disallow", StringComparison.Ordinal) ? [.. Deeds.Training] : [], document.Contains("Disallow: /", StringComparison.Ordinal) ? [.. Deeds.Training] : []), []);
            case "plus":
                return (Deeds.Plus(Regex.Match(document, "vocab/(DMI-[A-Z-]+)\"").Groups[1].Value), []);
            case "cawg":
                var entries = Regex.Matches(document, "\"(cawg\\.[a-z_]+)\": \\{ \"use\": \"(\\w+)\" \\}").Select(match => (Entry: match.Groups[1].Value, Use: match.Groups[2].Value)).ToList();
                return (new([.. entries.Where(entry => entry.Use == "allowed").SelectMany(entry => Deeds.Cawg(entry.Entry))], [.. entries.Where(entry => entry.Use == "notAllowed").SelectMany(entry => Deeds.Cawg(entry.Entry))]), []);
            default:
                if (document.Length == 0) return (Said.Nothing, []);
                var (offers, prohibited) = Deeds.RslOffers(document, Path);
                return (new([], prohibited), offers);
        }
    }

    private static readonly PartyId[] s_askers = [PartyId.Parse("party:stranger").Value, PartyId.Parse("party:press").Value, Docs.Finder];

    // One grant is enough, and which of several is taken is a choice of the decision: so each is tried alone, with every refusal.
    private static bool IsAllowed(Deed deed, string? country, string price, Statement[] statements) => s_askers.All(asker => statements.OfType<Grant>().Any(grant =>
    {
        var facts = Docs.Facts([.. statements.Where(statement => statement is not Grant), grant]);
        var use = Use.Of(Docs.Act(Deeds.Asked(deed)), asker, Docs.Poster) with { On = new Period(Docs.Now.At, null) };
        if (country is not null) use = use.With(Dimension.Territory, country);
        return PlainInterpreter.Decide(use, facts, Docs.Now) is { Verdict: Verdict.Allow } decision && Price(decision) == price && decision.Duties.All(owed => owed.Duty.Kind == DutyKind.Pay);
    }));

    [Fact]
    public void No_export_allows_more_than_the_statements_do() => s_statements.Sample(statements =>
    {
        foreach (var standard in s_standards)
        {
            var document = Docs.Export(standard, statements);
            var (said, offers) = Read(standard, document);
            foreach (var deed in said.Allowed) Assert.True(IsAllowed(deed, null, "", statements), $"{standard} allows {deed}:\n{document}");
            foreach (var offer in offers)
            {
                foreach (var deed in offer.Deeds)
                {
                    if (offer.Countries is null) Assert.True(IsAllowed(deed, null, offer.Price, statements), $"rsl allows {deed}:\n{document}");
                    else foreach (var country in offer.Countries) Assert.True(IsAllowed(deed, country, offer.Price, statements), $"rsl allows {deed} in {country}:\n{document}");
                }
            }
        }
    }, iter: Cases);

    [Fact]
    public void No_export_drops_a_refusal_that_it_has_a_word_for() => s_statements.Sample(statements =>
    {
        Dictionary<string, Deed[]> words = new()
        {
            ["aipref"] = [.. Deeds.Generative, Deed.SearchIndex], ["robots"] = [.. Deeds.Generative, Deed.SearchIndex], ["tdmrep"] = [Deed.Mine, .. Deeds.Training], ["spawning"] = Deeds.Training,
            ["plus"] = [Deed.Mine, Deed.SearchIndex, Deed.ModelIndex, .. Deeds.Training], ["cawg"] = [Deed.Mine, Deed.Prompt, .. Deeds.Training],
        };
        foreach (var (standard, deeds) in words)
        {
            var (said, _) = Read(standard, Docs.Export(standard, statements));
            foreach (var deed in deeds)
                if (Docs.Decide(Deeds.Asked(deed), null, statements).Verdict == Verdict.Deny) Assert.True(said.Reserved.Contains(deed), $"{standard} does not reserve {deed}");
        }
        var rsl = Docs.Export("rsl", statements);
        var open = rsl.Length == 0 ? [] : Deeds.RslOffers(rsl, Path).Offers.SelectMany(offer => offer.Deeds).ToHashSet();
        foreach (var deed in Deeds.All)
            if (Docs.Decide(Deeds.Asked(deed), null, statements).Verdict == Verdict.Deny) Assert.False(rsl.Length == 0 || open.Contains(deed), $"rsl does not reserve {deed}:\n{rsl}");
    }, iter: Cases);

    [Fact]
    public void There_and_back_opens_nothing_and_drops_no_reservation() => s_statements.Sample(statements =>
    {
        foreach (var standard in s_standards.Except(["rsl"]))
        {
            var first = Docs.Export(standard, statements);
            if (first.Length == 0) continue;
            var source = standard switch { "tdmrep" => "tdmrep.json", "aipref" => "a.headers", _ => "found" };
            var again = Docs.Export(standard, [.. Docs.Import(standard, first, source).Statements]);
            var (before, after) = (Read(standard, first).Said, Read(standard, again).Said);
            Assert.True(after.Allowed.IsSubsetOf(before.Allowed), $"{first}\n{again}");
            Assert.True(after.Reserved.IsSupersetOf(before.Reserved), $"{first}\n{again}");
        }
    }, iter: Cases);

    [Theory]
    [InlineData("aipref", "Content-Usage: train-ai=n, search=n\n")]
    [InlineData("aipref", "Content-Usage: train-ai=y\n")]
    [InlineData("robots", "User-agent: *\nContent-Usage: /a/poster.jpg$ train-ai=y, search=n\n")]
    [InlineData("spawning", "User-Agent: *\nAllow: /a/poster.jpg$\n")]
    [InlineData("spawning", "User-Agent: *\nDisallow: /a/poster.jpg$\n")]
    [InlineData("tdmrep", "[\n  { \"location\": \"/a/poster.jpg$\", \"tdm-reservation\": 1 }\n]\n")]
    [InlineData("cawg", "{\n  \"entries\": {\n    \"cawg.data_mining\": { \"use\": \"allowed\" },\n    \"cawg.ai_inference\": { \"use\": \"notAllowed\" },\n    \"cawg.ai_generative_training\": { \"use\": \"notAllowed\" },\n    \"cawg.ai_training\": { \"use\": \"allowed\" }\n  }\n}\n")]
    public void What_loses_nothing_comes_back_as_it_was(string standard, string document) =>
        Assert.Equal(document, Docs.Export(standard, [.. Docs.Import(standard, document, standard == "tdmrep" ? "tdmrep.json" : "found").Statements]));

    [Theory]
    [InlineData("DMI-ALLOWED")]
    [InlineData("DMI-PROHIBITED")]
    [InlineData("DMI-PROHIBITED-AIMLTRAINING")]
    [InlineData("DMI-PROHIBITED-GENAIMLTRAINING")]
    [InlineData("DMI-UNSPECIFIED")]
    public void A_plus_value_comes_back_as_it_was(string term)
    {
        var document = Docs.Export("plus").Replace("DMI-UNSPECIFIED", term, StringComparison.Ordinal);
        Assert.Contains(term + "\"", document, StringComparison.Ordinal);
        Assert.Equal(document, Docs.Export("plus", [.. Docs.Import("plus", document, "a.xmp").Statements]));
    }

    [Fact]
    public void A_holders_own_rsl_comes_back_with_its_prices_and_places()
    {
        var statements = new[]
        {
            Docs.Says("statement: grant, acts: [train], scope: { territory: [FR, IT] }, duties: [{ duty: pay, amount: '350', currency: EUR, per: training }]"),
            Docs.Says("statement: prohibition, acts: [prompt]"),
        };
        var document = Docs.Export("rsl", statements);
        var back = Docs.Import("rsl", document, own: true).Statements;
        Assert.Equal(document, Docs.Export("rsl", [.. back]));
        Assert.Equal("training 350 EUR", Price(Docs.Decide("train", ["FR"], back)));
        Assert.Equal(Verdict.Deny, Docs.Decide("prompt", null, back).Verdict);
    }

    [Fact]
    public void No_bytes_trouble_a_reader()
    {
        var starts = new[] { "", "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license>", "[{\"location\":\"/\",\"tdm-reservation\":", "User-agent: *\nContent-Usage: ", "<meta name=", "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">", "{\"entries\":{", "train-ai=", "HTTP/1.1 200 OK\n" };
        Gen.Select(One(starts), Gen.Byte.Array[0, 120], Gen.String[0, 60], One("f", "f.headers", "f.html", "tdmrep.json", "f.xmp")).Sample((start, bytes, text, source) =>
        {
            byte[] document = [.. Docs.Bytes(start).Span, .. bytes, .. Docs.Bytes(text).Span];
            foreach (var standard in KnownStandards.All)
            {
                var outcome = standard.Import(document, new(Docs.Holder, Docs.Made, [Docs.Poster], source) { Location = Path, IsOwnWord = bytes.Length % 2 == 0 });
                Assert.True(outcome.IsOk || outcome.Problems.Count > 0);
            }
        }, iter: 2_000);
    }
}
