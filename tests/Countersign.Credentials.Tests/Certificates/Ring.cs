using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>One key of each kind for all tests of certificates: making them takes time, and none of these tests depends on which it is.</summary>
internal static class Ring
{
    public static TestKey Root { get; } = new(SigningAlgorithm.Es256);

    public static TestKey Middle { get; } = new(SigningAlgorithm.Es384);

    public static TestKey Leaf { get; } = new(SigningAlgorithm.Es256);

    public static TestKey Rsa { get; } = new(SigningAlgorithm.Ps256);

    public static TestKey Edwards { get; } = new(SigningAlgorithm.Ed25519);

    private static readonly Dictionary<SigningAlgorithm, TestKey> s_keys = new()
    {
        [SigningAlgorithm.Es256] = Leaf, [SigningAlgorithm.Ps256] = Rsa, [SigningAlgorithm.Ed25519] = Edwards,
        [SigningAlgorithm.Es384] = Middle, [SigningAlgorithm.Es512] = new(SigningAlgorithm.Es512),
        [SigningAlgorithm.Ps384] = new(SigningAlgorithm.Ps384), [SigningAlgorithm.Ps512] = new(SigningAlgorithm.Ps512),
    };

    public static TestKey Of(SigningAlgorithm algorithm) => s_keys[algorithm];
}
