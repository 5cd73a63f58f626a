using Countersign.Credentials;
using Countersign.Desk.Credentials;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>Files on disk, and the stores beside them.</summary>
public sealed class CredentialFilesTests
{
    private static async Task<CredentialResult[]> ReadAsync(string[] paths, string? sidecar = null) =>
        [.. (await new CredentialFiles(CredentialDesk.Default).ReadAsync(paths, sidecar, CancellationToken.None)).Value];

    [Fact]
    public async Task A_store_beside_a_file_is_used_when_the_file_has_none_and_is_no_row_of_its_own()
    {
        using var files = new Files();
        files.Write("in/take.wav", Files.Wav());
        files.Write("in/take.c2pa", [1, 2, 3]);
        files.Write("in/alone.c2pa", [1, 2, 3]);
        files.Write("in/other.wav", Files.Wav());
        var rows = await ReadAsync([files["in"]]);
        Assert.Equal(["alone.c2pa", "other.wav", "take.wav"], rows.Select(row => row.File));
        Assert.Equal((files["in/take.c2pa"], CredentialState.Error), (rows[2].Sidecar, rows[2].Report!.State));
        Assert.Equal((null, CredentialState.None), (rows[1].Sidecar, rows[1].Report!.State));
        // Named, it is looked at for itself.
        Assert.Equal(2, (await ReadAsync([files["in/take.wav"], files["in/take.c2pa"]])).Length);
    }

    [Fact]
    public async Task A_store_within_a_file_goes_before_the_one_beside_it_unless_that_is_named()
    {
        using var files = new Files();
        files.Write("take.wav", Files.Wav([1, 2, 3, 4]));
        files.Write("take.c2pa", [1, 2, 3]);
        Assert.Null((await ReadAsync([files["take.wav"]]))[0].Sidecar);
        var row = Assert.Single(await ReadAsync([files["take.wav"]], files["take.c2pa"]));
        Assert.Equal(files["take.c2pa"], row.Sidecar);
    }

    [Fact]
    public async Task A_named_store_belongs_to_one_file_and_one_that_is_not_there_is_said()
    {
        using var files = new Files();
        files.Write("a.wav", Files.Wav());
        files.Write("b.wav", Files.Wav());
        var reader = new CredentialFiles(CredentialDesk.Default);
        Assert.Equal("credentials.sidecar", (await reader.ReadAsync([files["a.wav"], files["b.wav"]], files["a.wav"], CancellationToken.None)).Problems[0].Code);
        Assert.Equal("credentials.sidecar", (await reader.ReadAsync([files.Folder], files["a.wav"], CancellationToken.None)).Problems[0].Code);
        Assert.Equal("path.missing", Assert.Single(await ReadAsync([files["a.wav"]], files["none.c2pa"])).Problem!.Code);
        Assert.Equal("path.missing", (await reader.ReadAsync([files["none.wav"]], null, CancellationToken.None)).Problems[0].Code);
        Assert.Equal("path.folder", reader.ReadOne(files.Folder, CancellationToken.None).Problems[0].Code);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_row_and_stops_nothing()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need a privilege on Windows.");
        using var files = new Files();
        files.Write("a.wav", Files.Wav());
        File.CreateSymbolicLink(files["b.wav"], files["nowhere"]);
        files.Write("c.wav", Files.Wav());
        // A link of the sidecar's name that leads nowhere is no sidecar.
        File.CreateSymbolicLink(files["c.c2pa"], files["nowhere"]);
        var rows = await ReadAsync([files.Folder]);
        Assert.Equal([("a.wav", true), ("b.wav", false), ("c.c2pa", false), ("c.wav", true)], rows.Select(row => (row.File, row.Problem is null)));
        Assert.Null(rows[3].Sidecar);
    }
}
