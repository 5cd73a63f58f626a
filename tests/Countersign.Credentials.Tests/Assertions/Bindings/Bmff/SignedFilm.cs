using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Assertions.Bindings.Bmff;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

/// <summary>The BMFF hash assertion of a real signed file, and the check of it.</summary>
internal static class SignedFilm
{
    /// <summary>The statuses that the active manifest's BMFF hash has over a file.</summary>
    public static IReadOnlyList<ValidationStatus> Check(string path, Action<byte[]>? tamper = null)
    {
        var bytes = File.ReadAllBytes(path);
        var (label, assertion) = Assertion(bytes);
        tamper?.Invoke(bytes);
        return Check(bytes, label, assertion);
    }

    public static IReadOnlyList<ValidationStatus> Check(byte[] file, string label, CborNode assertion, string? claimAlgorithm = null, ParseLimits? limits = null, params byte[][] fragments)
    {
        var stream = new MemoryStream(file);
        var asset = new BindingAsset(stream, CredentialLocator.Find(stream), limits ?? ParseLimits.Default) { Fragments = [.. fragments.Select(f => new MemoryStream(f))] };
        return BmffHash.Check(new(label, "self#jumbf=x", assertion, claimAlgorithm), asset, TestContext.Current.CancellationToken);
    }

    public static (string Label, CborNode Content) Assertion(byte[] file)
    {
        var store = CredentialLocator.Find(new MemoryStream(file)).Stores[0];
        var bytes = file.AsMemory((int)store.Offset, (int)store.Length);
        Assert.True(JumbfReader.TryRead(bytes, ParseLimits.Default, out var root, out _));
        var box = root.Children.Last(c => c.IsSuperbox).Labelled("c2pa.assertions")!.Children.First(c => c.Label.StartsWith("c2pa.hash.bmff", StringComparison.Ordinal));
        return (box.Label, Node(box.Child("cbor"u8)!.Content));
    }

    public static CborNode Node(ReadOnlyMemory<byte> cbor)
    {
        Assert.True(CborNode.TryRead(cbor, ParseLimits.Default, out var node, out var says), says);
        return node;
    }

    public static string Codes(IEnumerable<ValidationStatus> statuses) => string.Join(' ', statuses.Select(s => s.Code));
}
