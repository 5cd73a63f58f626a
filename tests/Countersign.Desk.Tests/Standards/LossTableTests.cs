using Countersign.Desk.Standards;

namespace Countersign.Desk.Tests.Standards;

/// <summary>The published page is the tables of the code, and the tables keep their own rules.</summary>
public sealed class LossTableTests
{
    private static string Published()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Countersign.slnx"))) return Path.Combine(folder, "docs", "standards.md");
        throw new InvalidOperationException("The tests run outside a checkout.");
    }

    [Fact]
    public void The_page_is_written_from_the_tables()
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_WRITE_PAGES") == "1") File.WriteAllText(Published(), LossTable.Page());
        Assert.True(File.ReadAllText(Published()) == LossTable.Page(), "docs/standards.md is not what the tables say. Run this test with COUNTERSIGN_WRITE_PAGES=1 to write it.");
    }

    [Fact]
    public void No_term_both_opens_and_reserves_and_every_loss_is_a_sentence()
    {
        foreach (var term in KnownStandards.All.SelectMany(standard => standard.Terms))
        {
            if (term.Name is not ("ai-train" or "ai-input" or "ai-all" or "all")) Assert.True(term.Opens.IsEmpty || term.Reserves.IsEmpty, term.Name);
            foreach (var loss in new[] { term.Unknown, term.Unsaid, term.Unopened }.OfType<string>()) Assert.EndsWith(".", loss, StringComparison.Ordinal);
            Assert.DoesNotContain(term.Opens, act => act.Name is "use" or "train.generative.persona" || act.Name.StartsWith("generate", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whatever_a_term_opens_its_standard_allows()
    {
        foreach (var term in Docs.Standard("plus").Terms) Within(term, Deeds.Plus(term.Name).Allowed);
        foreach (var term in Docs.Standard("aipref").Terms) Within(term, Deeds.Aipref([(term.Name.Split('=')[0], term.Name.Split('=')[1])]).Allowed);
        foreach (var term in Docs.Standard("cawg").Terms) Within(term, term.Name.EndsWith(": allowed", StringComparison.Ordinal) ? [.. Deeds.Cawg(term.Name.Split(':')[0])] : []);
        foreach (var term in Docs.Standard("rsl").Terms) Within(term, [.. Deeds.Rsl(term.Name)]);
        foreach (var term in Docs.Standard("tdmrep").Terms) Within(term, Deeds.Tdm(term.Name is "tdm-reservation: 0" or "policy: tdm:mine" ? 0 : 1).Allowed);
    }

    private static void Within(Term term, HashSet<Deed> allowed)
    {
        foreach (var deed in term.Opens.SelectMany(act => Deeds.Of(act.Name))) Assert.True(allowed.Contains(deed), $"{term.Name} opens {deed}");
    }
}
