using Countersign.Matching.Images;
using CsCheck;

namespace Countersign.Matching.Tests.Images;

public class PdqHashTests
{
    private static readonly Gen<PdqHash> Hashes =
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong, (a, b, c, d) => new PdqHash(a, b, c, d));

    [Fact]
    public void Text_and_hash_are_one_to_one() => Hashes.Sample(h => PdqHash.Parse(h.ToString()) == h);

    [Fact]
    public void Distance_is_symmetric_and_zero_only_to_itself() =>
        Gen.Select(Hashes, Hashes).Sample((a, b) =>
            a.HammingDistance(b) == b.HammingDistance(a) && a.HammingDistance(a) == 0 && a.HammingDistance(b) == 0 == (a == b));

    [Fact]
    public void Flipping_n_bits_is_a_distance_of_n() =>
        Gen.Select(Hashes, Gen.Int[0, 255].HashSet[0, 40]).Sample((h, bits) =>
        {
            var words = new[] { h.Bits0, h.Bits64, h.Bits128, h.Bits192 };
            foreach (var bit in bits)
                words[bit / 64] ^= 1UL << (bit % 64);
            return h.HammingDistance(new PdqHash(words[0], words[1], words[2], words[3])) == bits.Count;
        });

    [Fact]
    public void Bit_255_is_written_first() =>
        Assert.Equal("8" + new string('0', 62) + "1", new PdqHash(1, 0, 0, 1UL << 63).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b2")]
    [InlineData("d8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b222")]
    [InlineData("g8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b22")]
    [InlineData(" 8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b22")]
    public void Anything_but_64_hexadecimal_digits_is_refused(string? text) => Assert.False(PdqHash.TryParse(text, out _));
}
