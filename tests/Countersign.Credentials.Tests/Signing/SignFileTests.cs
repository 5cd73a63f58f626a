using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Output;

namespace Countersign.Credentials.Tests.Signing;

public sealed class SignFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signing").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_signed_into_another_and_in_place()
    {
        var source = Source();
        var target = Path.Combine(_folder, "out.jpg");
        var outcome = await Signed.Signer.SignFileAsync(source, target, Signed.Created, TestSigner.Instance);
        Assert.NotNull(outcome.Signed);
        Assert.Equal(Signed.Jpeg, await File.ReadAllBytesAsync(source));
        Assert.Equal(outcome.Signed.Store.ToArray(), IndependentCheck.StoreOf(await File.ReadAllBytesAsync(target)));

        outcome = await Signed.Signer.SignFileAsync(source, source, Signed.Created, TestSigner.Instance, new() { Overwrite = true });
        Assert.NotNull(outcome.Signed);
        Assert.Equal(outcome.Signed.Store.ToArray(), IndependentCheck.StoreOf(await File.ReadAllBytesAsync(source)));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten_unasked()
    {
        var source = Source();
        Assert.Equal("output.exists", Assert.Single((await Signed.Signer.SignFileAsync(source, source, Signed.Created, TestSigner.Instance)).Problems).Code);
        Assert.Equal(Signed.Jpeg, await File.ReadAllBytesAsync(source));
    }

    [Fact]
    public async Task A_failure_leaves_nothing_behind()
    {
        var source = Source();
        var target = Path.Combine(_folder, "out.jpg");
        var bad = new ScriptedSigner(_ => new byte[64]);
        Assert.NotEmpty((await Signed.Signer.SignFileAsync(source, target, Signed.Created, bad)).Problems);
        Assert.NotEmpty((await Signed.Signer.SignFileAsync(Path.Combine(_folder, "none.jpg"), target, Signed.Created, TestSigner.Instance)).Problems);
        Assert.NotEmpty((await Signed.Signer.SignFileAsync(source, Path.Combine(_folder, "no", "folder.jpg"), Signed.Created, TestSigner.Instance)).Problems);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Signed.Signer.SignFileAsync(source, target, Signed.Created, TestSigner.Instance, cancel: cancelled.Token));
        Assert.Equal([source], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_the_old_file()
    {
        var source = Source();
        var outcome = await FileSigning.RunAsync(source, source, overwrite: true, path => new FullDisk(path),
            (from, to) => Signed.Signer.SignAsync(from, to, Signed.Created, TestSigner.Instance));
        var problem = Assert.Single(outcome.Problems);
        Assert.Equal("output.full", problem.Code);
        Assert.NotNull(problem.Next);
        Assert.Equal([source], Directory.GetFiles(_folder));
        Assert.Equal(Signed.Jpeg, await File.ReadAllBytesAsync(source));
    }

    [Fact]
    public async Task A_device_that_is_full_is_told_as_such_by_the_system_too()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("There is no /dev/full here.");
        var outcome = await FileSigning.RunAsync(Source(), Path.Combine(_folder, "out.jpg"), overwrite: false, _ => new FullDevice(),
            (from, to) => Signed.Signer.SignAsync(from, to, Signed.Created, TestSigner.Instance));
        Assert.Equal("output.full", Assert.Single(outcome.Problems).Code);
    }

    private string Source()
    {
        var path = Path.Combine(_folder, "in.jpg");
        File.WriteAllBytes(path, Signed.Jpeg);
        return path;
    }

    /// <summary>A file on a disk that is full after the first kilobyte.</summary>
    private sealed class FullDisk(string path) : MemoryStream
    {
        private readonly FileStream _file = new(path, FileMode.CreateNew);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > 1024) throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
            base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            _file.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Hands what is written to /dev/full, which has the system refuse it.</summary>
    private sealed class FullDevice : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            using var device = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            device.Write(buffer, offset, count);
        }
    }
}
