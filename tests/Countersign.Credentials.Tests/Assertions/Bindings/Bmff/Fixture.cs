using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Assertions.Bindings.Bmff;

/// <summary>A small film, an assertion over it, and hashes reckoned by hand.</summary>
internal static class Fixture
{
    public static readonly byte[] Id = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    public static byte[] Full(string type, byte version, int flags, byte[] data) => Store.Box(type, [version, (byte)(flags >> 16), (byte)(flags >> 8), (byte)flags, .. data]);

    /// <summary>ftyp, the credential, moov with two tracks, free, mdat of 100 bytes, and a box of no known type.</summary>
    public static byte[] Film() =>
    [
        .. Store.Box("ftyp", "isom\0\0\0\0"u8.ToArray()),
        .. Store.C2paBox("manifest", Store.Make()),
        .. Store.Box("moov", [.. Store.Box("trak", [.. Full("tkhd", 0, 7, new byte[8])]), .. Store.Box("trak", [.. Full("tkhd", 1, 3, "tracktwo"u8.ToArray()), .. Full("tkhd", 1, 1, new byte[8])])]),
        .. Store.Box("free", new byte[5]),
        .. Store.Box("mdat", [.. Enumerable.Range(0, 100).Select(i => (byte)i)]),
        .. Store.Box("zzzz", "tail"u8.ToArray()),
    ];

    public static object Exclusion(string xpath, params (string, object?)[] more) => ForgedManifest.Map([("xpath", xpath), .. more]);

    public static object[] Mandatory => [Exclusion("/uuid", ("data", new object[] { ForgedManifest.Map(("offset", 8), ("value", Id)) })), Exclusion("/ftyp"), Exclusion("/mfra")];

    public static Dictionary<string, object?> Assertion(byte[]? hash, params object[] exclusions) =>
        ForgedManifest.Map(("exclusions", Mandatory.Concat(exclusions).ToArray()), ("alg", "sha256"), ("hash", hash));

    public static string Check(byte[] file, object assertion, string label = "c2pa.hash.bmff.v3", string? claimAlgorithm = null, params byte[][] fragments) =>
        SignedFilm.Check(file, label, SignedFilm.Node(CborText.Encode(assertion)), claimAlgorithm, null, fragments)[0].Code["assertion.bmffHash.".Length..];

    /// <summary>The hash of the root boxes whose types are given, less the stretches that are left out.</summary>
    public static byte[] Hash(byte[] file, string types, bool offsets = true, int from = 0, int to = int.MaxValue, params Range[] without)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var place = new byte[8];
        for (var at = 0; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.Latin1.GetString(file, at + 4, 4);
            if (at >= from && at < to && types.Contains(type, StringComparison.Ordinal))
            {
                BinaryPrimitives.WriteInt64BigEndian(place, at);
                if (offsets) hash.AppendData(place);
                for (var i = at; i < at + length; i++)
                {
                    if (!without.Any(r => i >= r.Start.Value && i < r.End.Value)) hash.AppendData(file, i, 1);
                }
            }

            at += length;
        }

        return hash.GetHashAndReset();
    }

    public static int Find(byte[] file, string type, int nth = 1)
    {
        var at = -1;
        for (; nth > 0; nth--) at += 1 + file.AsSpan(at + 1).IndexOf(Encoding.Latin1.GetBytes(type));
        return at - 4;
    }
}
