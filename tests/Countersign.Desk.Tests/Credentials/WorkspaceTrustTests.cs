using System.Security.Cryptography;
using Countersign.Desk.Credentials;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>Trust lists that a workspace has in place of the bundled ones.</summary>
public sealed class WorkspaceTrustTests
{
    private static readonly DateOnly s_today = new(2026, 11, 25);

    private static CredentialDesk Desk(Files files) => CredentialDesk.Open(new() { Workspace = files.Folder }, TimeProvider.System).Value;

    [Fact]
    public void A_copied_list_is_used_in_place_of_the_bundled_one_and_the_other_stays()
    {
        using var files = new Files();
        var list = files.Write("new.pem", "Subject: one\n" + Files.Anchor("One") + Files.Anchor("Two", lastYear: 2021));
        Assert.Equal(CredentialDesk.Default.Digest, Desk(files).Digest);
        Assert.True(WorkspaceTrust.Update(files.Folder, list, null, s_today).IsOk);
        File.Delete(list);

        var desk = Desk(files);
        Assert.NotEqual(CredentialDesk.Default.Digest, desk.Digest);
        var signers = desk.InUse.Single(l => l.Name == "signers");
        Assert.Equal(("workspace", "new.pem", s_today, 2, 1), (signers.Source, signers.File, signers.Date, signers.Certificates, signers.ExpiredOn(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal(("bundled", CredentialDesk.BundledDate), (desk.InUse.Single(l => l.Name == "time-stampers").Source, desk.InUse.Single(l => l.Name == "time-stampers").Date!.Value));
        Assert.Contains("the workspace's C2PA signers, taken in on 2026-11-25", desk.Lists, StringComparison.Ordinal);

        Assert.True(WorkspaceTrust.Reset(files.Folder).Value);
        Assert.False(WorkspaceTrust.Reset(files.Folder).Value);
        Assert.Equal(CredentialDesk.Default.Digest, Desk(files).Digest);
        Assert.Empty(Directory.GetFiles(files["trust"]));
    }

    [Fact]
    public void The_second_list_joins_the_first()
    {
        using var files = new Files();
        Assert.True(WorkspaceTrust.Update(files.Folder, files.Write("a.pem", Files.Anchor("A")), null, s_today).IsOk);
        Assert.True(WorkspaceTrust.Update(files.Folder, null, files.Write("b.pem", Files.Anchor("B")), s_today.AddDays(1)).IsOk);
        Assert.Equal(["a.pem", "b.pem"], Desk(files).InUse.Select(l => l.File));
    }

    [Fact]
    public void What_is_no_list_of_certificates_is_refused_and_nothing_is_changed()
    {
        using var files = new Files();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = files.Write("good.pem", Files.Anchor("Good"));
        foreach (var text in new[] { "", "Not a list.", Files.Anchor("X") + key.ExportPkcs8PrivateKeyPem(), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" })
        {
            var outcome = WorkspaceTrust.Update(files.Folder, good, files.Write("bad.pem", text), s_today);
            Assert.Equal("credentials.list", outcome.Problems[0].Code);
            Assert.False(Directory.Exists(files["trust"]));
        }

        Assert.Equal("path.missing", WorkspaceTrust.Update(files.Folder, files["none.pem"], null, s_today).Problems[0].Code);
    }

    [Fact]
    public void A_list_that_somebody_swapped_is_refused_until_it_is_copied_in_again()
    {
        using var files = new Files();
        var list = files.Write("new.pem", Files.Anchor("One"));
        Assert.True(WorkspaceTrust.Update(files.Folder, list, list, s_today).IsOk);
        var kept = Directory.GetFiles(files["trust"], "signers-*.pem").Single();
        foreach (Action harm in new Action[] { () => File.AppendAllText(kept, Files.Anchor("Stranger")), () => File.Delete(kept), () => File.WriteAllText(files["trust/lists.json"], "[]"), () => File.WriteAllText(files["trust/lists.json"], "{ \"signers\": { \"sha256\": \"../../x\" } }"), () => File.WriteAllText(files["trust/lists.json"], "{") })
        {
            harm();
            Assert.Equal("workspace.trust-damaged", CredentialDesk.Open(new() { Workspace = files.Folder }, TimeProvider.System).Problems[0].Code);
            Assert.Equal("workspace.trust-damaged", CredentialDesk.Of(files.Folder, TimeProvider.System).Problems[0].Code);
            // One list alone cannot mend it: what the other was is not known.
            Assert.False(WorkspaceTrust.Update(files.Folder, list, null, s_today).IsOk);
            Assert.True(WorkspaceTrust.Update(files.Folder, list, list, s_today).IsOk);
            Assert.True(CredentialDesk.Of(files.Folder, TimeProvider.System).IsOk);
        }
    }

    [Fact]
    public void Lists_that_are_left_out_leave_the_workspace_s_out_as_well()
    {
        using var files = new Files();
        Assert.True(WorkspaceTrust.Update(files.Folder, files.Write("a.pem", Files.Anchor("A")), null, s_today).IsOk);
        var desk = CredentialDesk.Open(new() { Workspace = files.Folder, WithBundled = false }, TimeProvider.System).Value;
        Assert.Empty(desk.InUse);
        Assert.Equal("no trust list at all", desk.Lists);
        var given = CredentialDesk.Open(new() { WithBundled = false, Anchors = [files["a.pem"]], Allowed = [files["a.pem"]] }, TimeProvider.System).Value;
        Assert.Equal("1 trust file given, 1 file of allowed certificates", given.Lists);
        Assert.NotEqual(desk.Digest, given.Digest);
    }

    [Fact]
    public void Another_edition_is_another_verdict_and_an_unknown_one_is_refused()
    {
        Assert.NotEqual(CredentialDesk.Default.Digest, CredentialDesk.Open(new() { Edition = "2.4" }, TimeProvider.System).Value.Digest);
        Assert.Equal("credentials.edition", CredentialDesk.Open(new() { Edition = "9" }, TimeProvider.System).Problems[0].Code);
    }
}
