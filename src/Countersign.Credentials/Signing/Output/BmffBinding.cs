using Countersign.Credentials.Embedding.Bmff;

namespace Countersign.Credentials.Signing.Output;

/// <summary><c>c2pa.hash.bmff.v3</c> (C2PA 2.2 §18.6): films and pictures in boxes. What is left out is said by paths, so that the place of the store is of no account.</summary>
internal sealed class BmffBinding : IBindingForm
{
    public static BmffBinding Instance { get; } = new();

    public string Label => BmffEmbedder.HashLabel;

    public byte[] Encode(string algorithm, ReadOnlySpan<byte> hash, ByteRange? carrier) => BmffEmbedder.HashAssertion(algorithm, hash);
}
