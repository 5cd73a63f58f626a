using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Tests.Signing;

public sealed class RedactionTests
{
    private const string Note = "com.example.note";

    private static SigningOptions Fresh => new();

    [Theory]
    [InlineData(RedactionForm.Removed)]
    [InlineData(RedactionForm.Zeroed)]
    public async Task A_redacted_assertion_is_gone_and_nothing_else_changed(RedactionForm form)
    {
        var (file, label) = await WithNote();
        var before = IndependentCheck.Parse(IndependentCheck.StoreOf(file)).Children[0];
        var redaction = new Redaction(new(label, Note), "c2pa.PII.present", form);
        var signed = await Signed.File(file, ManifestBuilder.Update(Signed.Generator, Signed.From(file, IngredientRelationship.ParentOf)).With(redaction), Fresh);
        var store = IndependentCheck.Parse(IndependentCheck.StoreOf(signed));
        var after = store.Children[0];

        Assert.DoesNotContain("my secret", Signed.Text(store.Bytes), StringComparison.Ordinal);
        Assert.Equal(label, after.Label);
        foreach (var kept in (string[])["c2pa.claim.v2", "c2pa.signature"]) Assert.Equal(before.Labelled(kept)!.Bytes.ToArray(), after.Labelled(kept)!.Bytes.ToArray());
        foreach (var assertion in before.Labelled("c2pa.assertions")!.Children.Where(a => a.Label != Note))
            Assert.Equal(assertion.Bytes.ToArray(), Signed.Assertion(after, assertion.Label).Bytes.ToArray());

        var slot = after.Labelled("c2pa.assertions")!.Labelled(Note);
        if (form == RedactionForm.Removed)
        {
            Assert.Null(slot);
        }
        else
        {
            var box = Assert.Single(slot!.Children);
            Assert.True(box.Is("uuid"u8));
            Assert.Equal(Convert.FromHexString("CAA98EEE9D4DF80E86AD4DFFCA263973"), box.Content[..16].ToArray());
            Assert.True(box.Content.Span[16..].IndexOfAnyExcept((byte)0) < 0);
        }

        var uri = $"self#jumbf=/c2pa/{label}/c2pa.assertions/{Note}";
        var claim = IndependentCheck.Cbor(store.Children[1].Labelled("c2pa.claim.v2")!);
        Assert.Equal(uri, Assert.Single(claim["redacted_assertions"]!.Items).Text);
        var action = Assert.Single(IndependentCheck.Cbor(Signed.Assertion(store.Children[1], "c2pa.actions.v2"))["actions"]!.Items);
        Assert.Equal("c2pa.redacted", action.TextAt("action"));
        Assert.Equal("c2pa.PII.present", action.TextAt("reason"));
        Assert.Equal(uri, action["parameters"]!.TextAt("redacted"));
    }

    [Fact]
    public async Task What_is_not_there_or_gone_already_cannot_be_redacted()
    {
        var (file, label) = await WithNote();
        var update = ManifestBuilder.Update(Signed.Generator, Signed.From(file, IngredientRelationship.ParentOf));
        Assert.Equal("redaction.assertion", Assert.Single((await Signed.Try(file, update.With(new Redaction(new(label, "com.example.other"), "c2pa.PII.present")), Fresh)).Problems).Code);

        var zeroed = await Signed.File(file, update.With(new Redaction(new(label, Note), "c2pa.PII.present", RedactionForm.Zeroed)), Fresh);
        var again = ManifestBuilder.Update(Signed.Generator, Signed.From(zeroed, IngredientRelationship.ParentOf)).With(new Redaction(new(label, Note), "c2pa.PII.present"));
        Assert.Equal("redaction.twice", Assert.Single((await Signed.Try(zeroed, again, Fresh)).Problems).Code);
    }

    [Fact]
    public async Task Two_copies_of_a_manifest_with_different_redactions_become_one_with_both()
    {
        var (file, label) = await WithNote();
        async Task<byte[]> Without(string assertion) => await Signed.File(file,
            ManifestBuilder.Opened(Signed.Generator, Signed.From(file, IngredientRelationship.ParentOf)).With(new Redaction(new(label, assertion), "c2pa.PII.present")), Fresh);

        var left = await Without(Note);
        var right = await Without(Note + "__1");
        foreach (var files in (byte[][][])[[left, right], [right, left], [file, left, right], [left, right, file]])
        {
            var builder = Signed.Created;
            foreach (var (one, i) in files.Select((f, i) => (f, i))) builder = builder.Placing(Signed.From(one, IngredientRelationship.ComponentOf, $"part {i}"));
            var outcome = await new CredentialSigner(Signed.Parts with { Check = (_, _, _) => [] }).SignSidecarAsync(new MemoryStream(Signed.Jpeg), builder, TestSigner.Instance, Fresh);
            var manifest = Assert.Single(IndependentCheck.Parse(outcome.Signed!.Store).Children, c => c.Label.StartsWith(label, StringComparison.Ordinal));
            Assert.Equal(label, manifest.Label);
            Assert.DoesNotContain(manifest.Labelled("c2pa.assertions")!.Children, a => a.Label.StartsWith(Note, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_copy_that_lacks_an_assertion_without_saying_so_does_not_spoil_the_sound_one()
    {
        var (file, label) = await WithNote();
        var store = IndependentCheck.Parse(IndependentCheck.StoreOf(file));
        var robbed = Credentials.Signing.Building.ManifestRewriter.Redact(store.Children[0], new Dictionary<string, RedactionForm> { [Note] = RedactionForm.Removed });
        var tampered = new Ingredient("tampered", IngredientRelationship.ComponentOf)
        {
            Source = new(Countersign.Credentials.Jumbf.JumbfWriter.Superbox(Countersign.Credentials.Jumbf.JumbfTypes.Store, "c2pa", default, robbed), new([Countersign.Credentials.Validation.ValidationStatus.Failure("assertion.missing", "", "")], []), AcceptFailures: true),
        };
        var result = await Signed.StoreOf(Signed.Created.Placing(Signed.From(file, IngredientRelationship.ComponentOf)).Placing(tampered), Fresh);
        Assert.Equal([label, label + "::1_1"], result.Children.Take(2).Select(c => c.Label));
        Assert.Equal(store.Children[0].Bytes.ToArray(), result.Children[0].Bytes.ToArray());
    }

    [Fact]
    public async Task The_manifest_behind_a_redacted_ingredient_goes_when_nothing_else_refers_to_it()
    {
        var root = await Signed.File(Signed.Jpeg, Signed.Created, Fresh);
        var middle = await Signed.File(root, ManifestBuilder.Opened(Signed.Generator, Signed.From(root, IngredientRelationship.ParentOf)), Fresh);
        var label = IndependentCheck.Parse(IndependentCheck.StoreOf(middle)).Children[^1].Label;
        var redaction = new Redaction(new(label, "c2pa.ingredient.v3"), "c2pa.PII.present");
        var builder = ManifestBuilder.Opened(Signed.Generator, Signed.From(middle, IngredientRelationship.ParentOf)).With(redaction);
        var alone = IndependentCheck.Parse(IndependentCheck.StoreOf(await Signed.File(middle, builder, Fresh)));
        Assert.Equal(2, alone.Children.Count);

        var both = builder.Placing(Signed.From(root, IngredientRelationship.ComponentOf, "root"));
        Assert.Equal(3, IndependentCheck.Parse(IndependentCheck.StoreOf(await Signed.File(middle, both, Fresh))).Children.Count);
    }

    private static async Task<(byte[] File, string Label)> WithNote()
    {
        var builder = Signed.Created
            .With(ClaimAssertion.OfCbor(Note, CborValue.Of("my secret")))
            .With(ClaimAssertion.OfCbor(Note, CborValue.Of("another line")));
        var file = await Signed.File(Signed.Jpeg, builder, Fresh);
        return (file, IndependentCheck.Parse(IndependentCheck.StoreOf(file)).Children[^1].Label);
    }
}
