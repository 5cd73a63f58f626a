using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Output;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Lengths around the places where the head of a byte string grows.</summary>
public sealed class PaddingTests
{
    [Fact]
    public void Every_gap_is_filled_exactly_but_those_too_small_for_a_field()
    {
        foreach (var gap in Enumerable.Range(0, 600).Concat(Enumerable.Range(65_500, 120)).Append(70_000))
        {
            var fields = new CborFields();
            var filled = Padding.TryFill(fields, gap);
            Assert.Equal(gap is 0 or >= Padding.Least, filled);
            // The map has less than 24 entries, so its head is 1 byte.
            if (filled) Assert.Equal(gap, fields.ToMap().Encoded.Length - 1);
        }
    }

    [Theory]
    [InlineData(27, 22, false)]
    [InlineData(28, 23, false)]
    [InlineData(29, 18, true)]
    [InlineData(30, 24, false)]
    [InlineData(261, 255, false)]
    [InlineData(262, 250, true)]
    [InlineData(263, 256, false)]
    [InlineData(65_542, 65_535, false)]
    [InlineData(65_543, 65_530, true)]
    [InlineData(65_544, 65_531, true)]
    [InlineData(65_545, 65_536, false)]
    public void A_second_field_takes_what_the_first_cannot(int gap, int pad, bool second)
    {
        var fields = new CborFields();
        Assert.True(Padding.TryFill(fields, gap));
        Assert.True(CborNode.TryRead(fields.ToMap().Encoded, ParseLimits.Default, out var map, out _));
        Assert.Equal(pad, map.BytesAt("pad")!.Value.Length);
        Assert.Equal(second, map["pad2"] is not null);
    }

    [Fact]
    public void A_data_hash_has_one_length_whatever_its_numbers()
    {
        long[] starts = [0, 2, 23, 24, 255, 256, 65_535, 65_536, uint.MaxValue, 1L + uint.MaxValue, long.MaxValue];
        long[] lengths = [0, 23, 24, 255, 256, 65_535, 65_536, uint.MaxValue];
        foreach (var algorithm in (string[])["sha256", "sha384", "sha512"])
        {
            var hash = new byte[algorithm switch { "sha256" => 32, "sha384" => 48, _ => 64 }];
            var sizes = starts.SelectMany(s => lengths.Select(l => DataHashBinding.Instance.Encode(algorithm, hash, new(s, l)).Length)).Distinct();
            Assert.Single(sizes);
        }
    }
}
