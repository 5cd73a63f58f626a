using System.Text.Json;
using Countersign.Credentials;
using Countersign.Desk.Credentials;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>What became of an original's credentials in a copy.</summary>
public sealed class StripCheckTests
{
    private static StripCheck Check(CredentialReport original, CredentialReport copy) => StripCheck.Of(new("original.jpg", original, null), new("copy.jpg", copy, null));

    private static CredentialReport Over(CredentialState state, byte certificate = 9, string? within = Reports.Label, params Countersign.Credentials.Validation.ValidationStatus[] statuses)
    {
        var newer = Reports.Manifest(state, Reports.Newer, certificate: 7);
        var report = Reports.Of(state, newer) with { Ingredients = [Reports.Ingredient()], StoreBytes = new byte[] { 4, 5 } };
        return within is null ? report : report with { Manifests = [newer, Reports.Manifest(label: within, certificate: certificate) with { Statuses = statuses.Length > 0 ? statuses : [Reports.Success("claimSignature.validated")] }] };
    }

    [Fact]
    public void Nothing_can_be_stripped_where_there_was_nothing()
    {
        Assert.Equal(StripOutcome.Nothing, Check(Reports.None, Reports.None).Outcome);
        Assert.Equal(StripOutcome.Nothing, Check(Reports.None, Reports.Of(CredentialState.Trusted)).Outcome);
        Assert.Equal(StripOutcome.Nothing, Check(Reports.Unreadable, Reports.Of(CredentialState.Trusted)).Outcome);
        Assert.False(Check(Reports.None, Reports.None).IsKept);
    }

    [Fact]
    public void The_same_store_that_holds_is_kept()
    {
        foreach (var state in new[] { CredentialState.Trusted, CredentialState.Valid, CredentialState.Invalid }) Assert.Equal(StripOutcome.Kept, Check(Reports.Of(state), Reports.Of(state)).Outcome);
        // Stored in another way, and still the manifest that was signed.
        Assert.Equal(StripOutcome.Kept, Check(Reports.Of(CredentialState.Trusted), Reports.Of(CredentialState.Trusted) with { StoreBytes = new byte[] { 8 } }).Outcome);
    }

    [Fact]
    public void The_same_manifest_that_no_longer_holds_is_damaged()
    {
        var check = Check(Reports.Of(CredentialState.Trusted), Reports.Of(CredentialState.Invalid));
        Assert.Equal(StripOutcome.Damaged, check.Outcome);
        Assert.False(check.IsKept);
        Assert.Equal(StripOutcome.Damaged, Check(Reports.Of(CredentialState.Trusted), Reports.Unreadable).Outcome);
    }

    [Fact]
    public void A_manifest_that_borrowed_the_label_is_not_the_original_s()
    {
        var forged = Reports.Of(CredentialState.Trusted, Reports.Manifest(certificate: 1)) with { StoreBytes = new byte[] { 8 } };
        Assert.Equal(StripOutcome.Damaged, Check(Reports.Of(CredentialState.Trusted), forged).Outcome);
    }

    [Fact]
    public void A_copy_without_credentials_is_stripped_and_an_address_left_in_it_is_told()
    {
        Assert.Equal(StripOutcome.Stripped, Check(Reports.Of(CredentialState.Trusted), Reports.None).Outcome);
        Assert.Contains("https://example.org/m.c2pa", Check(Reports.Of(CredentialState.Trusted), Reports.None with { RemoteManifest = "https://example.org/m.c2pa" }).Says, StringComparison.Ordinal);
        // Two stores count as none, and are no clean file either.
        Assert.Equal(StripOutcome.Damaged, Check(Reports.Of(CredentialState.Trusted), Reports.None with { Stores = [Reports.Store, Reports.Store] }).Outcome);
    }

    [Fact]
    public void Newer_credentials_that_name_the_original_s_carry_them_on()
    {
        var check = Check(Reports.Of(CredentialState.Trusted), Over(CredentialState.Valid));
        Assert.Equal((StripOutcome.CarriedOn, true, true), (check.Outcome, check.IsKept, check.NamesOriginal));
    }

    [Fact]
    public void A_name_alone_carries_nothing_on()
    {
        var before = Reports.Of(CredentialState.Trusted);
        // Another's signature under the original's label, none that holds, and no manifest at all.
        Assert.Equal(StripOutcome.Replaced, Check(before, Over(CredentialState.Trusted, certificate: 1)).Outcome);
        Assert.Equal(StripOutcome.Replaced, Check(before, Over(CredentialState.Trusted, 9, Reports.Label, Reports.Failure("claimSignature.mismatch"))).Outcome);
        Assert.Equal(StripOutcome.Replaced, Check(before, Over(CredentialState.Trusted, within: null)).Outcome);
        Assert.All(new[] { Over(CredentialState.Trusted, certificate: 1), Over(CredentialState.Trusted, within: null) }, copy => Assert.False(Check(before, copy).IsKept));
    }

    [Fact]
    public void Newer_credentials_that_do_not_hold_carry_nothing_on() =>
        Assert.Equal(StripOutcome.Damaged, Check(Reports.Of(CredentialState.Trusted), Over(CredentialState.Invalid)).Outcome);

    [Fact]
    public void Others_that_say_nothing_of_the_original_replaced_it_and_are_named()
    {
        var copy = Reports.Of(CredentialState.Trusted, Reports.Manifest(label: Reports.Newer));
        var check = Check(Reports.Of(CredentialState.Trusted), copy);
        Assert.Equal((StripOutcome.Replaced, false, false), (check.Outcome, check.IsKept, check.NamesOriginal));
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) check.Write(json);
        var root = JsonDocument.Parse(buffer.ToArray()).RootElement;
        Assert.Equal("countersign/credentials-strip/1", root.GetProperty("schema").GetString());
        Assert.Equal(("replaced", false, "Lantern Row"), (root.GetProperty("outcome").GetString(), root.GetProperty("kept").GetBoolean(), root.GetProperty("replacedBy").GetString()));
        Assert.Equal(Reports.Newer, root.GetProperty("copy").GetProperty("manifest").GetString());
    }
}
