using System.Security.Cryptography;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Tests.Intake.Reading;

/// <summary>A file's bytes and its hash are of one moment, or there is no answer.</summary>
public sealed class StableFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-stable-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(StableFile.HeadLength)]
    [InlineData(StableFile.HeadLength + 1)]
    [InlineData(3_000_001)]
    public void Kept_or_only_hashed_the_answer_is_the_same(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);
        foreach (var keep in new[] { long.MaxValue, length, length - 1L, 0 })
        {
            var file = StableFile.Read(path, keep, CancellationToken.None).Value;
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.Sha256);
            Assert.Equal(length, file.Length);
            Assert.Equal(bytes[..Math.Min(length, StableFile.HeadLength)], file.Head.ToArray());
            Assert.Equal(length <= keep, file.Content is not null);
            if (file.Content is { } content) Assert.Equal(bytes, content.ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public async Task A_file_rewritten_in_place_at_the_same_length_is_noticed(long keep)
    {
        var path = Path.Combine(_folder, "rewritten");
        File.WriteAllBytes(path, new byte[48 * 1024 * 1024]);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                for (byte round = 0; !stop.IsCancellationRequested; round++)
                {
                    stream.Position = 0;
                    stream.WriteByte(round);
                }
            },
            CancellationToken.None);
        try
        {
            Assert.Equal("file.changed", Assert.Single(StableFile.Read(path, keep, CancellationToken.None).Problems).Code);
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }
        Assert.True(StableFile.Read(path, keep, CancellationToken.None).IsOk);
    }

    [Fact]
    public void What_is_not_there_is_said_with_its_place()
    {
        var path = Path.Combine(_folder, "nothing");
        var problem = Assert.Single(StableFile.Read(path, 0, CancellationToken.None).Problems);
        Assert.Equal(("path.missing", path), (problem.Code, problem.Where));
        Assert.False(StableFile.Read(_folder, 0, CancellationToken.None).IsOk);
    }

    [Fact]
    public void A_long_file_that_is_gone_when_it_is_read_again_is_its_own_problem()
    {
        var gone = new StableFile(Path.Combine(_folder, "gone.bin"), new string('0', 64), FileExaminer.KeepBytes + 1, new byte[100], Content: null);
        var (analysis, material) = new FileExaminer().Examine(gone, CancellationToken.None);
        Assert.Equal("file.changed", analysis.Problem?.Code);
        Assert.Same(Material.None, material);
    }
}
