using System.Buffers.Binary;
using System.IO.Compression;
using Countersign.Credentials.Containers.Zip;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §15.12.5.2 and §A.6, over archives that the library of .NET wrote.</summary>
public class ZipCollectionHashTests
{
    private const string Label = "c2pa.hash.collection.data";

    // A stream that cannot seek makes the writer put descriptors behind the contents.
    private static byte[] Zip(bool descriptors, params (string Name, byte[] Content)[] more)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(descriptors ? new Forward(bytes) : bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("mimetype", "application/epub+zip"u8.ToArray(), CompressionLevel.NoCompression);
            Add("META-INF/container.xml", new byte[3000], CompressionLevel.Optimal);
            Add("EPUB/", [], CompressionLevel.NoCompression);
            foreach (var (name, content) in more) Add(name, content, CompressionLevel.Optimal);
            Add(ZipDirectory.StoreName, Store.Make(), CompressionLevel.NoCompression);

            void Add(string name, byte[] content, CompressionLevel level)
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    // By the local headers, one after another, as nobody should read an archive but a test.
    private static Dictionary<string, object?> Describe(byte[] zip)
    {
        Assert.True(ZipDirectory.TryRead(new StreamWindow(new MemoryStream(zip)), ParseLimits.Default, out var read, out var says), says);
        var files = read!.Entries.Where(e => !e.IsFolder && e.Name != ZipDirectory.StoreName)
            .Select(e => Map(("uri", e.Name), ("hash", Naive(zip[(int)e.Whole.Offset..(int)e.Whole.End])))).ToArray();
        var central = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        return Map(("alg", "sha256"), ("uris", files), ("zip_central_directory_hash", Naive(zip[central..])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_follow_each_other_without_a_gap_descriptors_included(bool descriptors)
    {
        var zip = Zip(descriptors);
        Assert.True(ZipDirectory.TryRead(new StreamWindow(new MemoryStream(zip)), ParseLimits.Default, out var read, out var says), says);
        long at = 0;
        foreach (var entry in read!.Entries)
        {
            Assert.Equal(at, entry.Whole.Offset);
            at = entry.Whole.End;
        }

        Assert.Equal(at, read.Central.Offset);
        Assert.Equal(zip.Length, read.Central.End);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_as_it_was_signed_matches_and_its_store_is_found(bool descriptors)
    {
        var zip = Zip(descriptors);
        var asset = Asset(zip);
        Assert.Equal("collectionHash.match", Run(Label, Describe(zip), asset));
        Assert.Equal(StoreContainer.Zip, asset.Presence.Container);
        var store = Assert.Single(asset.Presence.Stores);
        Assert.True(store.LooksLikeC2pa);
        Assert.Equal(Store.Make().Length, store.Length);
    }

    [Fact]
    public void A_change_of_any_byte_outside_the_store_is_noticed()
    {
        var zip = Zip(true);
        var assertion = Describe(zip);
        var presence = Asset(zip).Presence;
        var store = presence.Stores[0].Carrier;
        var folder = zip.AsSpan().IndexOf("EPUB/"u8);
        for (var i = 0; i < zip.Length; i++)
        {
            // Folders have no content, and are not listed; only the directory speaks of them.
            if ((i >= store.Offset && i < store.End) || (i >= folder - 30 && i < folder + 24)) continue;
            zip[i] ^= 4;
            Assert.NotEqual("collectionHash.match", Run(Label, assertion, new(new MemoryStream(zip), presence, ParseLimits.Default)));
            zip[i] ^= 4;
        }
    }

    [Fact]
    public void Another_store_in_the_same_room_is_no_change()
    {
        var zip = Zip(false);
        var assertion = Describe(zip);
        var store = Asset(zip).Presence.Stores[0];
        zip[store.Offset + store.Length - 1] ^= 1;
        Assert.Equal("collectionHash.match", Run(Label, assertion, Asset(zip)));
    }

    [Fact]
    public void An_archive_without_a_hash_of_its_directory_is_malformed()
    {
        var assertion = Describe(Zip(false));
        assertion.Remove("zip_central_directory_hash");
        Assert.Equal("collectionHash.malformed", Run(Label, assertion, Asset(Zip(false))));
    }

    [Fact]
    public void A_file_that_was_put_in_changes_the_directory() =>
        Assert.Equal("collectionHash.mismatch", Run(Label, Describe(Zip(false)), Asset(Zip(false, ("EPUB/forged.xhtml", [1])))));

    [Fact]
    public void A_file_that_the_assertion_leaves_out_makes_it_incomplete()
    {
        var zip = Zip(false, ("EPUB/chapter.xhtml", [1, 2, 3]));
        var assertion = Describe(zip);
        assertion["uris"] = ((Dictionary<string, object?>[])assertion["uris"]!)[..^1];
        Assert.Equal("collectionHash.malformed", Run(Label, assertion, Asset(zip)));
    }

    [Fact]
    public void A_listed_file_that_is_not_in_the_archive_is_counted()
    {
        var assertion = Describe(Zip(false));
        assertion["uris"] = ((Dictionary<string, object?>[])assertion["uris"]!).Append(Map(("uri", "gone.txt"), ("hash", new byte[32]))).ToArray();
        Assert.Equal("collectionHash.incorrectFileCount", Run(Label, assertion, Asset(Zip(false))));
    }

    [Fact]
    public void Names_in_other_letters_are_found_as_they_are_and_escaped()
    {
        var zip = Zip(false, ("EPUB/Szene für zwei.txt", [1]));
        var assertion = Describe(zip);
        Assert.Equal("collectionHash.match", Run(Label, assertion, Asset(zip)));
        var last = ((Dictionary<string, object?>[])assertion["uris"]!)[^1];
        last["uri"] = Uri.EscapeDataString((string)last["uri"]!).Replace("%2F", "/", StringComparison.Ordinal);
        Assert.Equal("collectionHash.match", Run(Label, assertion, Asset(zip)));
    }

    [Fact]
    public void Two_files_of_one_name_overlapping_files_and_bytes_behind_the_end_are_refused()
    {
        Refused(Zip(false, ("mimetype", [1])));
        Refused([.. Zip(false), 0]);
        var overlapping = Zip(false);
        var second = overlapping.AsSpan().LastIndexOf("META-INF/container.xml"u8) - 46;
        BinaryPrimitives.WriteInt32LittleEndian(overlapping.AsSpan(second + 42), 0);
        Refused(overlapping);

        static void Refused(byte[] zip) => Assert.False(ZipDirectory.TryRead(new StreamWindow(new MemoryStream(zip)), ParseLimits.Default, out _, out _));
    }

    [Fact]
    public void Damaged_archives_are_refused_and_nothing_else_happens()
    {
        var zip = Zip(true);
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (byte[])zip.Clone();
            for (var n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var cut = damaged[..random.Next(damaged.Length + 1)];
            ZipDirectory.TryRead(new StreamWindow(new MemoryStream(i % 2 == 0 ? damaged : cut)), ParseLimits.Default, out _, out _);
        }
    }

    private sealed class Forward(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
