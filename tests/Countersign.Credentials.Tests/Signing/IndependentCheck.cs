using System.Security.Cryptography;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>
/// Recomputes what a signed file claims, with the readers of the library and nothing of its writing half: every hash of the active claim, the hash of the asset,
/// the signature, and the hashes that its ingredients hold.
/// </summary>
internal static class IndependentCheck
{
    public static IReadOnlyList<ValidationStatus> Run(Stream asset, ReadOnlyMemory<byte>? detached, CancellationToken cancel)
    {
        var bytes = new byte[asset.Length];
        asset.Position = 0;
        asset.ReadExactly(bytes);
        return [.. Statuses(bytes, detached)];
    }

    public static byte[] StoreOf(byte[] file)
    {
        var location = Assert.Single(CredentialLocator.Find(new MemoryStream(file)).Stores);
        Assert.Null(location.Defect);
        return [.. location.Parts.SelectMany(p => file[(int)p.Offset..(int)p.End])];
    }

    public static JumbfBox Parse(ReadOnlyMemory<byte> store)
    {
        Assert.True(JumbfReader.TryRead(store, ParseLimits.Default, out var box, out var defect), defect?.Says);
        return box;
    }

    public static CborNode Cbor(JumbfBox superbox)
    {
        Assert.True(CborNode.TryRead(superbox.Child("cbor"u8)!.Content, ParseLimits.Default, out var node, out var says), says);
        return node;
    }

    public static JumbfBox? Resolve(JumbfBox store, JumbfBox manifest, string uri)
    {
        Assert.StartsWith("self#jumbf=", uri, StringComparison.Ordinal);
        var path = uri["self#jumbf=".Length..];
        var at = manifest;
        if (path.StartsWith("/c2pa/", StringComparison.Ordinal)) (at, path) = (store, path["/c2pa/".Length..]);
        foreach (var label in path.Split('/'))
        {
            at = at?.Children.SingleOrDefault(c => c.IsSuperbox && c.Label == label);
        }

        return at;
    }

    private static IEnumerable<ValidationStatus> Statuses(byte[] asset, ReadOnlyMemory<byte>? detached)
    {
        var store = Parse(detached ?? StoreOf(asset));
        var manifest = store.Children[^1];
        var claimBox = manifest.Labelled("c2pa.claim.v2")!;
        var claim = Cbor(claimBox);

        yield return Signature(manifest, claimBox);
        foreach (var reference in References(claim).Concat(manifest.Labelled("c2pa.assertions")!.Children.SelectMany(Inner)))
            yield return Reference(store, manifest, reference, claim.TextAt("alg")!);

        var named = References(claim).Select(r => Resolve(store, manifest, r.TextAt("url")!)).ToList();
        foreach (var box in manifest.Labelled("c2pa.assertions")!.Children.Where(c => !named.Contains(c)))
            yield return Status(false, "assertion.undeclared", box.Label);

        // The hard binding of an update manifest is its parent's, or that one's parent's.
        var bound = manifest;
        while (bound.Description!.Uuid == JumbfTypes.UpdateManifest)
        {
            var parent = Cbor(bound.Labelled("c2pa.assertions")!.Children.Single(c => c.Label.StartsWith("c2pa.ingredient", StringComparison.Ordinal)));
            bound = Resolve(store, bound, parent["activeManifest"]!.TextAt("url")!)!;
        }

        var binding = Cbor(Assert.Single(bound.Labelled("c2pa.assertions")!.Children, c => c.Label == "c2pa.hash.data"));
        yield return DataHash(asset, binding, detached is not null, bound != manifest);
    }

    private static ValidationStatus Signature(JumbfBox manifest, JumbfBox claimBox)
    {
        var cose = Cbor(manifest.Labelled("c2pa.signature")!);
        Assert.Equal(18UL, cose.TagNumber);
        var parts = cose.Tagged!.Items;
        Assert.True(parts[2].IsNull);
        var writer = new System.Formats.Cbor.CborWriter();
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(parts[0].Bytes.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(claimBox.Child("cbor"u8)!.Content.Span);
        writer.WriteEndArray();
        return Status(TestSigner.Instance.Verify(writer.Encode(), parts[3].Bytes.Span), "claimSignature", "c2pa.signature");
    }

    private static IEnumerable<CborNode> References(CborNode claim) =>
        (claim["created_assertions"]?.Items ?? []).Concat(claim["gathered_assertions"]?.Items ?? []);

    private static IEnumerable<CborNode> Inner(JumbfBox assertion) =>
        assertion.Child("cbor"u8) is null || assertion.Label.StartsWith("c2pa.hash", StringComparison.Ordinal) ? [] : Maps(Cbor(assertion)).Where(m => m.TextAt("url") is not null && m.BytesAt("hash") is not null);

    private static IEnumerable<CborNode> Maps(CborNode node) =>
        node.Entries.Select(e => e.Value).Concat(node.Items).SelectMany(Maps).Prepend(node);

    private static ValidationStatus Reference(JumbfBox store, JumbfBox manifest, CborNode reference, string algorithm)
    {
        var uri = reference.TextAt("url")!;
        return Resolve(store, manifest, uri) is { } box
            ? Status(Hash(algorithm, box.Content.Span).AsSpan().SequenceEqual(reference.BytesAt("hash")!.Value.Span), "assertion.hashedURI", uri)
            : Status(false, "assertion.missing", uri);
    }

    private static ValidationStatus DataHash(byte[] asset, CborNode binding, bool detached, bool updated)
    {
        Assert.True(binding.BytesAt("pad")!.Value.Span.IndexOfAnyExcept((byte)0) < 0);
        var covered = asset;
        if (!detached)
        {
            var carrier = Assert.Single(CredentialLocator.Find(new MemoryStream(asset)).Stores).Carrier;
            var exclusion = Assert.Single(binding["exclusions"]!.Items);
            Assert.Equal(carrier.Offset, exclusion.IntegerAt("start"));
            if (!updated) Assert.Equal(carrier.Length, exclusion.IntegerAt("length"));
            covered = [.. asset[..(int)carrier.Offset], .. asset[(int)carrier.End..]];
        }
        else
        {
            Assert.Null(binding["exclusions"]);
        }

        return Status(Hash(binding.TextAt("alg")!, covered).AsSpan().SequenceEqual(binding.BytesAt("hash")!.Value.Span), "assertion.dataHash", "c2pa.hash.data");
    }

    private static byte[] Hash(string algorithm, ReadOnlySpan<byte> bytes) =>
        CryptographicOperations.HashData(new HashAlgorithmName(algorithm.ToUpperInvariant()), bytes);

    private static ValidationStatus Status(bool good, string code, string uri) =>
        good ? ValidationStatus.Success(code + ".match", uri, "") : ValidationStatus.Failure(code + ".mismatch", uri, "Recomputed otherwise.");
}
