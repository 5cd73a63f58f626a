using System.IO.Compression;
using System.Text;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Containers;

/// <summary>The JUMBF of a store, out of each kind of file and each way to write it.</summary>
public class StoreBytesTests
{
    private static readonly byte[] s_store = Store.Make(600);

    public static TheoryData<string, byte[]> Files => new()
    {
        { "PNG", Store.Png(("caBX", s_store)) },
        { "RIFF", Store.Riff(("C2PA", s_store)) },
        { "GIF, in sub-blocks", Store.Gif(s_store) },
        { "TIFF", Store.Tiff(s_store) },
        { "BMFF", [.. Store.Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. Store.C2paBox("manifest", s_store)] },
        { "JPEG, in three segments with their headers again", Store.Jpeg(Store.App11(1, 1, s_store[..200]), Store.App11(1, 2, [.. s_store[..8], .. s_store[200..300]]), Store.App11(1, 3, [.. s_store[..8], .. s_store[300..]])) },
        { "SVG", Store.Svg($"<c2pa:manifest>{Convert.ToBase64String(s_store)}</c2pa:manifest>") },
        { "SVG, in lines", Store.Svg($"<c2pa:manifest>\r\n\t{Convert.ToBase64String(s_store, Base64FormattingOptions.InsertLineBreaks)}\n</c2pa:manifest>") },
        { "text, in selectors", Store.Selectors(s_store) },
        { "text, armoured", Encoding.UTF8.GetBytes($"words\n-----BEGIN C2PA MANIFEST-----\ndata:application/c2pa;base64,{Convert.ToBase64String(s_store)}\n-----END C2PA MANIFEST-----\n") },
        { "ID3", [.. Store.Id3(s_store), .. new byte[10]] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_store_comes_out_as_it_went_in(string kind, byte[] file)
    {
        Assert.True(TryRead(file, out var store, out var defect), $"{kind}: {defect}");
        Assert.Equal(s_store, store);
    }

    [Fact]
    public void A_store_longer_than_the_limit_is_not_read()
    {
        Assert.False(TryRead(Store.Png(("caBX", s_store)), out _, out var defect, ParseLimits.Default with { MaxStoreBytes = s_store.Length - 1 }));
        Assert.Equal("limit.reached", defect?.Code);
        Assert.True(TryRead(Store.Png(("caBX", s_store)), out _, out _, ParseLimits.Default with { MaxStoreBytes = s_store.Length }));
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAA*")]
    [InlineData("=")]
    public void Base64_with_other_signs_is_refused(string end)
    {
        Assert.False(TryRead(Store.Svg($"<c2pa:manifest>{Convert.ToBase64String(s_store)}{end}</c2pa:manifest>"), out _, out var defect));
        Assert.Equal("store.not-jumbf", defect?.Code);
    }

    [Fact]
    public void Stuffing_of_an_unsynchronised_tag_is_taken_out()
    {
        byte[] stuffed = [1, 0xFF, 0, 0xE0, 0xFF, 0, 0, 2, 0xFF];
        var location = new StoreLocation(StoreContainer.Id3, 0, stuffed.Length, new(0, stuffed.Length), [new(0, stuffed.Length)], StoreEncoding.Unsynchronised, true, null);
        Assert.True(StoreBytes.TryRead(new(new MemoryStream(stuffed)), location, ParseLimits.Default, out var store, out _));
        Assert.Equal([1, 0xFF, 0xE0, 0xFF, 0, 2, 0xFF], store);
    }

    [Fact]
    public void A_store_packed_with_Brotli_is_unpacked_up_to_the_limit()
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(s_store);
        var location = new StoreLocation(StoreContainer.Jxl, 0, packed.Length, new(0, packed.Length), [new(0, packed.Length)], StoreEncoding.Brotli, true, null);
        Assert.True(StoreBytes.TryRead(new(packed), location, ParseLimits.Default, out var store, out _));
        Assert.Equal(s_store, store);
        Assert.False(StoreBytes.TryRead(new(packed), location, ParseLimits.Default with { MaxInflatedBytes = s_store.Length - 1 }, out _, out var defect));
        Assert.Equal("limit.reached", defect?.Code);
        Assert.True(StoreBytes.TryRead(new(packed), location, ParseLimits.Default with { MaxInflatedBytes = s_store.Length }, out _, out _));
    }

    [Fact]
    public void Brotli_that_is_none_is_a_defect()
    {
        var location = new StoreLocation(StoreContainer.Jxl, 0, 9, new(0, 9), [new(0, 9)], StoreEncoding.Brotli, true, null);
        Assert.False(StoreBytes.TryRead(new(new MemoryStream([0xFF, 1, 2, 3, 4, 5, 6, 7, 8])), location, ParseLimits.Default, out _, out var defect));
        Assert.Equal("store.not-jumbf", defect?.Code);
    }

    [Fact]
    public void A_store_behind_a_filter_of_a_PDF_is_a_defect_that_says_so()
    {
        var location = new StoreLocation(StoreContainer.Pdf, 0, 4, new(0, 4), [new(0, 4)], StoreEncoding.PdfFilter, true, null);
        Assert.False(StoreBytes.TryRead(new(new MemoryStream(new byte[4])), location, ParseLimits.Default, out _, out var defect));
        Assert.Contains("filter", defect!.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_cut_off_is_a_defect()
    {
        var png = Store.Png(("caBX", s_store));
        Assert.False(TryRead(png[..300], out _, out var defect));
        Assert.Equal("store.truncated", defect?.Code);
    }

    [Fact]
    public void Hostile_files_are_read_with_little_memory_and_end_in_a_report()
    {
        foreach (var path in Directory.GetFiles(SharedData.Need("credentials/attacks")))
        {
            using var file = File.OpenRead(path);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var report = new CredentialReader().Read(file, TestContext.Current.CancellationToken);
            Assert.NotEqual(CredentialState.Valid, report.State);
            Assert.NotEqual(CredentialState.Trusted, report.State);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L << 20);
        }
    }

    private static bool TryRead(byte[] file, out byte[] store, out StoreDefect? defect, ParseLimits? limits = null)
    {
        var stream = new MemoryStream(file);
        var location = CredentialLocator.Find(stream).Stores[0];
        return StoreBytes.TryRead(new StreamWindow(stream), location, limits ?? ParseLimits.Default, out store, out defect);
    }
}
