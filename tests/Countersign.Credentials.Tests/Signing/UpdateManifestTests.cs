using Countersign.Credentials.Embedding;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Output;

namespace Countersign.Credentials.Tests.Signing;

public sealed class UpdateManifestTests
{
    private static SigningOptions Fresh => new();

    [Fact]
    public async Task An_update_says_more_and_leaves_the_content_and_its_hash_alone()
    {
        foreach (var plain in (byte[][])[Signed.Jpeg, Signed.Png])
        {
            var first = await Signed.File(plain, Signed.Created, Fresh);
            var builder = ManifestBuilder.Update(Signed.Generator, Signed.From(first, IngredientRelationship.ParentOf))
                .With(new ClaimAction(ActionNames.Published))
                .With(TrainingMining.Assertion([new(TrainingMining.DataMining, MiningUse.Allowed)]));
            var second = await Signed.File(first, builder, Fresh);
            var store = IndependentCheck.Parse(IndependentCheck.StoreOf(second));
            Assert.Equal(JumbfTypes.UpdateManifest, store.Children[1].Description!.Uuid);
            Assert.DoesNotContain(store.Children[1].Labelled("c2pa.assertions")!.Children, a => a.Label.StartsWith("c2pa.hash", StringComparison.Ordinal));

            // And an update of the update.
            var third = await Signed.File(second, ManifestBuilder.Update(Signed.Generator, Signed.From(second, IngredientRelationship.ParentOf)), Fresh);
            Assert.Equal(3, IndependentCheck.Parse(IndependentCheck.StoreOf(third)).Children.Count);
            Assert.Equal(CredentialLocator.Find(new MemoryStream(first)).Stores[0].Carrier.Offset, CredentialLocator.Find(new MemoryStream(third)).Stores[0].Carrier.Offset);
        }
    }

    [Fact]
    public async Task A_file_without_a_store_takes_no_update()
    {
        var first = await Signed.File(Signed.Jpeg, Signed.Created, Fresh);
        var builder = ManifestBuilder.Update(Signed.Generator, Signed.From(first, IngredientRelationship.ParentOf));
        Assert.Equal("update.store", Assert.Single((await Signed.Try(Signed.Jpeg, builder)).Problems).Code);
    }

    [Fact]
    public void A_plan_that_moves_the_store_or_changes_another_byte_does_not_fit()
    {
        byte[] bytes = [1, 2, 3, 9, 9, 4, 5];
        var source = new StreamWindow(new MemoryStream(bytes));
        var carrier = new ByteRange(3, 2);
        var store = new CarrierPiece(10, _ => new byte[10]);
        string? Code(params EmbedPiece[] pieces) => UpdateFit.Check(new(pieces), source, carrier)?.Code;

        Assert.Null(Code(new SourcePiece(new(0, 3)), store, new SourcePiece(new(5, 2))));
        Assert.Null(Code(new LiteralPiece(new byte[] { 1, 2 }), new SourcePiece(new(2, 1)), store, new LiteralPiece(new byte[] { 4, 5 })));
        Assert.Equal("update.moved", Code(store, new SourcePiece(new(0, 3)), new SourcePiece(new(5, 2))));
        Assert.Equal("update.changed", Code(new LiteralPiece(new byte[] { 1, 7, 3 }), store, new SourcePiece(new(5, 2))));
        Assert.Equal("update.changed", Code(new SourcePiece(new(0, 3)), store, new SourcePiece(new(3, 4))));
        Assert.Equal("update.changed", Code(new SourcePiece(new(0, 3)), store));
        Assert.Equal("update.changed", Code(new SourcePiece(new(0, 3)), store, new SourcePiece(new(5, 2)), new LiteralPiece(new byte[] { 0 })));
    }
}
