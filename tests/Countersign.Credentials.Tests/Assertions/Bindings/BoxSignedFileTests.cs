using System.Security.Cryptography;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Tests.Validation;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>Real files, signed here with a hash of their boxes: nobody publishes one that is.</summary>
public class BoxSignedFileTests
{
    [Theory]
    [InlineData("corpus/c2pa-rs-fixtures__no_manifest.jpg")]
    [InlineData("tampered/es256-IMG_0003.jpg")]
    [InlineData("corpus/public-testfiles__image__jpeg__nikon-20221019-building.jpeg")]
    [InlineData("corpus/c2pa-rs-fixtures__sample1.png")]
    [InlineData("corpus/c2pa-rs-fixtures__test.webp")]
    [InlineData("tampered/es256-sample1.wav")]
    [InlineData("corpus/c2pa-rs-fixtures__sample1.jxl")]
    [InlineData("corpus/c2pa-rs-fixtures__MultiPage.tif")]
    public void A_file_with_a_hash_of_its_boxes_is_trusted_until_one_of_them_is_changed(string name)
    {
        var signed = Sign(File.ReadAllBytes(SharedData.Need("credentials/" + name)));
        var report = Read(signed);
        Assert.Equal([], report.Failures());
        Assert.Equal(CredentialState.Trusted, report.State);
        Assert.Contains("assertion.boxesHash.match", report.Active!.Statuses.Select(s => s.Code));

        // The last byte of the first box that is no header, of the middle, and of the last box.
        var boxes = Boxes(signed).Where(b => b.Name != "C2PA").ToList();
        foreach (var box in (NamedBox[])[boxes[1], boxes[boxes.Count / 2], boxes[^1]])
        {
            var piece = box.Pieces?[^1] ?? box.Range;
            signed[piece.End - 1] ^= 1;
            Assert.NotEqual(CredentialState.Trusted, Read(signed).State);
            signed[piece.End - 1] ^= 1;
        }
    }

    private static CredentialReport Read(byte[] file) => new CredentialReader(Checked.Options).Read(new MemoryStream(file), TestContext.Current.CancellationToken);

    private static IReadOnlyList<NamedBox> Boxes(byte[] file)
    {
        Assert.True(BoxMap.TryRead(Asset(file), out var boxes, out _, out var says), says);
        return boxes;
    }

    // The store is as long for zeros as for hashes, and no hash depends on it: what it is embedded as, and then hashed, stays.
    private static byte[] Sign(byte[] source)
    {
        var draft = Embed(source, Store.Make());
        var placed = Embed(source, Manifest(Entries(draft, (_, _) => new byte[32])));
        return Embed(source, Manifest(Entries(placed, Hash)));
    }

    // Phones and cameras put a second picture behind the first, some with a gap between: that is listed as what comes after.
    private static object?[] Entries(byte[] file, Func<byte[], NamedBox, byte[]> hash)
    {
        Assert.True(BoxMap.TryRead(Asset(file), out var boxes, out var end, out var says), says);
        var entries = boxes.Select(b => Box(b.Name == "C2PA" ? [0] : hash(file, b), b.Name));
        return end is { } last && last < file.Length ? [.. entries, Box(hash(file, new("c2pa.after", new(last, file.Length - last))), "c2pa.after")] : [.. entries];
    }

    private static byte[] Manifest(object?[] entries) => ForgedManifest.Store(new ForgedManifest(Checked.First).Created().Add("c2pa.hash.boxes", BoxHash(entries)));

    private static byte[] Hash(byte[] file, NamedBox box) => SHA256.HashData([.. (box.Pieces ?? [box.Range]).SelectMany(p => file[(int)p.Offset..(int)p.End])]);

    private static byte[] Embed(byte[] source, byte[] store)
    {
        var stream = new MemoryStream(source);
        var embedder = Embedders.For(CredentialLocator.Find(stream).Container)!;
        Assert.True(embedder.TryPlan(new StreamWindow(stream), store.Length, ParseLimits.Default, out var plan, out var defect), defect?.Says);
        var output = new MemoryStream();
        PlanWriter.WriteAndHash(plan!, stream, output, HashAlgorithmName.SHA256, CancellationToken.None);
        PlanWriter.Patch(plan!, output, store);
        return output.ToArray();
    }
}
