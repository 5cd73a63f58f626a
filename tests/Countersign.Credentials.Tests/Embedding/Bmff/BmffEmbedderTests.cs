using System.Buffers.Binary;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Embedding.Bmff;
using Countersign.Credentials.Tests.Assertions.Bindings.Bmff;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Embedding.Bmff;

public class BmffEmbedderTests
{
    private static byte[] Corpus(string name) => File.ReadAllBytes(SharedData.Need("credentials/" + name));

    [Theory]
    [InlineData("corpus/c2pa-rs-fixtures__sample1.m4a")]
    [InlineData("corpus/c2pa-rs-fixtures__legacy.mp4")]
    [InlineData("corpus/encypher__fixtures__signed_test.mp4")]
    [InlineData("tampered/es256-c.mov")]
    public void A_film_keeps_its_chunks_and_matches_its_hash(string name)
    {
        var source = Corpus(name);
        var (output, statuses) = Film.Sign(source);
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Codes(statuses));
        Film.SameChunks(source, output);
        var store = Assert.Single(CredentialLocator.Find(new MemoryStream(output)).Stores);
        Assert.Equal(Store.Make(1000), output[(int)store.Offset..(int)(store.Offset + store.Length)]);
        // The credential stands right behind ftyp.
        Assert.Equal("uuid", Film.Boxes(output).ElementAt(1).Type);
    }

    [Theory]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public void Each_hash_algorithm_can_bind(string alg) =>
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Codes(Film.Sign(Corpus("corpus/encypher__fixtures__signed_test.mp4"), alg: alg).Statuses));

    [Fact]
    public void The_items_of_a_picture_stay_where_they_are_said_to_be()
    {
        var source = Corpus("corpus/c2pa-ts__trustnxt-icon-signed-v2-bmff.heic");
        var (output, statuses) = Film.Sign(source);
        Assert.Equal("assertion.bmffHash.match", SignedFilm.Codes(statuses));
        var (before, after) = (Items(source), Items(output));
        Assert.NotEmpty(before);
        Assert.Equal(before.Select(i => Convert.ToHexString(source, (int)i.Offset, i.Length)), after.Select(i => Convert.ToHexString(output, (int)i.Offset, i.Length)));
    }

    [Fact]
    public void Signing_what_was_signed_leaves_one_credential()
    {
        var source = Corpus("corpus/c2pa-rs-fixtures__sample1.m4a");
        var once = Film.Sign(source, Store.Make(50)).Output;
        var twice = Film.Sign(once, Store.Make(5000)).Output;
        Assert.Equal(Film.Sign(source, Store.Make(5000)).Output, twice);
    }

    [Fact]
    public void A_change_after_signing_is_noticed()
    {
        var source = Corpus("corpus/encypher__fixtures__signed_test.mp4");
        var store = Store.Make(10);
        Assert.True(new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(source)), store.Length, ParseLimits.Default, out var plan, out _));
        var output = new MemoryStream();
        var hash = PlanWriter.WriteAndHash(plan!, new MemoryStream(source), output, System.Security.Cryptography.HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
        PlanWriter.Patch(plan!, output, store);
        var bytes = output.ToArray();
        bytes[^1] ^= 1;
        Assert.Equal("assertion.bmffHash.mismatch", SignedFilm.Check(bytes, BmffEmbedder.HashLabel, SignedFilm.Node(BmffEmbedder.HashAssertion("sha256", hash)))[0].Code);
    }

    [Fact]
    public void The_assertion_is_as_long_whatever_the_hash()
    {
        Assert.Equal(BmffEmbedder.HashAssertion("sha256", new byte[32]).Length, BmffEmbedder.HashAssertion("sha256", [.. Enumerable.Repeat((byte)0xFF, 32)]).Length);
    }

    // item offsets and lengths of iloc versions 0 and 1, offsets of four bytes
    private static List<(long Offset, int Length)> Items(byte[] file)
    {
        var list = new List<(long, int)>();
        foreach (var box in Film.At(file, "meta/iloc"))
        {
            int version = file[box.Data], at = box.Data + 4;
            int offsetSize = file[at] >> 4, lengthSize = file[at] & 15, baseSize = file[at + 1] >> 4;
            int count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            at += 4;
            for (var i = 0; i < count; i++)
            {
                var method = version == 0 ? 0 : file[at + 3] & 15;
                at += version == 0 ? 4 : 6;
                var start = Number(file, ref at, baseSize);
                int extents = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
                at += 2;
                for (var e = 0; e < extents; e++)
                {
                    var offset = Number(file, ref at, offsetSize);
                    var length = Number(file, ref at, lengthSize);
                    if (method == 0) list.Add((start + offset, (int)length));
                }
            }
        }

        return list;
    }

    private static long Number(byte[] file, ref int at, int width)
    {
        at += width;
        return width == 0 ? 0 : width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at - 4)) : BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(at - 8));
    }
}
