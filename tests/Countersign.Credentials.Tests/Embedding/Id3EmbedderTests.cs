using System.Buffers.Binary;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class Id3EmbedderTests
{
    private static readonly byte[] s_title = [0, 0xFF, 0xE0, 0xFF, 0, 1];

    // 0xFF before 0xE0 and more, and before 0, gets a zero behind it (ID3v2.4 structure, §6.1).
    private static byte[] Stuffed(byte[] plain) => [.. plain.SelectMany((b, i) => b == 0xFF && i + 1 < plain.Length && plain[i + 1] is 0 or >= 0xE0 ? new byte[] { b, 0 } : [b])];

    private static List<(string Id, byte Flags, byte[] Data)> Frames(byte[] file)
    {
        var list = new List<(string, byte, byte[])>();
        Assert.Equal(0, file[5]);
        var end = 10 + Number(file.AsSpan(6), true);
        for (var at = 10; at + 10 <= end && file[at] != 0;)
        {
            var length = Number(file.AsSpan(at + 4), file[3] == 4);
            list.Add((System.Text.Encoding.ASCII.GetString(file, at, 4), file[at + 9], file[(at + 10)..(at + 10 + length)]));
            at += 10 + length;
        }

        return list;
    }

    private static int Number(ReadOnlySpan<byte> b, bool seven) => seven ? (b[0] << 21) | (b[1] << 14) | (b[2] << 7) | b[3] : BinaryPrimitives.ReadInt32BigEndian(b);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_tag_keeps_its_version_its_frames_and_its_padding(int version)
    {
        byte[] source = [.. Sources.Id3(version, 0, Sources.Frame(version, "TIT2", s_title), Sources.Frame(version, "APIC", new byte[300]), new byte[64]), .. Sources.Mpeg];
        var store = Planted.Bytes(40_000);
        var output = Planted.Store(source, store);
        Assert.Equal(version, output[3]);
        Assert.Equal(["GEOB", "TIT2", "APIC"], Frames(output).Select(f => f.Id));
        Assert.Equal([0, .. "application/c2pa\0c2pa\0c2pa manifest store\0"u8, .. store], Frames(output)[0].Data);
        byte[] end = [.. new byte[64], .. Sources.Mpeg];
        Assert.Equal(end, output[^end.Length..]);
    }

    [Fact]
    public void A_file_without_a_tag_gets_one()
    {
        var output = Planted.Store(Sources.Of("flac"), Planted.Bytes(100));
        Assert.Equal([.. "ID3"u8, 4, 0, 0], output[..6]);
        Assert.Equal(Sources.Of("flac"), output[(10 + Number(output.AsSpan(6), true))..]);
    }

    [Fact]
    public void Of_a_tag_unsynchronised_as_a_whole_the_frames_are_written_plainly()
    {
        byte[] frames = [.. Sources.Frame(3, "TIT2", s_title), .. Sources.Frame(3, "TALB", [0, .. "b"u8])];
        byte[] source = [.. Sources.Id3(3, 0x80, Stuffed(frames)), .. Sources.Mpeg];
        var read = Frames(Planted.Store(source, Planted.Bytes(3000)));
        Assert.Equal(["GEOB", "TIT2", "TALB"], read.Select(f => f.Id));
        Assert.Equal(s_title, read[1].Data);
    }

    [Fact]
    public void Frames_that_are_unsynchronised_say_so_themselves()
    {
        byte[] source = [.. Sources.Id3(4, 0x80, Sources.Frame(4, "TIT2", Stuffed(s_title)), Sources.Frame(4, "TALB", Stuffed(s_title), 0x02)), .. Sources.Mpeg];
        var read = Frames(Planted.Store(source, Planted.Bytes(3000)));
        Assert.Equal([("GEOB", 0), ("TIT2", 2), ("TALB", 2)], read.Select(f => (f.Id, (int)f.Flags)));
        Assert.Equal(Stuffed(s_title), read[1].Data);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void An_unsynchronised_store_is_replaced(int version)
    {
        byte[] old = Sources.Frame(version, "GEOB", [0, .. "application/c2pa\0\0\0"u8, .. Planted.Bytes(50)]);
        byte[] title = Sources.Frame(version, "TIT2", [0, .. "b"u8]);
        byte[] body = version == 3 ? Stuffed([.. title, .. old]) : [.. title, .. Sources.Frame(4, "GEOB", Stuffed(old[10..]), 0x02)];
        var read = Frames(Planted.Store([.. Sources.Id3(version, 0x80, body), .. Sources.Mpeg], Planted.Bytes(3000)));
        Assert.Equal(["GEOB", "TIT2"], read.Select(f => f.Id));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void An_extended_header_goes(int version)
    {
        byte[] extended = version == 3 ? [0, 0, 0, 6, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 6, 1, 0];
        byte[] source = [.. Sources.Id3(version, 0x40, extended, Sources.Frame(version, "TIT2", s_title)), .. Sources.Mpeg];
        Assert.Equal(["GEOB", "TIT2"], Frames(Planted.Store(source, Planted.Bytes(3000))).Select(f => f.Id));
    }

    [Fact]
    public void A_footer_goes()
    {
        var tag = Sources.Id3(4, 0x10, Sources.Frame(4, "TIT2", s_title));
        byte[] source = [.. tag, .. "3DI"u8, .. tag[3..10], .. Sources.Mpeg];
        var output = Planted.Store(source, Planted.Bytes(3000));
        Assert.Equal(["GEOB", "TIT2"], Frames(output).Select(f => f.Id));
        Assert.Equal(Sources.Mpeg, output[(10 + Number(output.AsSpan(6), true))..]);
    }

    [Fact]
    public void What_cannot_be_extended_is_refused()
    {
        Assert.Equal("container.unsupported", Planted.Refusal([.. Sources.Id3(2, 0, new byte[20]), .. Sources.Mpeg]));
        Assert.Equal("container.truncated", Planted.Refusal([.. "ID3"u8, 4, 0, 0, 0, 0, 50, 0, 1]));
        Assert.Equal("container.damaged", Planted.Refusal([.. Sources.Id3(4, 0, [.. "TIT2"u8, 0, 0, 1, 0, 0, 0]), .. Sources.Mpeg]));
        Assert.Equal("container.unsupported", Planted.Refusal(Sources.Of("mp3"), 1 << 28));
        byte[] large = [.. Sources.Id3(3, 0x80, new byte[200]), .. Sources.Mpeg];
        Assert.Equal("limit.reached", Planted.Plan(large, 100, ParseLimits.Default with { MaxId3Bytes = 100 }).Defect!.Code);
    }
}
