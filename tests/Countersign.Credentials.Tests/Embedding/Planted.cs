using System.Security.Cryptography;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Embedding;

namespace Countersign.Credentials.Tests.Embedding;

/// <summary>Puts stores into files by way of the plan, and checks what must hold for every container.</summary>
internal static class Planted
{
    public static StoreContainer Kind(byte[] source) => ContainerChoice.Of(source.AsSpan(0, Math.Min(4096, source.Length)));

    /// <summary>The plan, or the defect.</summary>
    public static (EmbedPlan? Plan, StoreDefect? Defect) Plan(byte[] source, int length, ParseLimits? limits = null)
    {
        var done = Embedders.For(Kind(source))!.TryPlan(new StreamWindow(new MemoryStream(source)), length, limits ?? ParseLimits.Default, out var plan, out var defect);
        Assert.Equal(done, plan is not null);
        Assert.Equal(done, defect is null);
        return (plan, defect);
    }

    /// <summary>The file with the store in it, after all that must hold was checked.</summary>
    public static byte[] Store(byte[] source, byte[] store)
    {
        var (plan, defect) = Plan(source, store.Length);
        Assert.True(plan is not null, defect?.Says);
        var (output, hash) = Write(plan, source, store);
        Assert.Equal(plan.OutputLength, output.Length);

        // What is hashed is all but the carrier.
        var carrier = plan.Carrier;
        using var naive = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        naive.AppendData(output, 0, (int)carrier.Offset);
        naive.AppendData(output, (int)carrier.End, output.Length - (int)carrier.End);
        Assert.Equal(naive.GetHashAndReset(), hash);

        var presence = CredentialLocator.Find(new MemoryStream(output));
        var found = Assert.Single(presence.Stores);
        Assert.Null(found.Defect);
        Assert.True(StoreBytes.TryRead(new StreamWindow(new MemoryStream(output)), found, ParseLimits.Default, out var read, out _));
        Assert.Equal(store, read);

        // The exclusion is what the container wraps around the store, or the store as it is written there, and nothing beside it.
        Assert.True(carrier == found.Carrier || carrier == new ByteRange(found.Offset, found.Length), $"{carrier} is not {found.Carrier}");
        return output;
    }

    public static (byte[] Output, byte[] Hash) Write(EmbedPlan plan, byte[] source, byte[] store)
    {
        var output = new MemoryStream();
        var hash = PlanWriter.WriteAndHash(plan, new MemoryStream(source), output, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
        PlanWriter.Patch(plan, output, store);
        return (output.ToArray(), hash);
    }

    public static string? Refusal(byte[] source, int length = 1000) => Plan(source, length).Defect?.Code;

    /// <summary>A store of about a length, whose bytes tell where they belong.</summary>
    public static byte[] Bytes(int length)
    {
        var store = Shared.Store.Make(length);
        for (var i = 60; i < store.Length; i++) store[i] = (byte)((i * 31) ^ (i >> 8));
        return store;
    }
}
