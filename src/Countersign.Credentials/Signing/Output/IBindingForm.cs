namespace Countersign.Credentials.Signing.Output;

/// <summary>The hard binding that a kind of container gets: how the hash of the plan's hashed pieces is written down.</summary>
internal interface IBindingForm
{
    /// <summary>The label of the assertion, e.g. <c>c2pa.hash.data</c>.</summary>
    string Label { get; }

    /// <summary>The content of the assertion. Its length depends on the algorithm, and on whether there is a carrier, alone.</summary>
    /// <param name="algorithm"><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="hash">The hash; for sizing, as many bytes of anything.</param>
    /// <param name="carrier">Where the store will stand with what is around it; null when it is kept beside the asset.</param>
    byte[] Encode(string algorithm, ReadOnlySpan<byte> hash, ByteRange? carrier);
}
