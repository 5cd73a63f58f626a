using System.Buffers.Text;
using System.IO.Compression;

namespace Countersign.Credentials.Containers;

/// <summary>Makes the JUMBF of a store out of the bytes that a file holds for it.</summary>
internal static class StoreBytes
{
    /// <summary>Reads a store.</summary>
    /// <param name="file">The file.</param>
    /// <param name="location">Where it lies, and how it is written there.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="store">The JUMBF, when true is returned; padding may follow it.</param>
    /// <param name="defect">Why not, when false is returned.</param>
    public static bool TryRead(StreamWindow file, StoreLocation location, ParseLimits limits, out byte[] store, out StoreDefect? defect)
    {
        store = [];
        defect = location.Defect is { Code: "store.scattered" or "store.truncated" or "store.not-jumbf" } ? location.Defect : null;
        if (defect is not null) return false;
        if (location.Length > limits.MaxStoreBytes)
        {
            defect = new("limit.reached", $"The manifest store is {location.Length} bytes long; up to {limits.MaxStoreBytes} are read.", location.Offset);
            return false;
        }

        var joined = new byte[location.Length];
        var at = 0;
        foreach (var part in location.Parts)
        {
            if (file.Copy(part.Offset, part.Length, limits.MaxStoreBytes) is not { } bytes || bytes.Length > joined.Length - at)
            {
                defect = new("store.truncated", "The manifest store is cut off.", part.Offset);
                return false;
            }

            bytes.CopyTo(joined, at);
            at += bytes.Length;
        }

        if (Decode(joined.AsSpan(0, at), location.Encoding, limits) is { } decoded)
        {
            if (location.Encoding == StoreEncoding.Brotli && decoded.Length > limits.MaxInflatedBytes)
            {
                defect = new("limit.reached", $"The manifest store unpacks to more than {limits.MaxInflatedBytes} bytes.", location.Offset);
                return false;
            }

            store = decoded;
            return true;
        }

        defect = new("store.not-jumbf", location.Encoding == StoreEncoding.PdfFilter
            ? "The manifest store lies behind a filter or an encryption that is not read."
            : "The manifest store cannot be decoded.", location.Offset);
        return false;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> bytes, StoreEncoding encoding, ParseLimits limits) => encoding switch
    {
        StoreEncoding.Raw => bytes.ToArray(),
        StoreEncoding.Base64 => FromBase64(bytes),
        StoreEncoding.Unsynchronised => Id3.Id3Tag.Resynchronise(bytes),
        StoreEncoding.Brotli => Inflater.TryInflate(new BrotliStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress), Math.Min(limits.MaxInflatedBytes, int.MaxValue - 1) + 1),
        // Encrypted data does not unpack, and then there is no store to be had.
        StoreEncoding.PdfFilter => Inflater.TryInflate(new ZLibStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress), limits.MaxInflatedBytes),
        StoreEncoding.VariationSelectors => Text.VariationSelectors.Decode(bytes),
        _ => null,
    };

    private static byte[]? FromBase64(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done ? bytes[..written] : null;
    }
}
