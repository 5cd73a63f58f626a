using System.Buffers.Binary;
using System.Text;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding;

public class RiffEmbedderTests
{
    private static long U32(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    // The chunks of the form at a place; its size must end where they end.
    private static List<string> Chunks(byte[] file, int form = 0)
    {
        var list = new List<string>();
        var end = form + 8 + (int)U32(file, form + 4);
        var at = form + 12;
        while (at < end)
        {
            list.Add(Encoding.ASCII.GetString(file, at, 4));
            var length = (int)U32(file, at + 4);
            at += 8 + length + (length & 1);
        }

        Assert.Equal(end, at);
        return list;
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("wav-odd")]
    public void The_chunk_comes_last_and_the_size_counts_it(string kind)
    {
        foreach (var length in new[] { 1000, 1001 })
        {
            var output = Planted.Store(Sources.Of(kind), Planted.Bytes(length));
            Assert.Equal(["fmt ", "data", "C2PA"], Chunks(output));
            Assert.Equal(output.Length, 8 + U32(output, 4));
        }
    }

    [Fact]
    public void A_store_that_was_not_last_goes_and_the_new_one_comes_last()
    {
        var source = Store.Riff(("fmt ", Sources.WaveFormat), ("C2PA", Planted.Bytes(41)), ("data", new byte[20]), ("LIST", [.. "INFO"u8]));
        Assert.Equal(["fmt ", "data", "LIST", "C2PA"], Chunks(Planted.Store(source, Planted.Bytes(500))));
    }

    [Fact]
    public void Bytes_behind_the_form_stay_behind_it()
    {
        byte[] more = [.. "tail"u8, 2, 0, 0, 0, 9, 9];
        var output = Planted.Store([.. Sources.Of("wav"), .. more], Planted.Bytes(500));
        Assert.Equal(more, output[^more.Length..]);
        Assert.Equal(["fmt ", "data", "C2PA"], Chunks(output));
    }

    [Fact]
    public void A_store_behind_the_form_goes_too()
    {
        var old = Planted.Bytes(22);
        byte[] stray = [.. "C2PA"u8, .. Store.Le32(old.Length), .. old];
        Assert.Equal(Planted.Store(Sources.Of("wav"), Planted.Bytes(500)), Planted.Store([.. Sources.Of("wav"), .. stray], Planted.Bytes(500)));
    }

    [Theory]
    [InlineData("webp", 0, 30, 20)]
    [InlineData("webp-lossless", 0x10, 30, 20)]
    public void A_simple_picture_becomes_an_extended_one(string kind, int flags, int width, int height)
    {
        var output = Planted.Store(Sources.Of(kind), Planted.Bytes(500));
        Assert.Equal("VP8X", Chunks(output)[0]);
        Assert.Equal(10, U32(output, 16));
        Assert.Equal(flags, (int)U32(output, 20));
        Assert.Equal(width, 1 + (U32(output, 24) & 0xFFFFFF));
        Assert.Equal(height, 1 + (U32(output, 26) >> 8));
    }

    [Fact]
    public void A_picture_that_does_not_say_how_large_it_is_is_refused() => Assert.Equal("container.damaged", Planted.Refusal(Sources.Riff("WEBP", ("VP8 ", new byte[12]))));

    [Fact]
    public void The_sizes_of_64_bits_are_kept_right()
    {
        var output = Planted.Store(Sources.Of("rf64"), Planted.Bytes(501));
        Assert.Equal(uint.MaxValue, U32(output, 4));
        Assert.Equal(output.Length, 8 + BinaryPrimitives.ReadInt64LittleEndian(output.AsSpan(20)));
    }

    [Fact]
    public void Of_a_long_recording_only_the_structure_is_read()
    {
        const long Data = 9L << 30;
        using var source = new SparseStream(Sources.Rf64(Data)[..88], 16 + Data, [.. "LIST"u8, 4, 0, 0, 0, .. "INFO"u8]);
        Assert.True(new Credentials.Embedding.Riff.RiffEmbedder().TryPlan(new StreamWindow(source), 5000, ParseLimits.Default, out var plan, out _));
        Assert.True(plan!.OutputLength > Data);
        Assert.True(source.BytesRead < 1 << 20);
    }

    [Fact]
    public void What_would_be_too_long_for_its_size_is_refused()
    {
        const long Data = 0xFFFF_F000;
        byte[] head = [.. "RIFF"u8, .. Store.Le32(12 + Data), .. "WAVE"u8, .. "data"u8, .. Store.Le32(Data)];
        using var source = new SparseStream(head, 16 + Data, []);
        Assert.False(new Credentials.Embedding.Riff.RiffEmbedder().TryPlan(new StreamWindow(source), 5000, ParseLimits.Default, out _, out var defect));
        Assert.Equal("container.unsupported", defect!.Code);
    }

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0, 0)]
    public void A_recording_that_was_never_finished_is_refused(long form, long data) =>
        Assert.NotNull(Planted.Refusal([.. "RIFF"u8, .. Store.Le32(form), .. "WAVE"u8, .. "data"u8, .. Store.Le32(data == 0 ? 500 : data), .. new byte[100]]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_indexes_of_a_film_in_several_forms_point_at_what_they_did(bool signedBefore)
    {
        var source = OpenDml(signedBefore);
        var output = Planted.Store(source, Planted.Bytes(70_001));
        var second = (int)(8 + U32(output, 4));
        Assert.Equal(["LIST", "LIST", "idx1", "C2PA"], Chunks(output));
        Assert.Equal(["LIST"], Chunks(output, second));

        var index = Find(output, "indx");
        for (var i = 0; i < 2; i++)
        {
            var (before, after) = ((int)BinaryPrimitives.ReadInt64LittleEndian(source.AsSpan(Find(source, "indx") + 32 + (16 * i))), (int)BinaryPrimitives.ReadInt64LittleEndian(output.AsSpan(index + 32 + (16 * i))));
            Assert.Equal($"ix0{i}", Encoding.ASCII.GetString(output, after, 4));
            var (from, to) = ((int)BinaryPrimitives.ReadInt64LittleEndian(source.AsSpan(before + 20)), (int)BinaryPrimitives.ReadInt64LittleEndian(output.AsSpan(after + 20)));
            Assert.Equal("movi", Encoding.ASCII.GetString(output, to, 4));
            Assert.Equal(source[from..(from + 12)], output[to..(to + 12)]);
        }
    }

    private static int Find(byte[] file, string what) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(what));

    // Two forms, each with media data and an index of it, and an index of these in the header of the stream.
    private static byte[] OpenDml(bool signed)
    {
        byte[] Chunk(string id, byte[] data) => [.. Encoding.ASCII.GetBytes(id), .. Store.Le32(data.Length), .. data, .. new byte[data.Length & 1]];
        byte[] Super(long a, long b) => Chunk("indx", [4, 0, 0, 0, 2, 0, 0, 0, .. "00dc"u8, .. new byte[12], .. Sources.Le64(a), .. new byte[8], .. Sources.Le64(b), .. new byte[8]]);
        byte[] Index(int number, long movi) => Chunk($"ix0{number}", [2, 0, 0, 1, 0, 0, 0, 0, .. "00dc"u8, .. Sources.Le64(movi), 0, 0, 0, 0]);
        byte[] Movi(int number, long at) => Chunk("LIST", [.. "movi"u8, .. Chunk("00dc", [(byte)number, 7, 7]), .. Index(number, at)]);
        byte[] Form(string form, byte[] body) => [.. "RIFF"u8, .. Store.Le32(4 + body.Length), .. Encoding.ASCII.GetBytes(form), .. body];
        byte[] Header(long a, long b) => Chunk("LIST", [.. "hdrl"u8, .. Chunk("avih", new byte[56]), .. Chunk("LIST", [.. "strl"u8, .. Super(a, b)])]);
        byte[] rest = [.. Chunk("idx1", new byte[16]), .. signed ? Chunk("C2PA", Planted.Bytes(90)) : []];

        // An index chunk lies 24 bytes behind the start of its list; offsets are known from the lengths.
        long first = 12 + Header(0, 0).Length, second = first + Movi(0, 0).Length + rest.Length + 12;
        return [.. Form("AVI ", [.. Header(first + 24, second + 24), .. Movi(0, first + 8), .. rest]), .. Form("AVIX", Movi(1, second + 8))];
    }
}
