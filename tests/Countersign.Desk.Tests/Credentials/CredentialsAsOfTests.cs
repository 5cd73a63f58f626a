using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Desk.Credentials;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>A verdict on credentials is of a day and of trust lists: one of another day is not taken for today's.</summary>
public sealed class CredentialsAsOfTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static async Task<FileAnalysis> LookAsync(DeskWorkspace workspace, Files files, CredentialDesk desk)
    {
        var walked = FileWalk.Of([files["in"]]).Value;
        var rows = (await new IntakeRun(workspace, new FileExaminer(credentials: desk), ReferenceSet.Empty).ExamineAsync(walked, null, CancellationToken.None)).Value;
        return rows.Single().Analysis!;
    }

    // What is kept of the file is changed by hand, so that a test can tell what was taken from there from what was found anew.
    private static void Mark(DeskWorkspace workspace)
    {
        var (sha256, document) = workspace.Ask(desk => desk.Analyses(FileAnalysis.CurrentVersion, ReferenceSet.Empty.Digest)).Value.Single();
        var kept = JsonSerializer.Deserialize(document, IntakeJson.Default.KeptAnalysis)!;
        var marked = JsonSerializer.Serialize(kept with { Analysis = kept.Analysis with { Format = "marked" } }, IntakeJson.Default.KeptAnalysis);
        Assert.True(workspace.Ask(desk =>
        {
            desk.Record([new AnalysisRow { Sha256 = sha256, Version = FileAnalysis.CurrentVersion, ReferencesDigest = ReferenceSet.Empty.Digest, Document = marked }]);
            return true;
        }).Value);
    }

    [Fact]
    public async Task A_verdict_of_the_same_day_and_lists_is_taken_again_and_no_other_is()
    {
        using var files = new Files();
        var workspace = DeskWorkspace.Open(files["desk"], TimeProvider.System).Value;
        files.Write("in/take.wav", Files.Wav([1, 2, 3, 4]));
        var monday = CredentialDesk.Default.At(s_monday);
        var first = await LookAsync(workspace, files, monday);
        Assert.Equal("2026-11-23/" + monday.Digest, first.CredentialsAsOf);
        Assert.Contains(first.Findings, finding => finding.Code == "credential.unreadable");

        Mark(workspace);
        Assert.Equal("marked", (await LookAsync(workspace, files, CredentialDesk.Default.At(s_monday.AddHours(11)))).Format);
        var tuesday = await LookAsync(workspace, files, CredentialDesk.Default.At(s_monday.AddDays(1)));
        Assert.Equal(("wav", "2026-11-24/" + monday.Digest), (tuesday.Format, tuesday.CredentialsAsOf));

        Mark(workspace);
        var others = CredentialDesk.Open(new() { Anchors = [files.Write("a.pem", Files.Anchor("A"))] }, TimeProvider.System).Value.At(s_monday.AddDays(1));
        Assert.Equal("wav", (await LookAsync(workspace, files, others)).Format);
    }

    [Fact]
    public async Task A_file_without_credentials_is_the_same_on_every_day()
    {
        using var files = new Files();
        var workspace = DeskWorkspace.Open(files["desk"], TimeProvider.System).Value;
        files.Write("in/take.wav", Files.Wav());
        Assert.Null((await LookAsync(workspace, files, CredentialDesk.Default.At(s_monday))).CredentialsAsOf);
        Mark(workspace);
        Assert.Equal("marked", (await LookAsync(workspace, files, CredentialDesk.Default.At(s_monday.AddDays(400)))).Format);
    }
}
