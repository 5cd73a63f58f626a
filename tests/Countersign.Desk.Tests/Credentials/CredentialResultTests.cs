using System.Text.Json;
using Countersign.Credentials;
using Countersign.Credentials.Summary;
using Countersign.Desk.Credentials;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>The verdicts of <c>credentials verify</c>, the lines of <c>show</c>, and their JSON.</summary>
public sealed class CredentialResultTests
{
    private static CredentialResult Of(CredentialReport report) => new("lamp.jpg", report, null);

    private static CredentialResult Unread => new("lamp.jpg", null, new("file.unreadable", "Permission was refused."));

    [Theory]
    [InlineData(CredentialState.Trusted, false, false, CredentialAnswer.Yes)]
    [InlineData(CredentialState.Trusted, false, true, CredentialAnswer.Yes)]
    [InlineData(CredentialState.Valid, false, false, CredentialAnswer.Yes)]
    [InlineData(CredentialState.Valid, true, true, CredentialAnswer.No)]
    [InlineData(CredentialState.Invalid, true, false, CredentialAnswer.No)]
    public void A_state_passes_or_does_not(CredentialState state, bool allowNone, bool requireTrusted, CredentialAnswer answer) =>
        Assert.Equal(answer, Of(Reports.Of(state)).Judge(allowNone, requireTrusted));

    [Fact]
    public void No_credentials_pass_only_where_that_was_asked_for_and_unreadable_ones_never()
    {
        Assert.Equal(CredentialAnswer.No, Of(Reports.None).Judge(allowNone: false, requireTrusted: false));
        Assert.Equal(CredentialAnswer.Yes, Of(Reports.None).Judge(allowNone: true, requireTrusted: true));
        Assert.Equal(CredentialAnswer.No, Of(Reports.Unreadable).Judge(allowNone: true, requireTrusted: false));
        Assert.Equal(CredentialAnswer.Unknown, Unread.Judge(allowNone: true, requireTrusted: false));
    }

    [Fact]
    public void A_line_names_the_failures_of_the_file_and_those_within_its_ingredients()
    {
        var report = Reports.Of(CredentialState.Invalid) with { Ingredients = [Reports.Ingredient() with { New = [Reports.Failure("assertion.hashedURI.mismatch")] }] };
        Assert.Equal("✘ invalid  lamp.jpg: assertion.dataHash.mismatch, claimSignature.mismatch; in its ingredients: assertion.hashedURI.mismatch", CredentialLines.Verdict(Of(report), CredentialAnswer.No));
        Assert.Equal("✘ error    lamp.jpg: store.truncated: It ends too early.", CredentialLines.Verdict(Of(Reports.Unreadable), CredentialAnswer.No));
        Assert.Contains("on no trust list in use", CredentialLines.Verdict(Of(Reports.Of(CredentialState.Valid)), CredentialAnswer.Yes), StringComparison.Ordinal);
        Assert.Equal("✔ trusted  lamp.jpg: signed by Lantern Row, 2026-03-01", CredentialLines.Verdict(Of(Reports.Of(CredentialState.Trusted)), CredentialAnswer.Yes));
        Assert.Contains("file.unreadable", CredentialLines.Verdict(Unread, CredentialAnswer.Unknown), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_shown_with_what_was_only_passed_on_marked_as_that()
    {
        var report = Reports.Of(CredentialState.Invalid, Reports.Manifest(CredentialState.Invalid).Saying(("cawg.ai_training", TrainingMiningUse.NotAllowed)) with
        {
            Actions = [new("c2pa.created", Reports.Generated, "2026-01-01", "Lantern 1.0", "the lamp", Created: false)],
            Assertions = [new("c2pa.hash.data", true, 100)],
            Identities = [new("self#jumbf=x", "cawg.x509.cose", "Bo Ek", false, false)],
            Redactions = ["self#jumbf=/c2pa/y"],
        }) with
        {
            Ingredients = [Reports.Ingredient(owner: Reports.Label) with { New = [Reports.Failure("claimSignature.mismatch")], Gone = [Reports.Success("ingredient.manifest.validated")] }],
            Manifests = [Reports.Manifest(CredentialState.Invalid), Reports.Manifest(label: Reports.Newer)],
        };
        var text = string.Join('\n', CredentialLines.Of(Of(report) with { Sidecar = "lamp.c2pa" }));
        foreach (var part in new[]
        {
            "lamp.jpg: invalid", "taken from lamp.c2pa; the one in the file itself was left aside", "Lantern Row", "claim version 2", "c2pa.hash.data, 100 bytes", "c2pa.created, trainedAlgorithmicMedia, 2026-01-01",
            "the lamp (passed on, not the signer's own word)", "new since it was recorded: ✘ claimSignature.mismatch", "recorded, and not found now: ✔ ingredient.manifest.validated",
            "cawg.ai_training: not allowed", "Bo Ek (cawg.x509.cose): does not hold", "redacts self#jumbf=/c2pa/y", "✘ assertion.dataHash.mismatch", "byte 12", Reports.Newer,
        }) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_of_a_megabyte_does_not_fill_the_screen_and_is_whole_in_the_JSON()
    {
        var result = Of(Reports.Of(CredentialState.Trusted, Reports.Manifest() with { Title = new('x', 1 << 20) }));
        Assert.All(CredentialLines.Of(result), line => Assert.True(line.Length < 2000));
        Assert.Equal(1 << 20, Json(result).GetProperty("manifests")[0].GetProperty("title").GetString()!.Length);
    }

    [Fact]
    public void The_JSON_has_what_the_schema_promises()
    {
        var json = Json(Of(Reports.Of(CredentialState.Invalid)) with { Sidecar = "lamp.c2pa" });
        Assert.Equal(("Invalid", "Es256", "Lantern Row", "2026-03-01T09:30:00Z"), (json.GetProperty("state").GetString(), json.GetProperty("alg").GetString(), json.GetProperty("signer").GetString(), json.GetProperty("signedAt").GetString()));
        Assert.Equal(2, json.GetProperty("claimVersion").GetInt32());
        Assert.Equal(["assertion.dataHash.mismatch", "claimSignature.mismatch"], json.GetProperty("failure").EnumerateArray().Select(code => code.GetString()));
        Assert.Equal(("lamp.c2pa", JsonValueKind.Null), (json.GetProperty("sidecar").GetString(), json.GetProperty("problem").ValueKind));
        foreach (var result in new[] { Of(Reports.None), Of(Reports.Unreadable), Unread })
            Assert.All(new[] { "file", "state", "claimVersion", "alg", "signer", "signedAt", "success", "informational", "failure", "ai", "trainingMining", "problem" }, field => Assert.True(Json(result).TryGetProperty(field, out _), field));
        Assert.Equal(("Error", "file.unreadable"), (Json(Unread).GetProperty("state").GetString(), Json(Unread).GetProperty("problem").GetProperty("code").GetString()));
        Assert.Equal("store.truncated", Json(Of(Reports.Unreadable)).GetProperty("problem").GetProperty("code").GetString());
    }

    private static JsonElement Json(CredentialResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) CredentialJson.Write(json, [result]);
        var root = JsonDocument.Parse(buffer.ToArray()).RootElement;
        Assert.Equal("countersign/credentials/1", root.GetProperty("schema").GetString());
        return root.GetProperty("results")[0];
    }
}
