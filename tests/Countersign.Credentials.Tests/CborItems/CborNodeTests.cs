using CsCheck;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Tests.Forging;

namespace Countersign.Credentials.Tests.CborItems;

public class CborNodeTests
{
    private static bool Read(byte[] bytes, out CborNode node) => CborNode.TryRead(bytes, ParseLimits.Default, out node, out _);

    [Fact]
    public void Every_kind_of_item_is_read_with_its_bytes_and_its_place()
    {
        var bytes = CborText.Encode(new Dictionary<string, object?> { ["a"] = new object?[] { 1, -2, "x", new byte[] { 7 }, true, null } });
        Assert.True(Read(bytes, out var map));
        var list = map["a"]!;
        Assert.Equal([1, -2], list.Items.Take(2).Select(i => i.AsLong()!.Value));
        Assert.Equal("x", list.Items[2].Text);
        Assert.Equal([7], list.Items[3].Bytes.ToArray());
        Assert.True(list.Items[4].Bool);
        Assert.True(list.Items[5].IsNull);
        Assert.Equal(3, list.Offset);
        Assert.Equal(bytes[3..], list.Encoded.ToArray());
    }

    // RFC 8949, appendix A.
    [Theory]
    [InlineData("1BFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData("3BFFFFFFFFFFFFFFFF", "-18446744073709551616")]
    [InlineData("1903E8", "1000")]
    [InlineData("3903E7", "-1000")]
    public void Integers_of_the_whole_range_are_read(string hex, string value)
    {
        Assert.True(Read(Convert.FromHexString(hex), out var node));
        Assert.Equal(Int128.Parse(value, System.Globalization.CultureInfo.InvariantCulture), node.Integer);
    }

    [Theory]
    [InlineData("7F657374726561646D696E67FF", "streaming")]
    [InlineData("5F42010243030405FF", null)]
    [InlineData("9F01820203FF", null)]
    [InlineData("BF61610161629F0203FFFF", null)]
    public void Indefinite_lengths_are_read(string hex, string? text)
    {
        Assert.True(Read(Convert.FromHexString(hex), out var node));
        if (text is not null) Assert.Equal(text, node.Text);
    }

    [Theory]
    [InlineData("A2616101616102")]
    [InlineData("A2010201030405")]
    [InlineData("0101")]
    [InlineData("")]
    [InlineData("9BFFFFFFFFFFFFFFFF")]
    [InlineData("5BFFFFFFFFFFFFFFFF00")]
    [InlineData("62FFFE")]
    [InlineData("FF")]
    [InlineData("1C")]
    public void What_is_not_well_formed_or_has_a_key_twice_or_a_tail_is_refused(string hex) => Assert.False(Read(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_million_tags_are_refused_without_an_end_of_the_stack() => Assert.False(Read([.. Enumerable.Repeat((byte)0xC1, 1_000_000), 0x01], out _));

    [Fact]
    public void An_item_may_be_read_with_others_behind_it()
    {
        Assert.True(CborNode.TryReadFirst(Convert.FromHexString("820102FF"), ParseLimits.Default, out var node, out var length, out _));
        Assert.Equal(3, length);
        Assert.Equal(2, node.Items.Count);
    }

    [Fact]
    public void Any_bytes_come_back_without_an_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes => { _ = Read(bytes, out _); }, iter: 20_000);
}
