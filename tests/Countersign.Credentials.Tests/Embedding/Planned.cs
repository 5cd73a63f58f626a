using System.Security.Cryptography;
using Countersign.Credentials.Embedding;

namespace Countersign.Credentials.Tests.Embedding;

/// <summary>Carries a plan out, and holds what every plan must hold.</summary>
internal static class Planned
{
    /// <summary>The file with the store in it.</summary>
    public static byte[] Embed(IEmbedder embedder, byte[] file, byte[] store)
    {
        var source = new MemoryStream(file, writable: false);
        Assert.True(embedder.TryPlan(new StreamWindow(source), store.Length, ParseLimits.Default, out var plan, out var defect), defect?.Says);
        Assert.Null(defect);
        var output = new MemoryStream();
        var hash = PlanWriter.WriteAndHash(plan!, source, output, HashAlgorithmName.SHA256);
        PlanWriter.Patch(plan!, output, store);
        var result = output.ToArray();
        Assert.Equal(plan!.OutputLength, result.Length);
        var carrier = plan.Carrier;
        // The hash is that of the output without the carrier, computed here in the plainest way.
        Assert.Equal(SHA256.HashData([.. result.AsSpan(0, (int)carrier.Offset), .. result.AsSpan((int)carrier.End)]), hash);
        return result;
    }

    public static StoreDefect Refused(IEmbedder embedder, byte[] file)
    {
        Assert.False(embedder.TryPlan(new StreamWindow(new MemoryStream(file, writable: false)), 100, ParseLimits.Default, out var plan, out var defect));
        Assert.Null(plan);
        return defect!;
    }

    /// <summary>The only store of a file, decoded, and what wraps it.</summary>
    public static (byte[] Store, StoreLocation Location) Find(byte[] file)
    {
        var stream = new MemoryStream(file, writable: false);
        var presence = CredentialLocator.Find(stream);
        Assert.Empty(presence.Defects);
        var location = presence.Stores[^1];
        Assert.Null(location.Defect);
        Assert.True(location.LooksLikeC2pa);
        Assert.True(Countersign.Credentials.Containers.StoreBytes.TryRead(new StreamWindow(stream), location, ParseLimits.Default, out var store, out var defect), defect?.Says);
        return (store, location);
    }
}
