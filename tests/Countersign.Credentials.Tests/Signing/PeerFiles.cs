using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Writes signed files for another implementation to validate, into the folder that COUNTERSIGN_PEER_OUT names.</summary>
public sealed class PeerFiles
{
    [Fact]
    public async Task Signed_files_are_written_for_a_peer()
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_PEER_OUT") is not { Length: > 0 } folder)
        {
            Assert.Skip("COUNTERSIGN_PEER_OUT names no folder.");
            return;
        }

        var files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "root.pem"), TestSigner.Instance.RootPem);
        foreach (var (end, plain) in ((string, byte[])[])[(".jpg", Signed.Jpeg), (".png", Signed.Png)])
        {
            var note = Signed.Created.With(ClaimAssertion.OfCbor("com.example.note", CborValue.Of("a line"))) with { Title = "A point" };
            var first = await Write("created" + end, plain, note);
            var label = IndependentCheck.Parse(IndependentCheck.StoreOf(first)).Children[^1].Label;
            var parent = Signed.From(first, IngredientRelationship.ParentOf);
            var place = new AssertionPlace(label, "com.example.note");

            await Write("thumbnail" + end, plain, Signed.Created with { Thumbnail = new("image/png", Signed.Png) });
            await Write("large" + end, plain, Signed.Created.With(ClaimAssertion.OfFile("com.example.large", new("application/octet-stream", new byte[150_000]))));
            await Write("sha512" + end, plain, Signed.Created with { HashAlgorithm = "sha512" });
            await Write("generated" + end, plain, ManifestBuilder.Generated(Signed.Generator, "a pirate"));
            await Write("gathered" + end, plain, Signed.Created.With(new ClaimAction("com.example.told") { Gathered = true }));
            await Write("assertions" + end, plain, Signed.Created
                .With(TrainingMining.Assertion([new(TrainingMining.AiTraining, MiningUse.NotAllowed), new(TrainingMining.DataMining, MiningUse.Constrained, "ask first")]))
                .With(SoftBinding.Assertion("com.example.pdq", [new(new byte[32])]))
                .With(MetadataAssertion.Assertion("""{"@context": {"exif": "http://ns.adobe.com/exif/1.0/"}, "exif:FNumber": 4.0}""")));
            await Write("opened" + end, first, ManifestBuilder.Opened(Signed.Generator, parent).With(new ClaimAction("c2pa.cropped") { When = DateTimeOffset.UnixEpoch, SoftwareAgent = new("Cropper", "2") }));
            await Write("placed" + end, plain, Signed.Created.Placing(Signed.From(first, IngredientRelationship.ComponentOf)));
            await Write("redacted" + end, first, ManifestBuilder.Opened(Signed.Generator, parent).With(new Redaction(place, "c2pa.PII.present")));
            await Write("zeroed" + end, first, ManifestBuilder.Opened(Signed.Generator, parent).With(new Redaction(place, "c2pa.PII.present", RedactionForm.Zeroed)));
            var update = await Write("update" + end, first, ManifestBuilder.Update(Signed.Generator, parent).With(new ClaimAction(ActionNames.Published)));
            await Write("update-bare" + end, first, ManifestBuilder.Update(Signed.Generator, parent));
            await Write("update-redacted" + end, first, ManifestBuilder.Update(Signed.Generator, parent).With(new Redaction(place, "c2pa.PII.present")));
            await Write("update-twice" + end, update, ManifestBuilder.Update(Signed.Generator, Signed.From(update, IngredientRelationship.ParentOf)));
            var withThumbnail = await Signed.File(plain, Signed.Created with { Thumbnail = new("image/png", Signed.Png) }, new());
            await Write("own-thumbnail" + end, withThumbnail, ManifestBuilder.Opened(Signed.Generator, Signed.From(withThumbnail, IngredientRelationship.ParentOf)));
        }

        async Task<byte[]> Write(string name, byte[] file, ManifestBuilder builder)
        {
            var signed = await Signed.File(file, builder, new());
            await File.WriteAllBytesAsync(Path.Combine(files, name), signed);
            return signed;
        }
    }
}
