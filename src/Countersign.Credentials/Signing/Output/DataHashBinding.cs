using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Output;

/// <summary>
/// <c>c2pa.hash.data</c> (C2PA 2.2 §18.5): the hash of all bytes but those of the store and what the container wraps around it. <c>pad</c> takes up what smaller numbers
/// leave free, so that the length of the assertion is the same wherever the store stands.
/// </summary>
internal sealed class DataHashBinding : IBindingForm
{
    public static DataHashBinding Instance { get; } = new();

    public string Label => Labels.DataHash;

    public byte[] Encode(string algorithm, ReadOnlySpan<byte> hash, ByteRange? carrier)
    {
        if (carrier is not { } at) return Fields(algorithm, hash, null, 0).Encoded.ToArray();
        if (at.Offset < 0 || at.Length is < 0 or > uint.MaxValue) throw new ArgumentOutOfRangeException(nameof(carrier));

        // The largest numbers take 9 and 5 bytes, so the gap is 12 bytes at most: below 24 every gap has a pad of its own.
        var largest = CborValue.HeadLength(ulong.MaxValue) + CborValue.HeadLength(uint.MaxValue);
        var taken = CborValue.HeadLength((ulong)at.Offset) + CborValue.HeadLength((ulong)at.Length);
        return Fields(algorithm, hash, at, largest - taken).Encoded.ToArray();
    }

    private static CborValue Fields(string algorithm, ReadOnlySpan<byte> hash, ByteRange? exclusion, int pad) => new CborFields()
        .Add("exclusions", exclusion is not { } range ? null : CborValue.Array(new CborFields()
            .Add("start", CborValue.Of(range.Offset))
            .Add("length", CborValue.Of(range.Length))
            .ToMap()))
        .Add("alg", algorithm)
        .Add("hash", CborValue.Bytes(hash))
        .Add("pad", CborValue.Bytes(new byte[pad]))
        .Add("name", "all but the manifest store")
        .ToMap();
}
