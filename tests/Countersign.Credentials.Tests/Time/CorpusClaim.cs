using Countersign.Credentials.Cbor;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Tests.Time;

/// <summary>The active manifest of a real file, taken apart just far enough for these tests.</summary>
internal sealed record CorpusClaim(JumbfBox Manifest, ReadOnlyMemory<byte> Claim, ReadOnlyMemory<byte> Protected, CborNode Unprotected, CborNode Signature)
{
    /// <summary>The manifest, or null when the file holds none that can be read.</summary>
    public static CorpusClaim? Read(string path)
    {
        using var file = File.OpenRead(path);
        var presence = CredentialLocator.Find(file);
        if (presence.Stores.Count != 1 || presence.Stores[0] is not { Encoding: StoreEncoding.Raw } location) return null;
        var store = new MemoryStream();
        foreach (var part in location.Parts)
        {
            var bytes = new byte[part.Length];
            file.Position = part.Offset;
            file.ReadExactly(bytes);
            store.Write(bytes);
        }

        if (!JumbfReader.TryRead(store.ToArray(), ParseLimits.Default, out var root, out _)) return null;
        return root.Children.LastOrDefault(c => c.IsSuperbox) is { } manifest ? Of(manifest) : null;
    }

    private static CorpusClaim? Of(JumbfBox manifest)
    {
        var claim = manifest.Children.FirstOrDefault(c => c.Description?.Uuid == JumbfTypes.Claim)?.Child("cbor"u8);
        var signature = manifest.Labelled("c2pa.signature")?.Child("cbor"u8);
        if (claim is null || signature is null || !CborNode.TryReadFirst(signature.Content, ParseLimits.Default, out var cose, out _, out _)) return null;
        var parts = cose.Untagged.Items;
        return parts.Count == 4 ? new(manifest, claim.Content, parts[0].Bytes, parts[1], parts[3]) : null;
    }
}
