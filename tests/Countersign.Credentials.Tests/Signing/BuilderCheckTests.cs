using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Each refusal at build time, by its code.</summary>
public sealed class BuilderCheckTests
{
    private static readonly Ingredient s_parent = new("parent", IngredientRelationship.ParentOf);
    private static readonly Ingredient s_part = new("part", IngredientRelationship.ComponentOf);

    public static TheoryData<string, ManifestBuilder> Refused => new()
    {
        { "claim.generator", ManifestBuilder.Created(new(" "), DigitalSourceTypes.Empty) },
        { "claim.hash", Signed.Created with { HashAlgorithm = "sha1" } },
        { "claim.instance", Signed.Created with { InstanceId = "" } },
        { "action.first", new ManifestBuilder(Signed.Generator) },
        { "action.first", Signed.Created.With(new ClaimAction("c2pa.created") { DigitalSourceType = DigitalSourceTypes.Empty }) },
        { "action.first", new ManifestBuilder(Signed.Generator) { Actions = [new("c2pa.cropped"), Signed.Created.Actions[0]] } },
        { "action.first.gathered", Signed.Created with { Actions = [Signed.Created.Actions[0] with { Gathered = true }] } },
        { "action.created.source-type", Signed.Created with { Actions = [new("c2pa.created")] } },
        { "action.source-type", Signed.Created.With(new ClaimAction("c2pa.edited") { DigitalSourceType = "https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture" }) },
        { "action.source-type", Signed.Created.With(new ClaimAction("c2pa.edited") { DigitalSourceType = "http://c2pa.org/digitalsourcetype/other" }) },
        { "action.opened.source-type", Opened(a => a with { DigitalSourceType = DigitalSourceTypes.Empty }) },
        { "action.opened.ingredient", Opened(a => a with { Ingredients = [] }) },
        { "action.placed.ingredient", Signed.Created.With(new ClaimAction("c2pa.placed")) },
        { "action.placed.ingredient", Signed.Created.With(s_part with { Relationship = IngredientRelationship.InputTo }).With(new ClaimAction("c2pa.placed") { Ingredients = ["part"] }) },
        { "action.removed.ingredient", Signed.Created.With(new ClaimAction("c2pa.removed")) },
        { "action.removed", Signed.Created.With(new ClaimAction("c2pa.edited") { Removed = [new("m", "a")] }) },
        { "action.transcoded.ingredient", Signed.Created.Placing(s_part).With(new ClaimAction("c2pa.transcoded") { Ingredients = ["part"] }) },
        { "action.redacted", Signed.Created.With(new ClaimAction("c2pa.redacted")) },
        { "action.translated", Signed.Created.With(new ClaimAction("c2pa.translated")) },
        { "action.watermarked", Signed.Created.With(new ClaimAction("c2pa.watermarked")) },
        { "action.name", Signed.Created.With(new ClaimAction("crop")) },
        { "action.deprecated", Signed.Created.With(new ClaimAction("c2pa.saved")) },
        { "action.agent", Signed.Created.With(new ClaimAction("c2pa.edited") { SoftwareAgent = new("") }) },
        { "action.reason", Signed.Created.With(new ClaimAction("c2pa.edited") { Reason = "because" }) },
        { "action.parameters", Signed.Created.With(new ClaimAction("c2pa.edited") { Parameters = new Dictionary<string, CborValue> { ["ingredients"] = CborValue.Null } }) },
        { "action.ingredient", Signed.Created.With(new ClaimAction("c2pa.edited") { Ingredients = ["nobody"] }) },
        { "ingredient.key", Signed.Created.Placing(s_part).With(s_part) },
        { "ingredient.parents", Opened().With(s_parent with { Key = "second" }) },
        { "ingredient.action", Signed.Created.With(s_part) },
        { "ingredient.format", Signed.Created.Placing(s_part with { Format = "jpeg" }) },
        { "ingredient.results", Signed.Created.Placing(s_part with { Source = new(default, new([], [])) }) },
        { "ingredient.failed", Signed.Created.Placing(s_part with { Source = new(default, new([ValidationStatus.Failure("assertion.dataHash.mismatch", "", "")], [])) }) },
        { "ingredient.store", Signed.Created.Placing(s_part with { Source = new(new byte[9], new([ValidationStatus.Success("claimSignature.validated", "", "")], [])) }) },
        { "file.media-type", Signed.Created with { Thumbnail = new("jpeg", new byte[1]) } },
        { "file.empty", Signed.Created with { Thumbnail = new("image/jpeg", default) } },
        { "file.name", Signed.Created with { Thumbnail = new("image/jpeg", new byte[1], "a\0b") } },
        { "assertion.label", Signed.Created.With(ClaimAssertion.OfCbor("note", CborValue.Null)) },
        { "assertion.label", Signed.Created.With(ClaimAssertion.OfCbor("com.example__1", CborValue.Null)) },
        { "assertion.label", Signed.Created.With(ClaimAssertion.OfCbor("com.example/x", CborValue.Null)) },
        { "assertion.reserved", Signed.Created.With(ClaimAssertion.OfCbor("c2pa.actions.v2", CborValue.Null)) },
        { "assertion.reserved", Signed.Created.With(ClaimAssertion.OfCbor("c2pa.ingredient.v3", CborValue.Null)) },
        { "assertion.reserved", Signed.Created.With(ClaimAssertion.OfFile("c2pa.thumbnail.claim", new("image/png", new byte[1]))) },
        { "assertion.binding", Signed.Created.With(ClaimAssertion.OfCbor("c2pa.hash.data", CborValue.Null)) },
        { "assertion.several", Signed.Created.With(ClaimAssertion.CertificateStatus([new byte[1]])).With(ClaimAssertion.CertificateStatus([new byte[1]])) },
        { "assertion.json.invalid", Signed.Created.With(ClaimAssertion.OfJson("com.example.note", "{")) },
        { "assertion.time-stamp.empty", Signed.Created.With(ClaimAssertion.TimeStamps(new Dictionary<string, ReadOnlyMemory<byte>>())) },
        { "assertion.certificate-status.empty", Signed.Created.With(ClaimAssertion.CertificateStatus([])) },
        { "training-mining.empty", Signed.Created.With(TrainingMining.Assertion([])) },
        { "training-mining.twice", Signed.Created.With(TrainingMining.Assertion([new(TrainingMining.AiTraining, MiningUse.Allowed), new(TrainingMining.AiTraining, MiningUse.NotAllowed)])) },
        { "training-mining.use", Signed.Created.With(TrainingMining.Assertion([new("cawg.other", MiningUse.Allowed)])) },
        { "training-mining.constraint", Signed.Created.With(TrainingMining.Assertion([new(TrainingMining.AiTraining, MiningUse.Allowed, "but")])) },
        { "soft-binding.empty", Signed.Created.With(SoftBinding.Assertion("com.example.pdq", [])) },
        { "soft-binding.algorithm", Signed.Created.With(SoftBinding.Assertion("", [new(new byte[1])])) },
        { "soft-binding.timespan", Signed.Created.With(SoftBinding.Assertion("com.example.pdq", [new(new byte[1]) { Milliseconds = (2, 1) }])) },
        { "metadata.label", Signed.Created.With(MetadataAssertion.Assertion("""{"@context": {}}""", "com.example.other")) },
        { "metadata.context", Signed.Created.With(MetadataAssertion.Assertion("""{"a": 1}""")) },
        { "metadata.disallowed", Signed.Created.With(MetadataAssertion.Assertion("""{"@context": {"dc": "http://purl.org/dc/elements/1.1/"}, "dc:creator": "A person"}""")) },
        { "metadata.disallowed", Signed.Created.With(MetadataAssertion.Assertion("""{"@context": {"exif": "http://example.com/"}, "exif:FNumber": 4}""")) },
        { "redaction.forbidden", Signed.Created.With(new Redaction(new("m", "c2pa.actions.v2"), "c2pa.PII.present")) },
        { "redaction.forbidden", Signed.Created.With(new Redaction(new("m", "c2pa.hash.bmff.v3"), "c2pa.PII.present")) },
        { "redaction.reason", Signed.Created.With(new Redaction(new("m", "c2pa.metadata"), "")) },
        { "redaction.manifest", Signed.Created.With(new Redaction(new("m", "c2pa.metadata"), "c2pa.PII.present")) },
        { "update.parent", Signed.Created with { Kind = ManifestKind.Update, Actions = [] } },
        { "update.action", ManifestBuilder.Update(Signed.Generator, s_parent).With(new ClaimAction("c2pa.cropped")) },
        { "update.thumbnail", ManifestBuilder.Update(Signed.Generator, s_parent) with { Thumbnail = new("image/png", new byte[1]) } },
        { "update.multi-asset", ManifestBuilder.Update(Signed.Generator, s_parent).With(ClaimAssertion.OfCbor("c2pa.hash.multi-asset", CborValue.Null)) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_a_validator_would_reject_is_refused(string code, ManifestBuilder builder)
    {
        var outcome = await Signed.Try(Signed.Jpeg, builder);
        Assert.Null(outcome.Signed);
        Assert.Contains(outcome.Problems, p => p.Code == code);
        Assert.All(outcome.Problems, p => Assert.NotEmpty(p.Says));
    }

    [Fact]
    public void What_is_sound_is_not_refused()
    {
        Assert.Empty(Signed.Created.Check());
        Assert.Empty(Opened().Check());
        Assert.Empty(Signed.Created.Placing(s_part).Check());
        Assert.Empty(Signed.Created.With(MetadataAssertion.Assertion("""{"@context": {"dc": "http://purl.org/dc/elements/1.1/"}, "dc:creator": "A person"}""", "com.example.metadata")).Check());
        Assert.Empty(Opened().With(new ClaimAction("c2pa.transcoded")).Check());
        Assert.Empty(Signed.Created.With(new ClaimAction("c2pa.watermarked")).With(SoftBinding.Assertion("com.example.mark", [new(new byte[1])])).Check());
    }

    [Fact]
    public async Task Credentials_that_would_be_lost_are_a_problem_unless_that_is_wanted()
    {
        var signed = await Signed.File(Signed.Jpeg, Signed.Created);
        Assert.Equal("source.credentials", Assert.Single((await Signed.Try(signed, Signed.Created)).Problems).Code);
        Assert.NotNull((await Signed.Try(signed, Signed.Created, Signed.Counted() with { DiscardExisting = true })).Signed);
    }

    [Fact]
    public async Task A_container_that_takes_no_store_is_a_problem()
    {
        Assert.Equal("container.unsupported", Assert.Single((await Signed.Try("BM no container"u8.ToArray(), Signed.Created)).Problems).Code);
        Assert.Equal("container.unsupported", Assert.Single((await Signed.Try([], Signed.Created)).Problems).Code);
        Assert.Equal("container.truncated", Assert.Single((await Signed.Try(Signed.Png[..12], Signed.Created)).Problems).Code);
    }

    private static ManifestBuilder Opened(Func<ClaimAction, ClaimAction>? change = null)
    {
        var builder = ManifestBuilder.Opened(Signed.Generator, s_parent);
        return change is null ? builder : builder with { Actions = [change(builder.Actions[0])] };
    }
}
