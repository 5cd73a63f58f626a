using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Building;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Signing;

public sealed class IngredientTests
{
    private static SigningOptions Fresh => new();

    [Fact]
    public async Task The_manifest_of_a_parent_is_kept_byte_for_byte()
    {
        var first = await Signed.File(Signed.Jpeg, Signed.Created with { Thumbnail = new("image/png", Signed.Png) });
        var before = IndependentCheck.Parse(IndependentCheck.StoreOf(first)).Children[0];
        var second = await Signed.File(first, ManifestBuilder.Opened(Signed.Generator, Signed.From(first, IngredientRelationship.ParentOf)), Fresh);
        var store = IndependentCheck.Parse(IndependentCheck.StoreOf(second));
        Assert.Equal(2, store.Children.Count);
        Assert.Equal(before.Bytes.ToArray(), store.Children[0].Bytes.ToArray());

        var ingredient = IndependentCheck.Cbor(Signed.Assertion(store.Children[1], "c2pa.ingredient.v3"));
        Assert.Equal("parentOf", ingredient.TextAt("relationship"));
        Assert.Equal($"self#jumbf=/c2pa/{before.Label}", ingredient["activeManifest"]!.TextAt("url"));
        Assert.Equal($"self#jumbf=/c2pa/{before.Label}/c2pa.signature", ingredient["claimSignature"]!.TextAt("url"));
        Assert.Equal($"self#jumbf=/c2pa/{before.Label}/c2pa.assertions/c2pa.thumbnail.claim", ingredient["thumbnail"]!.TextAt("url"));
        var results = ingredient["validationResults"]!["activeManifest"]!;
        Assert.Equal("claimSignature.validated", results["success"]!.Items[0].TextAt("code"));
        Assert.Empty(results["failure"]!.Items);
    }

    [Fact]
    public async Task The_same_manifest_of_two_ingredients_is_kept_once()
    {
        var root = await Signed.File(Signed.Jpeg, Signed.Created, Fresh);
        var left = await Signed.File(root, ManifestBuilder.Opened(Signed.Generator, Signed.From(root, IngredientRelationship.ParentOf)), Fresh);
        var right = await Signed.File(root, ManifestBuilder.Opened(Signed.Generator, Signed.From(root, IngredientRelationship.ParentOf)), Fresh);
        var builder = Signed.Created.Placing(Signed.From(left, IngredientRelationship.ComponentOf, "left")).Placing(Signed.From(right, IngredientRelationship.ComponentOf, "right"));
        var store = await Signed.StoreOf(builder, Fresh);
        Assert.Equal(4, store.Children.Count);
        Assert.Equal(4, store.Children.DistinctBy(c => c.Label).Count());
    }

    [Fact]
    public async Task Another_manifest_with_the_same_label_gets_a_version_and_its_results_follow()
    {
        // Counted identifiers give both the same label.
        var one = await Signed.File(Signed.Jpeg, Signed.Created);
        var two = await Signed.File(Signed.Jpeg, Signed.Created with { Title = "another" });
        var three = await Signed.File(Signed.Jpeg, Signed.Created with { Title = "a third" });
        var builder = Signed.Created
            .Placing(Signed.From(one, IngredientRelationship.ComponentOf, "one"))
            .Placing(Signed.From(two, IngredientRelationship.ComponentOf, "two"))
            .Placing(Signed.From(three, IngredientRelationship.ComponentOf, "three"))
            .Placing(Signed.From(two, IngredientRelationship.ComponentOf, "two again"));
        var file = await Signed.File(Signed.Jpeg, builder, Fresh);
        var store = IndependentCheck.Parse(IndependentCheck.StoreOf(file));
        var label = IndependentCheck.Parse(IndependentCheck.StoreOf(one)).Children[0].Label;
        Assert.Equal([label, label + "::1_1", label + "::2_1"], store.Children.Take(3).Select(c => c.Label));
        Assert.Equal(4, store.Children.Count);

        var ingredient = IndependentCheck.Cbor(Signed.Assertion(store.Children[3], "c2pa.ingredient.v3__1"));
        Assert.Equal($"self#jumbf=/c2pa/{label}::1_1", ingredient["activeManifest"]!.TextAt("url"));
        Assert.Equal($"self#jumbf=/c2pa/{label}::1_1/c2pa.signature", ingredient["validationResults"]!["activeManifest"]!["success"]!.Items[0].TextAt("url"));
        var again = IndependentCheck.Cbor(Signed.Assertion(store.Children[3], "c2pa.ingredient.v3__3"));
        Assert.Equal($"self#jumbf=/c2pa/{label}::1_1", again["activeManifest"]!.TextAt("url"));
    }

    [Theory]
    [InlineData("urn:c2pa:U", "urn:c2pa:U::1_1")]
    [InlineData("urn:c2pa:U:acme", "urn:c2pa:U:acme:1_1")]
    [InlineData("urn:c2pa:U::1_1", "urn:c2pa:U::2_1")]
    [InlineData("urn:c2pa:U:acme:9_1", "urn:c2pa:U:acme:10_1")]
    [InlineData("urn:uuid:U", "urn:uuid:U::1_1")]
    [InlineData("acme:urn:uuid:U::1_1", "acme:urn:uuid:U::2_1")]
    public void A_label_is_versioned_after_a_conflict(string label, string expected) => Assert.Equal(expected, ManifestLabels.AfterConflict(label));

    [Fact]
    public async Task Boxes_of_an_ingredients_store_that_nobody_knows_are_kept()
    {
        var store = IndependentCheck.StoreOf(await Signed.File(Signed.Jpeg, Signed.Created));
        var strange = JumbfWriter.Superbox(JumbfTypes.Cbor, "com.example.box", default, JumbfWriter.Box("cbor"u8, [0xF6]));
        var manifest = IndependentCheck.Parse(store).Children[0];
        var wider = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default, strange, manifest.Bytes);
        var ingredient = new Ingredient("it", IngredientRelationship.ComponentOf) { Source = new(wider, new([ValidationStatus.Success("claimSignature.validated", "", "")], [])) };
        var result = await Signed.StoreOf(Signed.Created.Placing(ingredient), Fresh);
        Assert.Equal(strange, result.Children[0].Bytes.ToArray());
        Assert.Equal(manifest.Bytes.ToArray(), result.Children[1].Bytes.ToArray());
    }

    [Fact]
    public async Task A_failed_ingredient_is_taken_in_only_when_somebody_says_so_and_the_manifest_tells_it()
    {
        var file = await Signed.File(Signed.Jpeg, Signed.Created);
        var ingredient = Signed.From(file, IngredientRelationship.ComponentOf, "bad", ValidationStatus.Failure("assertion.dataHash.mismatch", "self#jumbf=c2pa.assertions/c2pa.hash.data", "It was changed."));
        Assert.Equal("ingredient.failed", Assert.Single(Signed.Created.Placing(ingredient).Check()).Code);

        var known = ingredient with { Source = ingredient.Source! with { AcceptFailures = true } };
        var manifest = (await Signed.StoreOf(Signed.Created.Placing(known), Fresh)).Children[^1];
        var failure = Assert.Single(IndependentCheck.Cbor(Signed.Assertion(manifest, "c2pa.ingredient.v3"))["validationResults"]!["activeManifest"]!["failure"]!.Items);
        Assert.Equal("assertion.dataHash.mismatch", failure.TextAt("code"));
        Assert.Equal("It was changed.", failure.TextAt("explanation"));
    }

    [Fact]
    public async Task Deltas_are_written_with_the_assertion_they_concern()
    {
        var ingredient = Signed.From(await Signed.File(Signed.Jpeg, Signed.Created), IngredientRelationship.ComponentOf);
        var delta = new IngredientDelta("self#jumbf=/c2pa/urn:c2pa:X/c2pa.assertions/c2pa.ingredient.v3", [ValidationStatus.Informational("signingCredential.ocsp.skipped", "", "")]);
        ingredient = ingredient with { Source = ingredient.Source! with { Results = ingredient.Source.Results with { Deltas = [delta] } } };
        var manifest = (await Signed.StoreOf(Signed.Created.Placing(ingredient), Fresh)).Children[^1];
        var written = Assert.Single(IndependentCheck.Cbor(Signed.Assertion(manifest, "c2pa.ingredient.v3"))["validationResults"]!["ingredientDeltas"]!.Items);
        Assert.Equal(delta.AssertionUri, written.TextAt("ingredientAssertionURI"));
        Assert.Single(written["validationDeltas"]!["informational"]!.Items);
    }

    [Fact]
    public async Task What_was_removed_is_named_by_the_assertion_of_the_earlier_manifest()
    {
        var part = new Ingredient("part", IngredientRelationship.ComponentOf) { Title = "logo" };
        var first = await Signed.File(Signed.Jpeg, Signed.Created.Placing(part), Fresh);
        var label = IndependentCheck.Parse(IndependentCheck.StoreOf(first)).Children[0].Label;
        var opened = ManifestBuilder.Opened(Signed.Generator, Signed.From(first, IngredientRelationship.ParentOf));
        var good = opened.With(new ClaimAction(ActionNames.Removed) { Removed = [new(label, "c2pa.ingredient.v3")] });
        Assert.NotNull((await Signed.Try(first, good, Fresh)).Signed);
        var bad = opened.With(new ClaimAction(ActionNames.Removed) { Removed = [new(label, "c2pa.actions.v2")] });
        Assert.Equal("action.removed.ingredient", Assert.Single((await Signed.Try(first, bad, Fresh)).Problems).Code);
    }

    [Fact]
    public async Task A_compressed_manifest_is_kept_compressed_and_its_signature_found()
    {
        var plain = IndependentCheck.Parse(IndependentCheck.StoreOf(await Signed.File(Signed.Jpeg, Signed.Created))).Children[0];
        var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true)) brotli.Write(plain.Bytes.Span);
        var compressed = JumbfWriter.Superbox(JumbfTypes.CompressedManifest, plain.Label, default, JumbfWriter.Box("brob"u8, packed.ToArray()));
        var ingredient = new Ingredient("it", IngredientRelationship.ComponentOf)
        {
            Source = new(JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default, compressed), new([ValidationStatus.Success("claimSignature.validated", "", "")], [])),
        };
        // The check of these tests follows no reference into a compressed box.
        var outcome = await new CredentialSigner(Signed.Parts with { Check = (_, _, _) => [] })
            .SignSidecarAsync(new MemoryStream(Signed.Jpeg), Signed.Created.Placing(ingredient), TestSigner.Instance, Fresh);
        var store = IndependentCheck.Parse(outcome.Signed!.Store);
        Assert.Equal(compressed, store.Children[0].Bytes.ToArray());
        var written = IndependentCheck.Cbor(Signed.Assertion(store.Children[1], "c2pa.ingredient.v3"));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(plain.Labelled("c2pa.signature")!.Content.Span), written["claimSignature"]!.BytesAt("hash")!.Value.ToArray());
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(compressed.AsSpan(8)), written["activeManifest"]!.BytesAt("hash")!.Value.ToArray());
    }
}
