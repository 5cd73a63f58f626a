using Countersign.Credentials;
using Countersign.Credentials.Summary;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>From a report of credentials to findings, wishes, and the statement that a model made a file.</summary>
public sealed class CredentialFindingsTests
{
    private static readonly TrainingMiningUse[] s_uses = [TrainingMiningUse.Allowed, TrainingMiningUse.NotAllowed, TrainingMiningUse.Constrained];

    [Theory]
    [InlineData(CredentialState.Trusted, "credential.trusted")]
    [InlineData(CredentialState.Valid, "credential.valid")]
    [InlineData(CredentialState.Invalid, "credential.invalid")]
    public void Each_state_is_a_finding_of_its_own_with_the_signer_and_the_failures(CredentialState state, string code)
    {
        var finding = Assert.Single(Reports.Added(Reports.Of(state)).Findings);
        Assert.Equal((FindingKinds.Credential, code), (finding.Kind, finding.Code));
        Assert.Equal("Lantern Row", finding.Detail["signer"]);
        Assert.Equal("2026-03-01T09:30:00Z", finding.Detail["signedAt"]);
        Assert.Equal(20, finding.At!.Offset);
        Assert.Contains($"The verdict is {state}.", finding.Says, StringComparison.Ordinal);
        Assert.Contains("Signer: Lantern Row, 2026-03-01.", finding.Says, StringComparison.Ordinal);
        if (state == CredentialState.Invalid) Assert.Equal("assertion.dataHash.mismatch, claimSignature.mismatch", finding.Detail["failure"]);
        else Assert.DoesNotContain("failure", finding.Detail.Keys);
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_said_to_be_that()
    {
        var finding = Assert.Single(Reports.Added(Reports.Unreadable).Findings);
        Assert.Equal("credential.unreadable", finding.Code);
        Assert.Equal("store.truncated", finding.Detail["problem"]);
    }

    [Fact]
    public void A_file_without_credentials_has_no_finding_of_them_and_its_address_and_defects_are_told()
    {
        Assert.Empty(Reports.Added(Reports.None).Findings);
        var findings = Reports.Added(Reports.None with { RemoteManifest = "https://example.org/m.c2pa", Defects = [new("store.multiple", "There are two.", 40)] }).Findings;
        Assert.Equal(["credential.remote", "store.multiple"], findings.Select(f => f.Code));
        Assert.Equal("https://example.org/m.c2pa", findings[0].Detail["url"]);
        Assert.Equal((FindingKinds.Defect, 40L), (findings[1].Kind, findings[1].At!.Offset));
    }

    [Theory]
    [InlineData(CredentialState.Trusted)]
    [InlineData(CredentialState.Valid)]
    [InlineData(CredentialState.Invalid)]
    public void A_refusal_counts_whoever_wrote_it_and_however_the_file_was_changed_since(CredentialState state)
    {
        foreach (var use in new[] { TrainingMiningUse.NotAllowed, TrainingMiningUse.Constrained })
        {
            var analysis = Reports.Added(Reports.Of(state, Reports.Manifest(state).Saying(("cawg.ai_training", use))));
            Assert.Contains(analysis.Preferences, wish => !wish.Allows);
            Assert.DoesNotContain(analysis.Preferences, wish => wish.Allows);
        }
    }

    [Fact]
    public void A_permission_counts_only_from_a_signer_on_a_list_and_on_an_unchanged_file()
    {
        IEnumerable<FoundPreference> Allowed(CredentialState state) =>
            Reports.Added(Reports.Of(state, Reports.Manifest(state).Saying(("cawg.ai_training", TrainingMiningUse.Allowed)))).Preferences.Where(wish => wish.Allows);
        var wish = Assert.Single(Allowed(CredentialState.Trusted));
        Assert.Contains("Lantern Row", wish.Source, StringComparison.Ordinal);
        Assert.Empty(Allowed(CredentialState.Valid));
        Assert.Empty(Allowed(CredentialState.Invalid));
    }

    [Fact]
    public void What_the_signer_only_passed_on_refuses_and_permits_nothing()
    {
        IEnumerable<FoundPreference> Wishes(TrainingMiningUse use) => Reports.Added(Reports.Of(CredentialState.Trusted, Reports.Manifest() with
        {
            TrainingMining = new Dictionary<string, TrainingMiningEntry> { ["cawg.ai_training"] = new(use, null, "cawg.training-mining", Created: false) },
        })).Preferences;
        Assert.Empty(Wishes(TrainingMiningUse.Allowed));
        Assert.NotEmpty(Wishes(TrainingMiningUse.NotAllowed));
    }

    [Fact]
    public void No_report_gives_a_permission_that_a_trusted_one_would_not()
    {
        foreach (var first in s_uses)
        {
            foreach (var second in s_uses)
            {
                var manifest = Reports.Manifest().Saying(("cawg.ai_training", first), ("cawg.data_mining", second));
                var trusted = Reports.Added(Reports.Of(CredentialState.Trusted, manifest)).Preferences;
                foreach (var state in new[] { CredentialState.Valid, CredentialState.Invalid })
                {
                    var wishes = Reports.Added(Reports.Of(state, manifest)).Preferences;
                    Assert.Equal(trusted.Where(wish => !wish.Allows), wishes);
                }
            }
        }
    }

    [Theory]
    [InlineData(CredentialState.Trusted, "")]
    [InlineData(CredentialState.Valid, "on no trust list")]
    [InlineData(CredentialState.Invalid, "does not hold")]
    public void What_it_says_of_machines_is_told_with_what_it_is_worth(CredentialState state, string worth)
    {
        var analysis = Reports.Added(Reports.Of(state) with { Ai = new(AiShare.Whole, Reports.Generated, "Lantern Row says that it was made by a generative model.", state != CredentialState.Invalid) });
        var finding = analysis.Findings.Single(f => f.Code == "credential.ai");
        Assert.Equal(Reports.Generated, finding.Detail["term"]);
        Assert.Contains(worth, finding.Says, StringComparison.Ordinal);
        // Whoever says that a model made it says something against the file: that is taken at its word.
        Assert.Equal("Content Credential: " + Reports.Generated, analysis.MadeByModel);
    }

    [Theory]
    [InlineData(AiShare.Part, true)]
    [InlineData(AiShare.Possible, false)]
    [InlineData(AiShare.Algorithmic, false)]
    [InlineData(AiShare.None, false)]
    public void Only_a_generative_model_makes_a_file_the_work_of_a_model(AiShare share, bool made)
    {
        var analysis = Reports.Added(Reports.Of(CredentialState.Trusted) with { Ai = new(share, Reports.Generated, "It says so.", true) });
        Assert.Equal(made, analysis.MadeByModel is not null);
        Assert.Contains(analysis.Findings, f => f.Code == "credential.ai");
    }

    [Fact]
    public void Ingredients_of_the_file_itself_are_told_and_no_more_than_a_reader_can_use()
    {
        var own = Enumerable.Range(0, 500).Select(n => Reports.Ingredient(manifest: n == 0 ? null : Reports.Newer, owner: Reports.Label, title: "part " + n));
        var report = Reports.Of(CredentialState.Trusted) with { Ingredients = [Reports.Ingredient(owner: "urn:c2pa:another"), .. own] };
        var findings = Reports.Added(report).Findings.Where(f => f.Code == "credential.ingredient").ToList();
        Assert.Equal(20, findings.Count);
        Assert.Contains("part 0, from which it was made, which came without credentials", findings[0].Says, StringComparison.Ordinal);
        Assert.Equal(Reports.Newer, findings[1].Detail["manifest"]);
    }

    [Fact]
    public void A_particular_of_a_megabyte_is_cut_short()
    {
        var report = Reports.Of(CredentialState.Trusted, Reports.Manifest() with { Title = new('x', 1 << 20) });
        Assert.All(Reports.Added(report).Findings.SelectMany(f => f.Detail.Values), value => Assert.True(value.Length <= 500));
    }

    [Theory]
    [InlineData(true, true, "names Bo Ek beside the signer.")]
    [InlineData(true, false, "on no trust list in use")]
    [InlineData(false, false, "does not hold")]
    public void Somebody_named_beside_the_signer_is_told_with_what_it_is_worth(bool holds, bool trusted, string says)
    {
        var report = Reports.Of(CredentialState.Valid, Reports.Manifest() with { Identities = [new("self#jumbf=x", "cawg.x509.cose", "Bo Ek", holds, trusted)] });
        Assert.Contains(says, Reports.Added(report).Findings.Single(f => f.Code == "credential.identity").Says, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_the_file_says_of_itself_does_not_undo_what_its_credential_says()
    {
        var report = Reports.Of(CredentialState.Valid, Reports.Manifest().Saying(("cawg.ai_training", TrainingMiningUse.NotAllowed))) with { Ai = new(AiShare.Whole, Reports.Generated, "It says so.", true) };
        var analysis = Reports.Added(report);
        byte[] bytes = [0xFF, 0xD8, 0xFF, 0xD9];
        var after = FoundSignals.Added(analysis, bytes, MediaSniffer.Sniff(bytes, bytes.Length));
        Assert.NotEmpty(analysis.Preferences);
        Assert.Equal(analysis.Preferences, after.Preferences);
        Assert.Equal(analysis.MadeByModel, after.MadeByModel);
        Assert.All(analysis.Findings, finding => Assert.Contains(finding, after.Findings));
    }
}
