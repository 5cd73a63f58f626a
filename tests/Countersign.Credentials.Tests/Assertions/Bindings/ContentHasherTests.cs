using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings;
using CsCheck;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

public class ContentHasherTests
{
    // Cuts in a file: every second stretch between them is left out.
    private static readonly Gen<(byte[] File, int[] Cuts)> s_cut =
        from file in Gen.Byte.Array[0, 3000]
        from cuts in Gen.Int[0, file.Length].Array[0, 12]
        select (file, cuts.Order().ToArray());

    [Fact]
    public void A_hash_with_random_exclusions_is_that_of_the_rest_put_together() => s_cut.Sample(sample =>
    {
        var excluded = sample.Cuts.Chunk(2).Where(c => c.Length == 2).Select(c => new ByteRange(c[0], c[1] - c[0])).ToList();
        var rest = new List<byte>();
        for (var i = 0; i < sample.File.Length; i++)
        {
            if (!excluded.Exists(e => i >= e.Offset && i < e.End)) rest.Add(sample.File[i]);
        }

        using var stream = new MemoryStream(sample.File);
        var hash = ContentHasher.Hash(stream, HashAlgorithmName.SHA256, ContentHasher.Without(sample.File.Length, excluded), CancellationToken.None);
        return hash.AsSpan().SequenceEqual(SHA256.HashData([.. rest]));
    }, iter: 500);

    [Fact]
    public void A_file_of_several_chunks_has_the_same_hash_from_a_handle_and_from_memory()
    {
        var bytes = new byte[700_001];
        new Random(5).NextBytes(bytes);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, bytes);
        using (var file = File.OpenRead(path))
        {
            file.Position = 77;
            ByteRange[] ranges = [new(3, 262_144), new(300_000, 400_001)];
            var expected = SHA512.HashData([.. bytes[3..262_147], .. bytes[300_000..]]);
            Assert.Equal(expected, ContentHasher.Hash(file, HashAlgorithmName.SHA512, ranges, CancellationToken.None));
            Assert.Equal(expected, ContentHasher.Hash(new MemoryStream(bytes), HashAlgorithmName.SHA512, ranges, CancellationToken.None));
            Assert.Equal(expected, ContentHasher.Hash(new RangeStream(file, new(0, bytes.Length)), HashAlgorithmName.SHA512, ranges, CancellationToken.None));
        }

        File.Delete(path);
    }

    [Fact]
    public void Hashing_stops_when_it_is_cancelled()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => ContentHasher.Hash(new MemoryStream(new byte[10]), HashAlgorithmName.SHA256, [new(0, 10)], stopped.Token));
    }
}
