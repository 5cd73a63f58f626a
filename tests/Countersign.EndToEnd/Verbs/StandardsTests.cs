using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.Verbs;

/// <summary>Documents of other standards: in, out, and beside the files of a folder.</summary>
public sealed class StandardsTests
{
    private static readonly string[] s_found = ["--about", "work:the-picture", "--by", "party:lantern-row"];
    private static readonly string[] s_own = ["--about", "work:the-picture", "--by", "party:ada-lindqvist"];

    [Fact]
    public async Task A_found_document_is_recorded_as_a_wish_and_written_again()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("robots.txt", "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /open/ train-ai=y\n");
        Assert.Contains("standards.location-needed", (await desk.RunAsync(["consent", "import", "robots.txt", .. s_found])).Exits(3).Error, StringComparison.Ordinal);
        var before = desk.Count("SELECT COUNT(*) FROM Statements");
        var dry = (await desk.RunAsync(["consent", "import", "robots.txt", .. s_found, "--location", "/p.jpg", "--dry-run", "--json"])).Exits(0).Json;
        Assert.Equal("countersign/import/1", dry.GetProperty("schema").GetString());
        Assert.False(dry.GetProperty("recorded").GetBoolean());
        Assert.Equal(before, desk.Count("SELECT COUNT(*) FROM Statements"));

        var said = (await desk.RunAsync(["consent", "import", "robots.txt", .. s_found, "--location", "/p.jpg"])).Exits(0).Out;
        Assert.Contains("one may not train a model that generates", said, StringComparison.Ordinal);
        Assert.Contains("Not taken over (robots):", said, StringComparison.Ordinal);
        Assert.Equal(before + 1, desk.Count("SELECT COUNT(*) FROM Statements"));
        Assert.Contains("reserves train.generative", (await desk.RunAsync("consent", "list", "--about", "work:the-picture")).Exits(0).Out, StringComparison.Ordinal);
        Assert.Equal("Content-Usage: train-ai=n\n", (await desk.RunAsync("consent", "export", "--as", "aipref", "--about", "work:the-picture")).Exits(0).Out);

        // The consent to distribute it is nothing that TDMRep has a word for, and it says so.
        var tdm = (await desk.RunAsync("consent", "export", "--as", "tdmrep", "--about", "work:the-picture", "--location", "/p.jpg", "--out", "tdmrep.json", "--json")).Exits(0).Json;
        Assert.Equal("countersign/export/1", tdm.GetProperty("schema").GetString());
        Assert.Equal(tdm.GetProperty("document").GetString(), File.ReadAllText(desk.At("tdmrep.json")));
        Assert.Contains(tdm.GetProperty("losses").EnumerateArray(), loss => loss.GetProperty("term").GetString() == "distribute");
        Assert.Contains("\"tdm-reservation\": 1", File.ReadAllText(desk.At("tdmrep.json")), StringComparison.Ordinal);
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task A_holders_own_rsl_is_their_word_with_its_price()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("own.rsl.xml", "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><permits type=\"usage\">ai-train</permits><payment type=\"training\"><amount currency=\"EUR\">350</amount></payment></license></content></rsl>");
        var imported = (await desk.RunAsync(["consent", "import", "own.rsl.xml", .. s_own, "--json"])).Exits(0).Json;
        Assert.Equal("grant", imported.GetProperty("statements")[0].GetProperty("statement").GetString());
        desk.Write("use.yaml", "act: train.generative\nby: party:lantern-row\nsubjects: [work:the-picture]\n");
        var decision = (await desk.RunAsync("decide", "use.yaml", "--json")).Exits(0).Json;
        Assert.Equal("350", decision.GetProperty("duties")[0].GetProperty("amount").GetString());
        var document = (await desk.RunAsync("consent", "export", "--as", "rsl", "--about", "work:the-picture", "--location", "/p.jpg", "--quiet")).Exits(0).Out;
        Assert.Contains("<amount currency=\"EUR\">350</amount>", document, StringComparison.Ordinal);
        // The same document, found by somebody else, opens nothing: nobody has paid.
        var found = (await desk.RunAsync(["consent", "import", "own.rsl.xml", .. s_found, "--dry-run", "--json"])).Exits(0).Json;
        Assert.All(found.GetProperty("statements").EnumerateArray(), statement => Assert.False(statement.GetProperty("allows").GetBoolean()));
    }

    [Fact]
    public async Task Odrl_is_recorded_and_written_in_both_syntaxes()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("own.odrl.ttl", File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "fixtures", "odrl", "policies", "own.ttl")));
        var imported = (await desk.RunAsync(["consent", "import", "own.odrl.ttl", .. s_own, "--as", "odrl", "--json"])).Exits(0).Json;
        var kinds = imported.GetProperty("statements").EnumerateArray().Select(statement => statement.GetProperty("statement").GetString()).ToList();
        Assert.Contains("grant", kinds);
        Assert.Contains("prohibition", kinds);
        Assert.Contains(imported.GetProperty("standards")[0].GetProperty("losses").EnumerateArray(), loss => loss.GetProperty("term").GetString() == "duty");
        // Found by somebody else, it opens nothing; and what is prohibited of something else is told.
        var found = (await desk.RunAsync(["consent", "import", "own.odrl.ttl", .. s_found, "--dry-run", "--json"])).Exits(0).Json;
        Assert.All(found.GetProperty("statements").EnumerateArray(), statement => Assert.False(statement.GetProperty("allows").GetBoolean()));
        desk.Write("other.odrl.ttl", "@prefix odrl: <http://www.w3.org/ns/odrl/2/> .\n<urn:p> odrl:permission [ odrl:target <work:the-picture> ; odrl:action odrl:index ] ; odrl:prohibition [ odrl:target <urn:all> ; odrl:action odrl:use ] .\n");
        Assert.Contains("[odrl.target]", (await desk.RunAsync(["consent", "import", "other.odrl.ttl", .. s_own])).Exits(2).Error, StringComparison.Ordinal);

        (await desk.RunAsync("consent", "prohibit", "--by", "party:ada-lindqvist", "--about", "work:the-picture", "--act", "train")).Exits(0);
        foreach (var (name, file) in new[] { ("odrl", "out.odrl.json"), ("odrl-turtle", "out.odrl.ttl") })
        {
            var losses = (await desk.RunAsync("consent", "export", "--as", name, "--about", "work:the-picture", "--out", file)).Exits(0).Error;
            Assert.Contains("It needs facts to be so, which cannot be said.", losses, StringComparison.Ordinal);
            Assert.Contains("urn:x-countersign:act:train", File.ReadAllText(desk.At(file)), StringComparison.Ordinal);
            var back = (await desk.RunAsync(["consent", "import", file, .. s_own, "--dry-run", "--json"])).Exits(0).Json.GetProperty("statements");
            Assert.Contains(back.EnumerateArray(), statement => statement.GetProperty("statement").GetString() == "prohibition" && statement.GetProperty("acts")[0].GetString() == "train");
        }
        await desk.IsSoundAsync();
    }

    [Fact]
    public async Task What_stands_beside_files_decides_where_nobody_has_spoken()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("site/robots.txt", "User-agent: *\nContent-Usage: train-ai=y\nContent-Usage: /no/ train-ai=n\n");
        desk.Copy("registry/files/the-black-marble-clock.jpg", "site/yes/picture.jpg");
        desk.Copy("registry/files/the-black-marble-clock.jpg", "site/no/picture.jpg");
        desk.Copy("registry/files/the-black-marble-clock.jpg", "site/yes/held.jpg");
        desk.Write("site/yes/held.jpg.headers", "HTTP/1.1 200 OK\r\nX-Robots-Tag: noai\r\n\r\n");
        var clearance = new Clearance(await desk.RunAsync("clear", "site", "--use", "train.generative", "--by", "party:lantern-row", "--project", "the-tide", "--json"));
        Assert.Equal(["no/picture.jpg", "yes/held.jpg", "yes/picture.jpg"], clearance.Rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("allow", clearance.Verdict("yes/picture.jpg"));
        Assert.Equal("deny", clearance.Verdict("no/picture.jpg"));
        Assert.Equal("deny", clearance.Verdict("yes/held.jpg"));
        Assert.Contains("robots.txt, line 3: train-ai=n", clearance.Row("no/picture.jpg").GetProperty("reasons").ToString(), StringComparison.Ordinal);
        Assert.Contains("held.jpg.headers, line 2: X-Robots-Tag: noai", clearance.Row("yes/held.jpg").GetProperty("reasons").ToString(), StringComparison.Ordinal);
        // What was found out of the bytes is kept; what stands beside them is looked at each time.
        desk.Write("site/robots.txt", "User-agent: *\nContent-Usage: train-ai=n\n");
        Assert.Equal("deny", new Clearance(await desk.RunAsync("clear", "site", "--use", "train.generative", "--by", "party:lantern-row", "--project", "the-tide", "--json")).Verdict("yes/picture.jpg"));
    }

    [Fact]
    public async Task Persons_unknown_standards_and_unknown_files_are_refused()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Write("robots.txt", "User-agent: *\nContent-Usage: train-ai=n\n");
        (await desk.RunAsync("register", "voice", "Ada Lindqvist")).Exits(0);
        Assert.Contains("[standards.about-works]", (await desk.RunAsync("consent", "import", "robots.txt", "--about", "persona:ada-lindqvist/voice", "--by", "party:ada-lindqvist")).Exits(3).Error, StringComparison.Ordinal);
        Assert.Contains("[standards.about-works]", (await desk.RunAsync("consent", "export", "--as", "aipref", "--about", "persona:ada-lindqvist/voice")).Exits(3).Error, StringComparison.Ordinal);
        Assert.Contains("[standards.unknown]", (await desk.RunAsync("consent", "export", "--as", "nonsense", "--about", "work:the-picture")).Exits(3).Error, StringComparison.Ordinal);
        desk.Write("notes.txt", "words");
        Assert.Contains("[standards.unknown-file]", (await desk.RunAsync(["consent", "import", "notes.txt", .. s_found])).Exits(3).Error, StringComparison.Ordinal);
        (await desk.RunAsync(["consent", "import", "missing.rsl.xml", .. s_found])).Exits(3);
        desk.Write("empty.rsl.xml", "<rsl xmlns=\"https://rslstandard.org/rsl\"/>");
        (await desk.RunAsync(["consent", "import", "empty.rsl.xml", .. s_found])).Exits(2);
    }
}
