using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Build, sign, and read back with other code: each hash is recomputed by <see cref="IndependentCheck"/>.</summary>
public sealed class SignedFileTests
{
    [Fact]
    public async Task A_jpeg_and_a_png_are_signed_and_every_hash_in_them_recomputes()
    {
        foreach (var file in (byte[][])[Signed.Jpeg, Signed.Png])
        {
            var signed = await Signed.File(file, Signed.Created);
            Assert.All(IndependentCheck.Run(new MemoryStream(signed), null, default), s => Assert.Equal(Countersign.Credentials.Validation.StatusKind.Success, s.Kind));
        }
    }

    [Fact]
    public async Task A_store_of_several_segments_is_signed()
    {
        var picture = new EmbeddedData("image/jpeg", new byte[200_000], "big.jpg");
        var signed = await Signed.File(Signed.Jpeg, Signed.Created with { Thumbnail = picture });
        Assert.True(CredentialLocator.Find(new MemoryStream(signed)).Stores[0].Parts.Count > 3);
    }

    [Fact]
    public async Task The_claim_has_the_fields_of_version_2()
    {
        var manifest = (await Signed.StoreOf(Signed.Created with { Title = "A point" })).Children[^1];
        Assert.Equal("urn:c2pa:00000000-0000-4000-8000-000000000001", manifest.Label);
        Assert.Equal(JumbfTypes.StandardManifest, manifest.Description!.Uuid);
        var claim = IndependentCheck.Cbor(manifest.Labelled("c2pa.claim.v2")!);
        Assert.Equal("xmp:iid:00000000-0000-4000-8000-000000000002", claim.TextAt("instanceID"));
        Assert.Equal("A point", claim.TextAt("dc:title"));
        Assert.Equal("sha256", claim.TextAt("alg"));
        Assert.Equal("Countersign tests", claim["claim_generator_info"]!.TextAt("name"));
        Assert.Equal("2.2.0", claim["claim_generator_info"]!.TextAt("specVersion"));
        Assert.Equal($"self#jumbf=/c2pa/{manifest.Label}/c2pa.signature", claim.TextAt("signature"));
        Assert.Null(claim["gathered_assertions"]);
        Assert.Null(claim["redacted_assertions"]);
    }

    [Fact]
    public async Task Keys_of_the_claim_stand_in_the_order_of_their_encodings()
    {
        var claim = IndependentCheck.Cbor((await Signed.StoreOf(Signed.Created with { Title = "t" })).Children[^1].Labelled("c2pa.claim.v2")!);
        var keys = claim.Entries.Select(e => e.Key.Encoded.ToArray()).ToList();
        for (var i = 1; i < keys.Count; i++) Assert.True(keys[i - 1].AsSpan().SequenceCompareTo(keys[i]) < 0);
    }

    [Fact]
    public async Task The_same_input_makes_the_same_store()
    {
        // ECDSA draws lots, so that the signature is given here.
        var signer = new ScriptedSigner(_ => new byte[64]);
        async Task<byte[]> Once()
        {
            var builder = Signed.Created.With(TrainingMining.Assertion([new(TrainingMining.AiTraining, MiningUse.NotAllowed)]));
            return (await new CredentialSigner(Signed.Parts with { Check = (_, _, _) => [] })
                .SignSidecarAsync(new MemoryStream(Signed.Jpeg), builder, signer, Signed.Counted())).Signed!.Store.ToArray();
        }

        Assert.Equal(await Once(), await Once());
    }

    [Fact]
    public async Task Longer_hashes_are_used_throughout_when_asked_for()
    {
        foreach (var algorithm in (string[])["sha384", "sha512"])
        {
            var signed = await Signed.File(Signed.Png, Signed.Created with { HashAlgorithm = algorithm });
            var claim = IndependentCheck.Cbor(IndependentCheck.Parse(IndependentCheck.StoreOf(signed)).Children[^1].Labelled("c2pa.claim.v2")!);
            Assert.Equal(algorithm, claim.TextAt("alg"));
            Assert.Equal(algorithm == "sha384" ? 48 : 64, claim["created_assertions"]!.Items[0].BytesAt("hash")!.Value.Length);
        }
    }

    [Fact]
    public async Task Equal_labels_are_numbered_and_gathered_assertions_listed_apart()
    {
        var builder = Signed.Created
            .With(ClaimAssertion.OfCbor("com.example.note", CborValue.Of("one")))
            .With(ClaimAssertion.OfJson("com.example.note", """{"two": 2}""", gathered: true))
            .With(ClaimAssertion.OfFile("com.example.note", new("text/plain", "three"u8.ToArray(), "three.txt")))
            .With(new ClaimAction("com.example.told") { Gathered = true, Description = "Somebody said so." });
        var manifest = (await Signed.StoreOf(builder)).Children[^1];
        var claim = IndependentCheck.Cbor(manifest.Labelled("c2pa.claim.v2")!);
        string[] Urls(string list) => [.. claim[list]!.Items.Select(i => i.TextAt("url")!["self#jumbf=c2pa.assertions/".Length..])];
        Assert.Equal(["c2pa.actions.v2", "com.example.note", "com.example.note__2", "c2pa.hash.data"], Urls("created_assertions"));
        Assert.Equal(["c2pa.actions.v2__1", "com.example.note__1"], Urls("gathered_assertions"));
        Assert.Equal("""{"two": 2}""", Signed.Text(Signed.Assertion(manifest, "com.example.note__1").Child("json"u8)!.Content));

        var file = Signed.Assertion(manifest, "com.example.note__2");
        Assert.Equal(JumbfTypes.EmbeddedFile, file.Description!.Uuid);
        Assert.Equal([1, .. "text/plain\0three.txt\0"u8], file.Child("bfdb"u8)!.Content.ToArray());
        Assert.Equal("three", Signed.Text(file.Child("bidb"u8)!.Content));
    }

    [Fact]
    public async Task What_may_be_redacted_has_a_salt_and_what_may_not_has_none()
    {
        var builder = Signed.Created.With(ClaimAssertion.OfCbor("com.example.note", CborValue.Null));
        var manifest = (await Signed.StoreOf(builder)).Children[^1];
        Assert.Equal(16, Signed.Assertion(manifest, "com.example.note").Description!.Salt.Length);
        Assert.Equal(0x13, Signed.Assertion(manifest, "com.example.note").Description!.Toggles);
        Assert.Equal(0x03, Signed.Assertion(manifest, "c2pa.actions.v2").Description!.Toggles);
        Assert.Equal(0x03, Signed.Assertion(manifest, "c2pa.hash.data").Description!.Toggles);

        var plain = (await Signed.StoreOf(builder with { Salted = false })).Children[^1];
        Assert.Equal(0x03, Signed.Assertion(plain, "com.example.note").Description!.Toggles);
    }

    [Fact]
    public async Task A_sidecar_hashes_the_whole_asset()
    {
        var outcome = await Signed.Signer.SignSidecarAsync(new MemoryStream("no container at all"u8.ToArray()), Signed.Created, TestSigner.Instance, Signed.Counted());
        var signed = Assert.IsType<SignedCredential>(outcome.Signed);
        Assert.Null(signed.Carrier);
        var hash = IndependentCheck.Cbor(Signed.Assertion(IndependentCheck.Parse(signed.Store).Children[^1], "c2pa.hash.data"));
        Assert.Null(hash["exclusions"]);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("no container at all"u8), hash.BytesAt("hash")!.Value.ToArray());
    }

    [Fact]
    public async Task A_model_and_its_prompt_are_ingredients_of_what_was_generated()
    {
        var model = new Ingredient("model", IngredientRelationship.InputTo) { Title = "model", DataTypes = [new("c2pa.types.model", "1.5")] };
        var manifest = (await Signed.StoreOf(ManifestBuilder.Generated(Signed.Generator, "a pirate", model))).Children[^1];
        Assert.Equal("a pirate", Signed.Text(Signed.Assertion(manifest, "c2pa.embedded-data").Child("bidb"u8)!.Content));
        var action = IndependentCheck.Cbor(Signed.Assertion(manifest, "c2pa.actions.v2"))["actions"]!.Items[0];
        Assert.Equal("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", action.TextAt("digitalSourceType"));
        Assert.Equal(2, action["parameters"]!["ingredients"]!.Items.Count);
        var prompt = IndependentCheck.Cbor(Signed.Assertion(manifest, "c2pa.ingredient.v3"));
        Assert.Equal("self#jumbf=c2pa.assertions/c2pa.embedded-data", prompt["data"]!.TextAt("url"));
        Assert.Equal("c2pa.types.generator.prompt", prompt["dataTypes"]!.Items[0].TextAt("type"));
        Assert.Null(prompt["validationResults"]);
    }

    [Fact]
    public async Task Assertions_of_the_library_have_the_form_of_their_specifications()
    {
        var builder = Signed.Created
            .With(TrainingMining.Assertion([new(TrainingMining.AiGenerativeTraining, MiningUse.Constrained, "https://example.com/licence"), new("com.example.index", MiningUse.Allowed)]))
            .With(SoftBinding.Assertion("com.example.pdq", [new(new byte[] { 1, 2 }) { Milliseconds = (0, 40) }, new(new byte[] { 3 })], "all of it"))
            .With(MetadataAssertion.Assertion("""{"@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:FNumber": 4.0}"""));
        var manifest = (await Signed.StoreOf(builder)).Children[^1];

        var mining = IndependentCheck.Cbor(Signed.Assertion(manifest, "cawg.training-mining"))["entries"]!;
        Assert.Equal("constrained", mining["cawg.ai_generative_training"]!.TextAt("use"));
        Assert.Equal("https://example.com/licence", mining["cawg.ai_generative_training"]!.TextAt("constraint_info"));
        Assert.Equal("allowed", mining["com.example.index"]!.TextAt("use"));

        var soft = IndependentCheck.Cbor(Signed.Assertion(manifest, "c2pa.soft-binding"));
        Assert.Equal("com.example.pdq", soft.TextAt("alg"));
        Assert.Equal(0, soft.BytesAt("pad")!.Value.Length);
        Assert.Equal(40, soft["blocks"]!.Items[0]["scope"]!["timespan"]!.IntegerAt("end"));
        Assert.Empty(soft["blocks"]!.Items[1]["scope"]!.Entries);
        Assert.NotNull(Signed.Assertion(manifest, "c2pa.metadata").Child("json"u8));
    }
}
