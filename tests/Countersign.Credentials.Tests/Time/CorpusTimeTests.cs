using System.Text.Json;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Time;

namespace Countersign.Credentials.Tests.Time;

public class CorpusTimeTests
{
    // The token is signed with a certificate for signing claims: C2PA 2.2 §14.5.1.2 requires id-kp-timeStamping, and §14.5.1.1 nothing beside it.
    private static readonly Dictionary<string, string> Differences = new() { ["c2pa-ts__trustnxt-icon-signed-timestamp.jpg"] = "timeStamp.untrusted timeStamp.validated" };

    private static TimeStampResult Check(CorpusClaim claim, TimeStamperTrust trust) => TimeStampCheck.Check(
        new TimeStampEvidence
        {
            SigTst = claim.Unprotected["sigTst"],
            ClaimPayload = TimeStampPayload.OfClaim(claim.Protected, claim.Claim),
            SigTst2 = claim.Unprotected["sigTst2"],
            SignaturePayload = TimeStampPayload.OfSignature(claim.Protected, claim.Signature.Encoded),
            Uri = "self#jumbf=c2pa.signature",
        },
        trust,
        ParseLimits.Default);

    [Fact]
    public void Time_stamp_codes_agree_with_the_reference_for_every_file_of_the_corpus()
    {
        var folder = SharedData.Need("credentials");
        var trust = new TrustFiles("C2PA-TSA-TRUST-LIST.pem", "test_cert_root_bundle.pem");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var compared = 0;
        foreach (var row in expected.RootElement.GetProperty("files").EnumerateObject().Where(r => r.Value.TryGetProperty("claimVersion", out _)))
        {
            if (CorpusClaim.Read(Path.Combine(folder, "corpus", row.Name)) is not { } claim) continue;

            // For a version 1 claim the reference looks at no list of authorities: 1.x editions had none. That choice is the caller's, through the delegate.
            TimeStamperTrust asked = row.Value.GetProperty("claimVersion").GetInt32() == 1 ? (_, _) => true : trust.IsTrusted;
            var codes = Check(claim, asked).Statuses.Select(s => s.Code).Order();
            var says = string.Join(' ', Codes(row.Value).Order());
            Assert.Equal($"{row.Name}: {Differences.GetValueOrDefault(row.Name, says)}", $"{row.Name}: {string.Join(' ', codes)}");
            if (says.Length > 0) compared++;
        }

        Assert.True(compared >= 25, $"only {compared} files with a time-stamp were compared");
    }

    [Fact]
    public void No_authority_of_a_version_1_claim_in_the_corpus_is_on_the_list_of_authorities()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/public-testfiles__image__jpeg__adobe-20220124-CA.jpg"))!;
        var result = Check(claim, new TrustFiles("C2PA-TSA-TRUST-LIST.pem", "test_cert_root_bundle.pem").IsTrusted);
        Assert.Equal(["timeStamp.validated", "timeStamp.untrusted"], result.Statuses.Select(s => s.Code));
        Assert.Null(result.Trusted);
        Assert.NotNull(result.Shown);
    }

    [Fact]
    public void A_time_stamp_whose_time_is_no_time_is_malformed()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/c2pa-rs-fixtures__CA_ct.jpg"))!;
        var status = Assert.Single(Check(claim, (_, _) => true).Statuses);
        Assert.Equal("timeStamp.malformed", status.Code);
        Assert.Contains("The time is no date and time", status.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_where_a_token_is_expected_and_numbers_side_by_side_are_read()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/c2pa-ts__trustnxt-icon-signed-timestamp.jpg"))!;
        var der = claim.Unprotected["sigTst2"]!["tstTokens"]!.Items[0].BytesAt("val")!.Value;
        Assert.True(TimeStampToken.TryRead(der, ParseLimits.Default, out var token, out _));
        Assert.True(token.WasResponse);
        Assert.Equal(new DateTimeOffset(2026, 1, 13, 12, 35, 40, 669, TimeSpan.Zero), token.Info.Time);
        var result = Check(claim, (_, _) => true);
        Assert.Equal(token.Info.Time, result.Shown);
        Assert.Equal("C2PA Signer", result.Authority);
    }

    [Fact]
    public void A_stated_accuracy_is_read()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/c2pa-ts__trustnxt-icon-signed-v2-bmff.heic"))!;
        var der = claim.Unprotected["sigTst2"]!["tstTokens"]!.Items[0].BytesAt("val")!.Value;
        Assert.True(TimeStampToken.TryRead(der, ParseLimits.Default, out var token, out _));
        Assert.Equal(TimeSpan.FromSeconds(1), token.Info.Accuracy);
        Assert.Equal("1.3.6.1.4.1.4146.1.31", token.Info.Policy);
    }

    [Fact]
    public void A_time_stamp_assertion_of_an_update_manifest_holds_tokens()
    {
        var claim = CorpusClaim.Read(SharedData.Need("credentials/corpus/c2pa-rs-fixtures__update_manifest.jpg"))!;
        var box = claim.Manifest.Labelled("c2pa.assertions")!.Labelled("c2pa.time-stamp")!.Child("cbor"u8)!;
        Assert.True(CborNode.TryRead(box.Content, ParseLimits.Default, out var map, out _));
        Assert.All(map.Entries, e => Assert.True(TimeStampToken.TryRead(e.Value.Bytes, ParseLimits.Default, out _, out _)));
        Assert.NotEmpty(map.Entries);
    }

    private static IEnumerable<string> Codes(JsonElement row) =>
        new[] { "success", "informational", "failure" }
            .SelectMany(kind => row.TryGetProperty(kind, out var list) ? list.EnumerateArray().Select(c => c.GetString()!) : [])
            .Where(c => c.StartsWith("timeStamp.", StringComparison.Ordinal));
}
