using Countersign.Credentials.Cbor;
using Countersign.Credentials.Identity;

namespace Countersign.Credentials.Tests.Identity;

public class DeterministicCborTests
{
    [Theory]
    [InlineData("a26161016162 02", "a26161016162 02")]
    [InlineData("a2616202616101", "a2616101616202")]
    [InlineData("a2626161016162 02", "a2616202626161 01")]
    [InlineData("a3616101200218 6403", "a31864032002616101")]
    [InlineData("bf616101ff", "a1616101")]
    [InlineData("9f01 02ff", "820102")]
    [InlineData("5f4101 4102ff", "420102")]
    [InlineData("7f6161 6162ff", "626162")]
    [InlineData("1800", "00")]
    [InlineData("1b000000000000000a", "0a")]
    [InlineData("3bffffffffffffffff", "3bffffffffffffffff")]
    [InlineData("fb3ff8000000000000", "f93e00")]
    [InlineData("fb47efffffe0000000", "fa7f7fffff")]
    [InlineData("fb3ff199999999999a", "fb3ff199999999999a")]
    [InlineData("fa7fc00000", "f97e00")]
    [InlineData("d81840", "d81840")]
    [InlineData("f6", "f6")]
    [InlineData("f5", "f5")]
    [InlineData("f7", "f7")]
    [InlineData("e0", "e0")]
    [InlineData("f8ff", "f8ff")]
    public void Everything_gets_its_one_form(string from, string to) =>
        Assert.Equal(to.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(DeterministicCbor.Encode(IdentityBuilder.Node(Convert.FromHexString(from.Replace(" ", "", StringComparison.Ordinal))))));

    [Fact]
    public void A_key_can_be_left_out_of_the_outermost_map_alone() =>
        Assert.Equal("a1616ba1617801", Convert.ToHexStringLower(DeterministicCbor.Encode(IdentityBuilder.Node(Convert.FromHexString("a2616ba16178016178" + "02")), leaveOut: "x")));

    [Fact]
    public void Every_item_that_can_be_read_can_be_written_again()
    {
        // Every head of two bytes and a tail, simple values that are reserved among them.
        for (var head = 0; head <= 0xFFFF; head++)
        {
            byte[] bytes = [(byte)(head >> 8), (byte)head, 0, 0, 0, 0, 0, 0, 0];
            for (var length = 1; length <= bytes.Length; length += length == 1 ? 1 : 7)
            {
                if (!CborNode.TryRead(bytes.AsMemory(0, length), ParseLimits.Default, out var node, out _)) continue;
                var written = DeterministicCbor.Encode(node);
                Assert.Equal(written, DeterministicCbor.Encode(IdentityBuilder.Node(written)));
            }
        }
    }
}
