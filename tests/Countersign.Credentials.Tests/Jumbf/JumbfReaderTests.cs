using CsCheck;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Tests.Jumbf;

public class JumbfReaderTests
{
    private static JumbfBox? Read(byte[] bytes) => JumbfReader.TryRead(bytes, ParseLimits.Default, out var box, out _) ? box : null;

    [Fact]
    public void What_was_written_is_read()
    {
        var inner = JumbfWriter.Superbox(JumbfTypes.Cbor, "c2pa.actions", [], JumbfWriter.Box("cbor"u8, (byte[])[0xA0]));
        var salted = JumbfWriter.Superbox(JumbfTypes.Json, "c2pa.metadata", new byte[16], JumbfWriter.Box("json"u8, "{}"u8));
        var box = Read(JumbfWriter.Superbox(JumbfTypes.AssertionStore, "c2pa.assertions", [], inner, salted))!;
        Assert.Equal("c2pa.assertions", box.Label);
        Assert.Equal(["c2pa.actions", "c2pa.metadata"], box.Children.Select(c => c.Label));
        Assert.Equal(inner, box.Children[0].Bytes.ToArray());
        Assert.Equal(inner[8..], box.Children[0].Content.ToArray());
        Assert.Equal(16, box.Children[1].Description!.Salt.Length);
        Assert.Equal([0xA0], box.Labelled("c2pa.actions")!.Child("cbor"u8)!.Content.ToArray());
    }

    [Fact]
    public void Padding_behind_the_store_is_left_alone() => Assert.NotNull(Read([.. JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", []), 0, 0, 0, 0]));

    [Fact]
    public void A_long_header_is_read()
    {
        var box = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", []);
        byte[] wide = [0, 0, 0, 1, .. "jumb"u8, 0, 0, 0, 0, 0, 0, 0, (byte)(box.Length + 8), .. box[8..]];
        Assert.Equal(16, Read(wide)!.HeaderLength);
        Assert.Equal(box[8..], Read(wide)!.Content.ToArray());
    }

    [Theory]
    [InlineData(0x7F)]
    [InlineData(0xFF)]
    public void A_length_past_the_end_is_refused(byte first)
    {
        var box = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", []);
        box[0] = first;
        Assert.Null(Read(box));
    }

    [Fact]
    public void A_child_may_not_reach_past_its_parent()
    {
        var child = JumbfWriter.Box("cbor"u8, new byte[8]);
        child[3] += 4;
        Assert.Null(Read([.. JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", [], child), 0, 0, 0, 0]));
    }

    [Fact]
    public void Twenty_thousand_nested_boxes_end_at_the_limit()
    {
        var bytes = new MemoryStream();
        for (var i = 20_000; i > 0; i--)
        {
            bytes.Write(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(i * 33)));
            bytes.Write("jumb"u8);
            bytes.Write(JumbfWriter.Box("jumd"u8, new byte[17]));
        }

        Assert.False(JumbfReader.TryRead(bytes.ToArray(), ParseLimits.Default, out _, out var defect));
        Assert.Equal("limit.reached", defect!.Code);
    }

    [Fact]
    public void A_label_that_is_no_utf8_is_refused()
    {
        var box = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", []);
        box[8 + 8 + 17] = 0xFF;
        Assert.Null(Read(box));
    }

    [Fact]
    public void Any_change_of_a_store_comes_back_without_an_exception()
    {
        var store = JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", [], JumbfWriter.Superbox(JumbfTypes.StandardManifest, "m", new byte[16], JumbfWriter.Box("cbor"u8, new byte[20])));
        Gen.Select(Gen.Int[0, store.Length - 1], Gen.Byte, Gen.Int[0, store.Length - 1], Gen.Byte).Sample((at, value, then, other) =>
        {
            var changed = store.ToArray();
            changed[at] = value;
            changed[then] = other;
            _ = Read(changed);
        }, iter: 20_000);
    }
}
