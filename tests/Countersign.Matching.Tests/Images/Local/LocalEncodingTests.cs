using Countersign.Matching.Images.Local;
using CsCheck;

namespace Countersign.Matching.Tests.Images.Local;

public class LocalEncodingTests
{
    private static readonly Gen<LocalFeature> Feature =
        Gen.Select(Gen.UShort, Gen.UShort, Gen.Byte, Gen.Byte, Gen.Int[0, (1 << 20) - 1], Gen.UInt, Gen.ULong, Gen.ULong)
            .Select((x, y, scale, angle, cell, residual, high, low) => new LocalFeature(x, y, scale, angle, cell, residual, new UInt128(high, low)));

    private static readonly Gen<LocalFingerprint> Fingerprint =
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[1, 100_000], Gen.Int[1, 2048], Gen.Int[1, 2048], Feature.Array[0, 40])
            .Select((width, height, workWidth, workHeight, features) => new LocalFingerprint(width, height, workWidth, workHeight, features));

    [Fact]
    public void What_is_written_is_read() => Fingerprint.Sample(written =>
    {
        Assert.True(LocalFingerprint.FromBytes(written.ToBytes()).TryGet(out var read, out _));
        Assert.Equal((written.Width, written.Height, written.WorkWidth, written.WorkHeight), (read.Width, read.Height, read.WorkWidth, read.WorkHeight));
        Assert.Equal(written.Features.ToArray(), read.Features.ToArray());
        Assert.Equal(20 + 30 * written.Features.Length, written.ToBytes().Length);
    });

    [Fact]
    public void Any_bytes_are_a_fingerprint_that_writes_them_again_or_a_failure() =>
        Gen.Select(Fingerprint, Gen.Select(Gen.Int[0, 5000], Gen.Byte).Array[0, 4], Gen.Int[-3, 3]).Sample((fingerprint, changes, longer) =>
        {
            var bytes = fingerprint.ToBytes();
            foreach (var (at, value) in changes)
                bytes[at % bytes.Length] = value;
            Array.Resize(ref bytes, bytes.Length + longer);
            if (LocalFingerprint.FromBytes(bytes).TryGet(out var read, out var failure))
                Assert.Equal(bytes, read.ToBytes());
            else
                Assert.Contains(failure.Code, (string[])["local.corrupt", "local.version"]);
        });

    [Fact]
    public void Another_version_is_named()
    {
        var bytes = new LocalFingerprint(1, 1, 1, 1, []).ToBytes();
        bytes[2] = 9;
        Assert.Equal("local.version", LocalFingerprint.FromBytes(bytes).Failure?.Code);
    }

    [Fact]
    public void Features_of_any_values_can_be_compared() =>
        Feature.Array[30, 60].Sample(
            features =>
            {
                var fingerprint = new LocalFingerprint(100, 100, 640, 480, features);
                LocalComparison.Compare(Query.Value, fingerprint);
                return true;
            },
            iter: 20);

    private static readonly Lazy<LocalQuery> Query = new(() => Textures.Query(Textures.Picture(9, 300, 200)));
}
