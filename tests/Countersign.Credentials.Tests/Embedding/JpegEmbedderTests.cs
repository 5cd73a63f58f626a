using System.Buffers.Binary;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class JpegEmbedderTests
{
    private static readonly byte[] s_foreign = Store.Box("jumb", Store.Box("jumd", [.. new byte[16], 3, .. "other\0"u8]));

    private static List<(byte Marker, byte[] Data)> Segments(byte[] file)
    {
        var list = new List<(byte, byte[])>();
        for (var at = 2; file[at + 1] != 0xDA;)
        {
            Assert.Equal(0xFF, file[at]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            list.Add((file[at + 1], file[(at + 4)..(at + 2 + length)]));
            at += 2 + length;
        }

        return list;
    }

    [Fact]
    public void The_store_stands_behind_jfif_and_exif_and_before_the_rest()
    {
        byte[] xmp = [0xFF, 0xE1, 0, 6, .. "http"u8];
        var output = Planted.Store(Store.Jpeg(Sources.Jfif, Sources.Exif, xmp), Planted.Bytes(100));
        Assert.Equal([0xE0, 0xE1, 0xEB, 0xE1], Segments(output).Select(s => s.Marker));
    }

    [Fact]
    public void Segments_are_numbered_and_each_repeats_the_header_of_the_box()
    {
        var store = Planted.Bytes(200_000);
        var ours = Segments(Planted.Store(Store.Jpeg(Sources.Jfif), store)).FindAll(s => s.Marker == 0xEB);
        Assert.Equal(4, ours.Count);
        for (var i = 0; i < ours.Count; i++)
        {
            Assert.Equal("JP", System.Text.Encoding.ASCII.GetString(ours[i].Data, 0, 2));
            Assert.Equal(i + 1, BinaryPrimitives.ReadInt32BigEndian(ours[i].Data.AsSpan(4)));
            Assert.Equal(store[..8], ours[i].Data[8..16]);
        }

        Assert.Equal(store[8..], ours.SelectMany(s => s.Data[16..]));
    }

    [Fact]
    public void Jumbf_of_others_stays_and_has_a_number_of_its_own()
    {
        // The number that is used by default is taken, and the old store shares it.
        var source = Store.Jpeg(Store.App11(0x0211, 1, s_foreign), Store.App11(7, 1, Planted.Bytes(50)));
        var left = Segments(Planted.Store(source, Planted.Bytes(500)));
        Assert.Equal(2, left.Count);
        Assert.Contains(left, s => s.Data[8..].AsSpan().SequenceEqual(s_foreign));
        Assert.Equal(2, left.Select(s => BinaryPrimitives.ReadUInt16BigEndian(s.Data.AsSpan(2))).Distinct().Count());
    }

    [Fact]
    public void A_scattered_store_goes_and_what_lay_between_stays()
    {
        var old = Planted.Bytes(300);
        byte[] comment = [0xFF, 0xFE, 0, 4, 1, 2];
        var source = Store.Jpeg(Store.App11(3, 1, old[..100]), comment, Store.App11(3, 2, [.. old[..8], .. old[100..]]));
        Assert.Equal([0xEB, 0xFE], Segments(Planted.Store(source, Planted.Bytes(90))).Select(s => s.Marker));
    }

    [Fact]
    public void A_store_keeps_the_place_it_had()
    {
        var source = Store.Jpeg(Store.App11(3, 1, Planted.Bytes(300)), Sources.Exif);
        Assert.Equal(2, Planted.Plan(source, 5000).Plan!.Carrier.Offset);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_pictures_behind_the_first_are_still_where_the_index_says(bool little)
    {
        // The old store lies behind the index, the new one does too: the second picture moves in relation to it.
        byte[] second = Store.Jpeg(Sources.Jfif);
        byte[] Index(int size, int offset) => [0xFF, 0xE2, 0, 2 + 4 + 8 + 2 + 12 + 4 + 32, .. "MPF\0"u8, .. little ? "II*\0"u8 : "MM\0*"u8, .. N(8, 4), .. N(1, 2), .. N(0xB002, 2), .. N(7, 2), .. N(32, 4), .. N(26, 4), .. N(0, 4),
            .. N(0x030000, 4), .. N(size, 4), .. N(0, 4), .. N(0, 4), .. N(0, 4), .. N(second.Length, 4), .. N(offset, 4), .. N(0, 4)];
        byte[] N(long value, int width) => [.. Enumerable.Range(0, width).Select(i => (byte)(value >> (8 * (little ? i : width - 1 - i))))];
        byte[] First(int size, int offset) => Store.Jpeg(Sources.Jfif, Index(size, offset), Store.App11(3, 1, Planted.Bytes(100)));
        var length = First(0, 0).Length;
        var mark = 2 + Sources.Jfif.Length + 8;
        byte[] source = [.. First(length, length - mark), .. second];

        var output = Planted.Store(source, Planted.Bytes(70_000));
        var entries = mark + 26;
        long U32(int at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(output.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(output.AsSpan(at));
        Assert.Equal(output.Length - second.Length, U32(entries + 4));
        Assert.Equal(0, U32(entries + 8));
        Assert.Equal(second.Length, U32(entries + 16 + 4));
        Assert.Equal(second, output[(int)(mark + U32(entries + 16 + 8))..]);
    }

    [Theory]
    [InlineData("container.truncated", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 1 })]
    [InlineData("container.truncated", new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 })]
    [InlineData("container.damaged", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9 })]
    public void What_is_no_picture_is_refused(string code, byte[] source) => Assert.Equal(code, Planted.Refusal(source));
}
