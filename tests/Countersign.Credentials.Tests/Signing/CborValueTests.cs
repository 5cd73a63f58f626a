using System.Text.Json;
using CsCheck;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Tests.Signing;

public sealed class CborValueTests
{
    [Theory]
    [InlineData("0", "00")]
    [InlineData("23", "17")]
    [InlineData("24", "1818")]
    [InlineData("256", "190100")]
    [InlineData("65536", "1A00010000")]
    [InlineData("4294967296", "1B0000000100000000")]
    [InlineData("18446744073709551615", "1BFFFFFFFFFFFFFFFF")]
    [InlineData("-1", "20")]
    [InlineData("-9223372036854775808", "3B7FFFFFFFFFFFFFFF")]
    [InlineData("1.5", "F93E00")]
    [InlineData("100000.5", "FA47C35040")]
    [InlineData("1.1", "FB3FF199999999999A")]
    [InlineData("\"a\"", "6161")]
    [InlineData("[1,true,null]", "8301F5F6")]
    [InlineData("{\"aa\":1,\"b\":2}", "A2616202626161" + "01")]
    public void Json_becomes_the_shortest_encoding(string json, string hex)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(CborValue.TryFromJson(document.RootElement, out var value));
        Assert.Equal(hex, Convert.ToHexString(value.Encoded.Span));
    }

    [Fact]
    public void The_same_key_twice_is_refused()
    {
        using var document = JsonDocument.Parse("""{"a": 1, "a": 2}""");
        Assert.False(CborValue.TryFromJson(document.RootElement, out _));
        Assert.Throws<ArgumentException>(() => CborValue.Map(KeyValuePair.Create("a", CborValue.Null), KeyValuePair.Create("a", CborValue.Null)));
    }

    [Fact]
    public void Any_order_of_entries_gives_the_same_bytes_and_they_read_back() =>
        Gen.Dictionary(Gen.String, Gen.Long)[0, 30].Sample(entries =>
        {
            if (entries.Keys.Any(k => k.Any(char.IsSurrogate))) return;
            var map = CborValue.Map(entries.Select(e => KeyValuePair.Create(e.Key, CborValue.Of(e.Value))));
            var reversed = CborValue.Map(entries.Reverse().Select(e => KeyValuePair.Create(e.Key, CborValue.Of(e.Value))));
            Assert.Equal(map.Encoded.ToArray(), reversed.Encoded.ToArray());
            Assert.True(CborNode.TryRead(map.Encoded, ParseLimits.Default, out var node, out var says), says);
            foreach (var (key, value) in entries) Assert.Equal(value, node.IntegerAt(key));
        }, iter: 200);

    [Fact]
    public void A_time_is_written_in_UTC_with_its_tag()
    {
        var value = CborValue.Time(new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.FromHours(2)));
        Assert.True(CborNode.TryRead(value.Encoded, ParseLimits.Default, out var node, out _));
        Assert.Equal((0UL, "2026-02-28T23:30:00Z"), (node.TagNumber, node.Tagged!.Text));
    }

    [Fact]
    public void What_is_no_item_is_refused()
    {
        Assert.False(CborValue.TryFromEncoded(new byte[] { 0x61 }, out _, out _));
        Assert.False(CborValue.TryFromEncoded(new byte[] { 0xF6, 0xF6 }, out _, out _));
        Assert.True(CborValue.TryFromEncoded(new byte[] { 0x18, 0x01 }, out var kept, out _));
        Assert.Equal("1801", Convert.ToHexString(kept.Encoded.Span));
    }
}
