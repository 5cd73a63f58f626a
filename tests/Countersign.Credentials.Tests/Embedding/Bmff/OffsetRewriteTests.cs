using System.Buffers.Binary;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Embedding.Bmff;
using Countersign.Credentials.Tests.Assertions.Bindings.Bmff;
using Countersign.Credentials.Tests.Shared;
using CsCheck;

namespace Countersign.Credentials.Tests.Embedding.Bmff;

/// <summary>Each box that holds places in the file, in each of its forms, over films of a few hundred bytes.</summary>
public class OffsetRewriteTests
{
    private static readonly byte[] s_ftyp = Store.Box("ftyp", "isom\0\0\0\0"u8.ToArray());

    private static byte[] Be64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Number(int width, long value) => width switch { 0 => [], 4 => Store.Be32(value), _ => Be64(value) };

    private static byte[] Stco(params long[] offsets) => Fixture.Full("stco", 0, 0, [.. Store.Be32(offsets.Length), .. offsets.SelectMany(o => Store.Be32(o))]);

    private static byte[] Moov(byte[] inStbl, byte[]? dref = null) => Store.Box("moov", Store.Box("trak", Store.Box("mdia", Store.Box("minf",
        [.. dref is null ? [] : Store.Box("dinf", dref), .. Store.Box("stbl", inStbl)]))));

    private static byte[] Dref(params bool[] here) => Fixture.Full("dref", 0, 0, [.. Store.Be32(here.Length), .. here.SelectMany(h => Fixture.Full("url ", 0, h ? 1 : 0, []))]);

    /// <summary>ftyp, what is given for the place of the media data, and that media data.</summary>
    private static byte[] Made(Func<long, byte[]> box, byte[]? brand = null)
    {
        var head = brand ?? s_ftyp;
        var media = head.Length + box(0).Length + 8;
        return [.. head, .. box(media), .. Store.Box("mdat", "the media data, of which offsets speak"u8.ToArray())];
    }

    private static byte[] Signed(byte[] source)
    {
        var (output, statuses) = Film.Sign(source);
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Codes(statuses));
        return output;
    }

    private static string TextAt(byte[] file, long offset, int length) => System.Text.Encoding.ASCII.GetString(file, (int)offset, length);

    [Fact]
    public void Chunk_offsets_of_both_widths()
    {
        var source = Made(m => Moov([.. Stco(m, m + 4), .. Fixture.Full("co64", 0, 0, [.. Store.Be32(1), .. Be64(m + 10)])]));
        Film.SameChunks(source, Signed(source));
    }

    [Fact]
    public void A_film_without_ftyp()
    {
        var source = Made(m => Moov(Stco(m)), []);
        var output = Signed(source);
        Film.SameChunks(source, output);
        Assert.Equal("uuid", Film.Boxes(output).First().Type);
    }

    [Fact]
    public void Media_data_that_runs_to_the_end_and_a_few_bytes_after_the_last_box()
    {
        var open = Made(m => Moov(Stco(m)));
        BinaryPrimitives.WriteInt32BigEndian(open.AsSpan(Fixture.Find(open, "mdat")), 0);
        Film.SameChunks(open, Signed(open));
        var tail = (byte[])[.. Made(m => Moov(Stco(m))), 0, 0, 0, 0, 9];
        Film.SameChunks(tail, Signed(tail));
    }

    [Fact]
    public void Offsets_into_other_files_stay_as_they_are()
    {
        var output = Signed(Made(m => Moov(Stco(77), Dref(false))));
        Assert.Equal([77L], Film.Chunks(output));
        var source = Made(m => Moov(Stco(m), Dref(true)));
        Film.SameChunks(source, Signed(source));
        Assert.Equal("container.unsupported", Film.Refused(Made(m => Moov(Stco(m), Dref(true, false)))).Code);
    }

    public static TheoryData<int, int, int, int> LocationForms
    {
        get
        {
            var data = new TheoryData<int, int, int, int>();
            foreach (var version in new[] { 0, 1, 2 })
            {
                foreach (var (offset, start) in new[] { (4, 0), (8, 0), (4, 4), (8, 8), (0, 4), (0, 8), (4, 8) }) data.Add(version, offset, start, version == 0 ? 0 : 4);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LocationForms))]
    public void Item_locations_of_every_form(int version, int offsetSize, int baseSize, int indexSize)
    {
        // Two extents where the offsets have room for it; the base is the media data, or zero with whole offsets in the extents.
        var source = Made(m => Store.Box("meta", [0, 0, 0, 0, .. Iloc(m)]));
        var output = Signed(source);
        var iloc = Film.At(output, "meta/iloc").Single();
        var at = iloc.Data + 4 + 2 + (version < 2 ? 2 : 4) + (version < 2 ? 2 : 4) + (version == 0 ? 0 : 2) + 2;
        var start = Read(output, at, baseSize);
        at += baseSize + 2 + indexSize;
        Assert.Equal("media", TextAt(output, start + Read(output, at, offsetSize) + 4, 5));
        // The second item counts from the item data box and does not move.
        var second = at + offsetSize + 4 + (version < 2 ? 2 : 4) + (version == 0 ? 0 : 2) + 2;
        if (version > 0) Assert.Equal(3, Read(output, second, baseSize) + Read(output, second + baseSize + 2 + indexSize, offsetSize));

        byte[] Iloc(long m) => Fixture.Full("iloc", (byte)version, 0,
        [
            (byte)((offsetSize << 4) | 4), (byte)((baseSize << 4) | indexSize),
            .. Id(version == 0 ? 1 : 2),
            .. Id(1), .. version == 0 ? [] : new byte[] { 0, 0 }, 0, 0, .. Number(baseSize, m), 0, 1, .. Number(indexSize, 1), .. Number(offsetSize, baseSize == 0 ? m : 0), .. Store.Be32(9),
            .. version == 0 ? [] : (byte[])[.. Id(2), 0, 1, 0, 0, .. Number(baseSize, 3), 0, 1, .. Number(indexSize, 1), .. Number(offsetSize, baseSize == 0 ? 3 : 0), .. Store.Be32(9)],
        ]);

        byte[] Id(int n) => version < 2 ? Store.Be16(n) : Store.Be32(n);
    }

    private static long Read(byte[] file, int at, int width) => width == 0 ? 0 : width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)) : BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(at));

    [Fact]
    public void An_item_location_that_cannot_be_said_any_more_is_refused()
    {
        // One offset of 32 bits that is already the greatest there is.
        var iloc = Fixture.Full("iloc", 0, 0, [0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, .. Store.Be32(uint.MaxValue), .. Store.Be32(1)]);
        Assert.Equal("container.damaged", Film.Refused(Made(m => Store.Box("meta", [0, 0, 0, 0, .. iloc]))).Code);
        var unknown = Fixture.Full("iloc", 3, 0, [0x44, 0, 0, 0]);
        Assert.Equal("container.damaged", Film.Refused(Made(m => Store.Box("meta", [0, 0, 0, 0, .. unknown]))).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fragments_auxiliary_data_and_the_table_of_random_access(byte version)
    {
        var width = version == 0 ? 4 : 8;
        byte[] Head(long m) =>
        [
            .. Moov(Fixture.Full("saio", version, 1, [.. new byte[8], .. Store.Be32(1), .. Number(width, m)])),
            .. Store.Box("moof", Store.Box("traf", [.. Fixture.Full("tfhd", 0, 1, [.. Store.Be32(1), .. Be64(m)]), .. Fixture.Full("saio", 0, 0, [.. Store.Be32(1), .. Store.Be32(40)])])),
        ];
        var media = Made(Head);
        var moof = Fixture.Find(media, "moof");
        var tfra = Fixture.Full("tfra", version, 0, [.. Store.Be32(1), .. Store.Be32(0x24), .. Store.Be32(2), .. Entry(0), .. Entry(0)]);
        var output = Signed([.. media, .. Store.Box("mfra", tfra)]);
        var saio = Film.At(output, "moov/trak/mdia/minf/stbl/saio").Single();
        Assert.Equal("the media", TextAt(output, Read(output, saio.Data + 16, width), 9));
        var traf = Film.At(output, "moof/traf/tfhd").Single();
        Assert.Equal("the media", TextAt(output, Read(output, traf.Data + 8, 8), 9));
        // In a fragment it counts from the fragment.
        Assert.Equal(40, Read(output, Film.At(output, "moof/traf/saio").Single().Data + 8, 4));
        var at = Film.At(output, "mfra/tfra").Single().Data + 16;
        for (var i = 0; i < 2; i++, at += (2 * width) + 6) Assert.Equal(Film.At(output, "moof").Single().Start, Read(output, at + width, width));

        // widths 0x24: traf 3 bytes, trun 2 bytes, sample 1 byte
        byte[] Entry(long time) => [.. Number(width, time), .. Number(width, moof), 0, 0, 1, 0, 1, 1];
    }

    [Fact]
    public void A_segment_index_counts_from_itself_and_loses_what_is_left_out()
    {
        byte[] fragment = [.. Store.C2paBox("merkle", new byte[30]), .. Store.Box("moof", Fixture.Full("mfhd", 0, 0, Store.Be32(1))), .. Store.Box("mdat", new byte[20])];
        byte[] source = [.. s_ftyp, .. Sidx(0, fragment.Length, fragment.Length), .. fragment, .. fragment];
        byte[] bare = [.. Store.Box("moof", Fixture.Full("mfhd", 0, 0, Store.Be32(1))), .. Store.Box("mdat", new byte[20])];
        var output = Signed(source);
        var sidx = Film.At(output, "sidx").Single();
        Assert.Equal(Sidx(0, bare.Length, bare.Length), output[sidx.Start..sidx.End]);

        static byte[] Sidx(int first, params int[] sizes) => Fixture.Full("sidx", 0, 0,
            [.. Store.Be32(1), .. Store.Be32(1), .. Store.Be32(0), .. Store.Be32(first), 0, 0, .. Store.Be16(sizes.Length), .. sizes.SelectMany(s => (byte[])[.. Store.Be32(s), .. Store.Be32(1), .. Store.Be32(0)])]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Chunk_offsets_that_outgrow_32_bits_are_widened_and_the_boxes_around_grow(bool moovFirst)
    {
        const long MdatLength = 5L << 30;
        // The second offset passes 2^32 only because of what is put in.
        var moov = Moov([.. Stco(4000, uint.MaxValue - 100), .. Fixture.Full("stsz", 0, 0, new byte[8])]);
        byte[] mdat = [.. Store.Be32(1), .. "mdat"u8, .. Be64(MdatLength)];
        byte[] head = moovFirst ? [.. s_ftyp, .. moov, .. mdat] : [.. s_ftyp, .. mdat];
        var film = new SparseStream(head, MdatLength, moovFirst ? [] : moov);
        Assert.True(new BmffEmbedder().TryPlan(new StreamWindow(film), 1000, ParseLimits.Default, out var plan, out var defect), defect?.ToString());
        Assert.Equal(film.Length + 1045 + 8, plan!.OutputLength);
        Assert.True(film.BytesRead < 100_000);
        var written = new MemoryStream();
        foreach (var piece in plan.Pieces.Where(p => p.Length < 100_000))
        {
            if (piece is LiteralPiece literal) written.Write(literal.Bytes.Span);
            if (piece is not SourcePiece { Range: var range }) continue;
            var bytes = new byte[range.Length];
            film.Position = range.Offset;
            film.ReadExactly(bytes);
            written.Write(bytes);
        }

        var output = written.ToArray();
        var grown = Film.At(output[(output.AsSpan().IndexOf("moov"u8) - 4)..], "moov/trak/mdia/minf/stbl");
        Assert.Equal(["co64", "stsz"], Film.Boxes(output[(output.AsSpan().IndexOf("moov"u8) - 4)..], grown.Single().Data, grown.Single().End).Select(b => b.Type));
        var shift = 1045 + (moovFirst ? 8 : 0);
        Assert.Equal([4000L + shift, uint.MaxValue - 100L + shift], Film.Chunks(output[(output.AsSpan().IndexOf("moov"u8) - 4)..]));
    }

    [Fact]
    public void What_cannot_be_rewritten_is_refused_and_said()
    {
        Assert.Equal("container.unsupported", Film.Refused(Made(m => Store.Box("moov", Store.Box("cmov", new byte[20])))).Code);
        Assert.Equal("container.unsupported", Film.Refused(Made(m => Moov(Stco(m)), Store.Box("ftyp", "crx \0\0\0\0"u8.ToArray()))).Code);
        Assert.Equal("container.damaged", Film.Refused([]).Code);
        Assert.Equal("container.damaged", Film.Refused(Made(m => Moov(Fixture.Full("stco", 0, 0, Store.Be32(9))))).Code);
        Assert.Equal("container.damaged", Film.Refused(Made(m => Store.Box("moov", [0, 0, 1, 0, 1, 1, 1, 1, 1]))).Code);
        Assert.Equal("container.truncated", Film.Refused(Made(m => Moov(Stco(m)))[..^5]).Code);
        byte[] between = [.. s_ftyp, .. Store.Box("moof", Fixture.Full("mfhd", 0, 0, Store.Be32(1))), .. Store.C2paBox("merkle", new byte[9]), .. Store.Box("mdat", new byte[9])];
        Assert.Equal("container.unsupported", Film.Refused(between).Code);
        Assert.Equal("limit.reached", Film.Refused(Made(m => Moov(Stco(m))), ParseLimits.Default with { MaxBmffTableBytes = 10 }).Code);
        Assert.Equal("limit.reached", Film.Refused(Made(m => Moov(Stco(m))), ParseLimits.Default with { MaxBmffRoots = 2 }).Code);
        Assert.Equal("limit.reached", Film.Refused(Made(m => Moov(Stco(m))), ParseLimits.Default with { MaxBmffDepth = 4 }).Code);
    }

    [Fact]
    public void An_original_with_an_update_behind_it_still_matches()
    {
        var source = Made(m => Moov(Stco(m)));
        var store = Store.Make(1000);
        Assert.True(new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(source)), store.Length, ParseLimits.Default, out var plan, out _));
        var written = new MemoryStream();
        var hash = PlanWriter.WriteAndHash(plan!, new MemoryStream(source), written, System.Security.Cryptography.HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
        PlanWriter.Patch(plan!, written, store);
        var file = written.ToArray();
        "original"u8.CopyTo(file.AsSpan(file.AsSpan().IndexOf("manifest\0"u8)));
        file = [.. file, .. Store.C2paBox("update", Store.Make())];
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Check(file, BmffEmbedder.HashLabel, SignedFilm.Node(BmffEmbedder.HashAssertion("sha256", hash)))[0].Code);
        Assert.Equal(2, CredentialLocator.Find(new MemoryStream(file)).Stores.Count);
        // Signed anew, both are gone.
        Assert.Single(CredentialLocator.Find(new MemoryStream(Signed(file))).Stores);
    }

    [Fact]
    public void Mutants_are_signed_or_refused_and_what_is_signed_matches()
    {
        var folder = SharedData.Need("credentials/corpus");
        var real = File.ReadAllBytes(Path.Combine(folder, "encypher__fixtures__signed_test.mp4"));
        var picture = File.ReadAllBytes(Path.Combine(folder, "c2pa-ts__trustnxt-icon-signed-v2-bmff.heic"));
        byte[][] films = [Made(m => Moov(Stco(m, m + 4), Dref(true))), real[^3000..], [.. real[..32], .. real[13606..13630], .. real[20835..]], [.. picture[..28], .. picture[31649..]]];
        Gen.Select(Gen.Int[0, films.Length - 1], Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[0, 8]).Sample((n, edits) =>
        {
            var mutant = films[n].ToArray();
            foreach (var (at, value) in edits) mutant[at % mutant.Length] = value;
            if (!new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(mutant)), 50, ParseLimits.Default, out _, out var defect)) return defect is not null;
            Assert.Equal("assertion.bmffHash.match", Film.Sign(mutant, Store.Make(10)).Statuses[0].Code);
            return true;
        }, iter: 1000, threads: 1);
    }
}
