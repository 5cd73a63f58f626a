using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class PngEmbedderTests
{
    private static List<string> Chunks(byte[] file)
    {
        var list = new List<string>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            Assert.Equal(Sources.Crc(file[(at + 4)..(at + 8 + length)]), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            list.Add(Encoding.ASCII.GetString(file, at + 4, 4));
            at += 12 + length;
        }

        return list;
    }

    [Fact]
    public void The_chunk_stands_before_the_data_with_a_right_check() =>
        Assert.Equal(["IHDR", "gAMA", "caBX", "IDAT", "IEND"], Chunks(Planted.Store(Sources.Png(("gAMA", [0, 0, 1, 1])), Planted.Bytes(4000))));

    [Fact]
    public void What_makes_an_animation_comes_first() =>
        Assert.Equal(["IHDR", "acTL", "caBX", "fcTL", "IDAT", "IEND"], Chunks(Planted.Store(Sources.Png(("acTL", new byte[8]), ("fcTL", new byte[26])), Planted.Bytes(4000))));

    [Fact]
    public void Of_several_stores_none_stays() =>
        Assert.Equal(["IHDR", "caBX", "IDAT", "IEND"], Chunks(Planted.Store(Sources.Png(("caBX", Planted.Bytes(40)), ("caBX", Planted.Bytes(50))), Planted.Bytes(4000))));

    [Fact]
    public void A_store_behind_the_data_keeps_its_place()
    {
        byte[] plain = Sources.Png();
        byte[] source = [.. plain[..^12], .. Sources.PngChunk("caBX", Planted.Bytes(40)), .. plain[^12..]];
        Assert.Equal(["IHDR", "IDAT", "caBX", "IEND"], Chunks(Planted.Store(source, Planted.Bytes(4000))));
    }

    [Fact]
    public void Without_header_or_end_it_is_refused()
    {
        Assert.Equal("container.damaged", Planted.Refusal(Store.Png(("IDAT", [1]))));
        Assert.Equal("container.truncated", Planted.Refusal(Sources.Png()[..^12]));
    }
}
