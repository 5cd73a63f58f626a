using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class JxlEmbedderTests
{
    private static List<string> Boxes(byte[] file)
    {
        var list = new List<string>();
        for (var at = 0; at < file.Length;)
        {
            list.Add(Encoding.ASCII.GetString(file, at + 4, 4));
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            at = length == 0 ? file.Length : at + length;
        }

        return list;
    }

    [Fact]
    public void The_store_stands_before_the_picture_and_other_jumbf_stays()
    {
        var foreign = Store.Box("jumb", Store.Box("jumd", [.. new byte[16], 3, .. "other\0"u8]));
        Assert.Equal(["JXL ", "ftyp", "jxll", "jumb", "jumb", "jxlc"], Boxes(Planted.Store(Sources.Jxl(foreign), Planted.Bytes(500))));
    }

    [Fact]
    public void A_packed_store_is_replaced()
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(Planted.Bytes(500).AsSpan(8));
        var output = Planted.Store(Sources.Jxl(Store.Box("brob", [.. "jumb"u8, .. packed.ToArray()])), Planted.Bytes(500));
        Assert.Equal(["JXL ", "ftyp", "jxll", "jumb", "jxlc"], Boxes(output));
    }

    [Fact]
    public void A_last_box_without_a_length_stays_last()
    {
        var source = Sources.Jxl();
        BinaryPrimitives.WriteInt32BigEndian(source.AsSpan(source.Length - 13), 0);
        Assert.Equal(["JXL ", "ftyp", "jxll", "jumb", "jxlc"], Boxes(Planted.Store(source, Planted.Bytes(500))));
    }

    [Fact]
    public void A_bare_codestream_is_put_into_boxes_unchanged()
    {
        var source = Sources.Of("jxl-bare");
        var output = Planted.Store(source, Planted.Bytes(500));
        Assert.Equal(["JXL ", "ftyp", "jumb", "jxlc"], Boxes(output));
        Assert.Equal(source, output[^source.Length..]);
    }

    [Fact]
    public void Without_a_codestream_it_is_refused() => Assert.Equal("container.damaged", Planted.Refusal(Store.Box("JXL ", [13, 10, 0x87, 10])));
}
