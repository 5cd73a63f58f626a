using System.IO.Compression;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Building;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Validation;
using CsCheck;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>The store of an ingredient comes from a file that nobody vouches for.</summary>
public sealed class HostileIngredientTests
{
    private static readonly IngredientResults s_results = new([ValidationStatus.Success("claimSignature.validated", "", "")], []);

    [Fact]
    public async Task A_damaged_store_gives_a_draft_or_a_problem_and_never_an_exception()
    {
        var first = await Signed.File(Signed.Jpeg, Signed.Created.With(ClaimAssertion.OfCbor("com.example.note", CborValue.Null)) with { Thumbnail = new("image/png", Signed.Png) });
        var second = await Signed.File(first, ManifestBuilder.Opened(Signed.Generator, Signed.From(first, IngredientRelationship.ParentOf)), new());
        var sound = IndependentCheck.StoreOf(second);
        var label = IndependentCheck.Parse(sound).Children[0].Label;
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, also, other, cut) =>
        {
            var store = sound.ToArray();
            store[at] = value;
            store[also] = other;
            if (cut) store = store[..Math.Max(at, also)];
            var builder = Signed.Created.Placing(Part("damaged", store)).Placing(Part("sound", sound))
                .With(new Redaction(new(label, "com.example.note"), "c2pa.PII.present"));
            var made = ManifestComposer.TryCompose(builder, new CountedIdentifiers(), ParseLimits.Default, out var draft, out var problems);
            Assert.Equal(made, problems.Count == 0);
            if (made) Assert.Equal(draft!.Kept.Count, draft.Kept.DistinctBy(k => k.Label).Count());
        }, iter: 1_000);
    }

    [Fact]
    public void Many_compressed_manifests_share_one_allowance()
    {
        var zeros = new byte[8 << 20];
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(zeros);
        var bombs = Enumerable.Range(0, 500).Select(i => (ReadOnlyMemory<byte>)JumbfWriter.Superbox(JumbfTypes.CompressedManifest, $"urn:c2pa:{i}", default, JumbfWriter.Box("brob"u8, packed.ToArray())));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused("ingredient.store", JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default, bombs));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400L << 20);
    }

    [Fact]
    public void A_label_with_versions_without_end_is_a_problem()
    {
        static byte[] Manifest(string label, byte content) => JumbfWriter.Superbox(JumbfTypes.StandardManifest, label, default,
            JumbfWriter.Superbox(JumbfTypes.Signature, "c2pa.signature", default, JumbfWriter.Box("cbor"u8, [content])));
        var taken = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default,
            Enumerable.Range(1, 100).Select(i => (ReadOnlyMemory<byte>)Manifest($"urn:c2pa:X::{i}_1", 0)).Append(Manifest("urn:c2pa:X", 0)));
        var other = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default, Manifest("urn:c2pa:X", 1));
        Refused("ingredient.conflict", taken, other);
    }

    [Fact]
    public void Stores_that_are_none_or_ambiguous_are_problems()
    {
        var signature = JumbfWriter.Superbox(JumbfTypes.Signature, "c2pa.signature", default, JumbfWriter.Box("cbor"u8, [0xF6]));
        byte[] Of(params ReadOnlyMemory<byte>[] children) => JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default, children);
        byte[] Manifest(string label) => JumbfWriter.Superbox(JumbfTypes.StandardManifest, label, default, signature);

        Refused("ingredient.store", Array.Empty<byte>());
        Refused("ingredient.store", Of());
        Refused("ingredient.store", Of(JumbfWriter.Superbox(JumbfTypes.StandardManifest, "urn:c2pa:X", default)));
        Refused("ingredient.store", Of(Manifest("urn:c2pa:X"), Manifest("urn:c2pa:X")));
        Refused("ingredient.store", Of(Manifest("urn:c2pa:X/c2pa.assertions"), Manifest("urn:c2pa:Y")));
        Refused("ingredient.store", Of(Manifest("")));
        Refused("ingredient.store", JumbfWriter.Superbox(JumbfTypes.Cbor, "c2pa", default, Manifest("urn:c2pa:X")));
    }

    [Fact]
    public async Task A_store_that_would_be_too_large_is_a_problem()
    {
        var options = Signed.Counted() with { Limits = new() { MaxStoreBytes = 10_000 } };
        foreach (var size in (int[])[9_000, 20_000])
        {
            var outcome = await Signed.Try(Signed.Jpeg, Signed.Created with { Thumbnail = new("image/png", new byte[size]) }, options);
            Assert.Equal("store.too-large", Assert.Single(outcome.Problems).Code);
        }
    }

    private static Ingredient Part(string key, byte[] store) => new(key, IngredientRelationship.ComponentOf) { Source = new(store, s_results) };

    private static void Refused(string code, params byte[][] stores)
    {
        var builder = Signed.Created;
        foreach (var (store, i) in stores.Select((s, i) => (s, i))) builder = builder.Placing(Part($"part {i}", store));
        Assert.False(ManifestComposer.TryCompose(builder, new CountedIdentifiers(), ParseLimits.Default, out _, out var problems));
        Assert.Equal(code, Assert.Single(problems).Code);
    }
}
