using System.Security.Cryptography;
using Countersign.Credentials.Containers.Text;

namespace Countersign.Credentials.Assertions.Bindings;

/// <summary>What unstructured text hashes to (C2PA 2.4 §15.12.1.3.1): the wrapper is taken out, the rest normalized to Form C and hashed as UTF-8.</summary>
internal static class TextDataHash
{
    /// <summary>Whether a text is hashed in this way: its store is in variation selectors.</summary>
    public static bool Applies(BindingAsset asset) => asset is { Embedded: true, Presence: { Container: StoreContainer.Text, Stores: [.., { Encoding: StoreEncoding.VariationSelectors }] } };

    /// <summary>Hashes a text.</summary>
    /// <param name="asset">The text.</param>
    /// <param name="exclusions">The ranges of the assertion; exactly one, which is the wrapper.</param>
    /// <param name="updatesFollow">True when update manifests made the wrapper longer since (§15.12.1.1).</param>
    /// <param name="algorithm">The hash.</param>
    /// <param name="malformed">Why the ranges do not fit, when null is returned: <c>assertion.dataHash.malformed</c>.</param>
    public static byte[]? TryHash(BindingAsset asset, IReadOnlyList<ByteRange> exclusions, bool updatesFollow, HashAlgorithmName algorithm, out string malformed)
    {
        malformed = "The text is not in UTF-8, or is longer than is normalized.";
        var file = new StreamWindow(asset.Stream);
        var wrapper = asset.Presence.Stores[^1].Carrier;
        if (file.Copy(0, file.Length, asset.Limits.MaxTextBytes) is not { } bytes) return null;
        var before = bytes.AsSpan(0, (int)wrapper.Offset);
        var behind = bytes.AsSpan((int)wrapper.End);
        if (!TryNormal(before, out var head)) return null;
        malformed = "The range that is left out is not the one of the text's wrapper.";
        // The range counts in the normalized text (A.8.7.3): in a copy that went through another form the wrapper stands elsewhere. The wrapper itself is the same in every form.
        if (exclusions.Count != 1 || (exclusions[0].Length != wrapper.Length && !updatesFollow) || (exclusions[0].Offset != wrapper.Offset && exclusions[0].Offset != head.Length)) return null;
        malformed = "The wrapper holds something other than the manifest store and padding.";
        if (!TextWrapper.IsPadded(VariationSelectors.Run(bytes.AsSpan((int)wrapper.Offset + 3, (int)wrapper.Length - 3)))) return null;
        malformed = "The text is not in UTF-8.";
        return TryNormal((byte[])[.. before, .. behind], out var text) ? CryptographicOperations.HashData(algorithm, text) : null;
    }

    private static bool TryNormal(ReadOnlySpan<byte> text, out byte[] normal)
    {
        var ok = Nfc.TryNormalize(text, out var changed);
        normal = changed ?? text.ToArray();
        return ok;
    }
}
