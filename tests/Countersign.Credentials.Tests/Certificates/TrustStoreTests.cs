using System.Security.Cryptography;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;
using static Countersign.Credentials.Tests.Certificates.ForgedCertificate;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>Which list counts for what (C2PA 2.2 §14.4).</summary>
public class TrustStoreTests
{
    private static readonly byte[] s_root = Root().Build(Ring.Root, Ring.Root);
    private static readonly string s_pem = Pem(s_root);

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der);

    private static byte[] Leaf(params string[] purposes) => new ForgedCertificate { Purposes = purposes }.Build(Ring.Leaf, Ring.Root);

    private static bool Signs(TrustSettings settings, byte[] leaf) => TrustStore.Create(settings).IsTrusted([leaf], Now, TrustPurpose.ClaimSigning);

    private static bool Stamps(TrustSettings settings, byte[] leaf) => TrustStore.Create(settings).IsTrusted([leaf], Now, TrustPurpose.TimeStamping);

    [Fact]
    public void The_list_of_signers_counts_for_the_purpose_of_signing_claims_alone()
    {
        var listed = new TrustSettings { SignerAnchors = [s_pem] };
        Assert.True(Signs(listed, Leaf(ClaimSigning)));
        Assert.True(Signs(listed, Leaf(Email, ClaimSigning)));
        Assert.False(Signs(listed, Leaf(Email)));
        Assert.False(Signs(listed, Leaf(Document)));
        Assert.False(Signs(listed with { KeyUsages = Email }, Leaf(Email, ClaimSigning)));
    }

    [Fact]
    public void Anchors_of_the_user_count_for_every_accepted_purpose()
    {
        var user = new TrustSettings { UserAnchors = [s_pem] };
        foreach (var purpose in new[] { ClaimSigning, Email, Document }) Assert.True(Signs(user, Leaf(purpose)), purpose);
        Assert.False(Signs(user, Leaf("1.2.3.4")));
        Assert.True(Signs(user with { KeyUsages = "1.2.3.4" }, Leaf("1.2.3.4")));
        Assert.False(Signs(user with { KeyUsages = "1.2.3.4" }, Leaf(Email)));
        Assert.False(Signs(user, Leaf()));
    }

    [Fact]
    public void Signers_and_time_stampers_are_apart()
    {
        var stamper = Leaf(Oids.TimeStamping);
        Assert.True(Stamps(new() { TimeStampAnchors = [s_pem] }, stamper));
        Assert.True(Stamps(new() { UserAnchors = [s_pem] }, stamper));
        Assert.False(Stamps(new() { SignerAnchors = [s_pem] }, stamper));
        Assert.False(Signs(new() { TimeStampAnchors = [s_pem] }, Leaf(ClaimSigning)));
        Assert.False(Signs(new() { UserAnchors = [s_pem] }, stamper));
        Assert.False(Stamps(new() { UserAnchors = [s_pem] }, Leaf(ClaimSigning)));
    }

    [Fact]
    public void A_list_that_accepts_time_stamps_as_a_purpose_does_not_make_them_signers()
    {
        var settings = new TrustSettings { UserAnchors = [s_pem], KeyUsages = $"{Oids.TimeStamping}\n{Oids.OcspSigning}\n{Email}" };
        Assert.False(Signs(settings, Leaf(Oids.TimeStamping)));
        Assert.False(Signs(settings, Leaf(Oids.OcspSigning)));
        Assert.True(Signs(settings, Leaf(Email)));
    }

    [Fact]
    public void A_time_stamper_is_held_to_the_profile()
    {
        var settings = new TrustSettings { TimeStampAnchors = [s_pem] };
        Assert.False(Stamps(settings, Leaf(Oids.TimeStamping, Email)));
        Assert.False(Stamps(settings, new ForgedCertificate { Purposes = [Oids.TimeStamping], Usage = null }.Build(Ring.Leaf, Ring.Root)));
        Assert.False(Stamps(settings, new ForgedCertificate { Purposes = [Oids.TimeStamping], UniqueIds = true }.Build(Ring.Leaf, Ring.Root)));
    }

    [Fact]
    public void An_allowed_certificate_is_trusted_itself_for_claims_at_any_time_and_vouches_for_nobody()
    {
        var leaf = Leaf("1.2.3.4");
        var store = TrustStore.Create(new() { Allowed = [Pem(leaf)] });
        Assert.True(store.IsAllowed(leaf));
        Assert.True(store.IsTrusted([leaf], End.AddYears(1), TrustPurpose.ClaimSigning));
        Assert.False(store.IsTrusted([leaf], Now, TrustPurpose.TimeStamping));
        var below = new ForgedCertificate { Subject = "Below", Issuer = "Leaf" }.Build(Ring.Middle, Ring.Leaf);
        Assert.False(store.IsTrusted([below, leaf], Now, TrustPurpose.ClaimSigning));
        var root = TrustStore.Create(new() { Allowed = [s_pem] });
        Assert.False(root.IsTrusted([Leaf(ClaimSigning), s_root], Now, TrustPurpose.ClaimSigning));
    }

    [Fact]
    public void Allowed_certificates_may_be_named_by_their_hash()
    {
        var leaf = Leaf(Email);
        var other = Leaf(Document);
        var list = $"# people we know\r\n{Convert.ToBase64String(SHA256.HashData(leaf))}\r\n\r\n{Pem(other).ReplaceLineEndings("\r\n")}\r\n";
        var store = TrustStore.Create(new() { Allowed = [list] });
        Assert.Equal(2, store.Counts.Allowed);
        Assert.True(store.IsAllowed(leaf));
        Assert.True(store.IsAllowed(other));
        Assert.False(store.IsAllowed(Leaf(ClaimSigning)));
    }

    [Fact]
    public void A_list_of_purposes_has_comments_and_lines_of_any_ending()
    {
        var user = new TrustSettings { UserAnchors = [s_pem], KeyUsages = "//mail\r\n 1.3.6.1.5.5.7.3.4 \r\n\r\n# another\r\n1.2.3.4" };
        Assert.True(Signs(user, Leaf(Email)));
        Assert.True(Signs(user, Leaf("1.2.3.4")));
        Assert.False(Signs(user, Leaf(Document)));
    }

    [Theory]
    [InlineData("emailProtection")]
    [InlineData("1")]
    [InlineData("1.2.x")]
    public void A_list_of_purposes_with_something_else_in_it_is_refused(string line)
    {
        Assert.False(TrustStore.TryCreate(new() { KeyUsages = line }, out _, out var why));
        Assert.Equal($"'{line}' is no object identifier.", why);
    }

    [Fact]
    public void A_list_without_certificates_is_refused_with_the_reason()
    {
        Assert.False(TrustStore.TryCreate(new() { SignerAnchors = ["<html>not found</html>"] }, out _, out var why));
        Assert.Equal("There is no certificate in it.", why);
        Assert.False(TrustStore.TryCreate(new() { Allowed = ["nobody"] }, out _, out why));
        Assert.Equal("There is no certificate in it, and no SHA-256 of one.", why);
        Assert.False(TrustStore.TryCreate(new() { UserAnchors = [Pem([1, 2, 3])] }, out _, out why));
        Assert.Equal("A certificate in it cannot be read.", why);
        Assert.Throws<ArgumentException>(() => TrustStore.Create(new() { UserAnchors = [""] }));
    }

    [Fact]
    public void One_certificate_twice_is_one_anchor() => Assert.Equal(1, TrustStore.Create(new() { SignerAnchors = [s_pem + "\n" + s_pem, s_pem] }).Counts.Signers);

    [Fact]
    public void A_chain_is_worked_out_once_and_remembered_for_its_purpose()
    {
        var store = TrustStore.Create(new() { UserAnchors = [s_pem] });
        var leaf = Leaf(ClaimSigning);
        Assert.Same(store.Paths([leaf], TrustPurpose.ClaimSigning), store.Paths([(byte[])leaf.Clone()], TrustPurpose.ClaimSigning));
        Assert.Empty(store.Paths([leaf], TrustPurpose.TimeStamping));
        // The same bytes cut otherwise are another chain.
        Assert.Empty(store.Paths([leaf.AsMemory()[..^1], leaf.AsMemory()[^1..]], TrustPurpose.ClaimSigning));
    }

    [Fact]
    public void Many_threads_ask_one_store()
    {
        var store = TrustStore.Create(new() { UserAnchors = [s_pem] });
        var leaf = Leaf(ClaimSigning);
        Assert.All(Enumerable.Range(0, 64).AsParallel().Select(_ => store.IsTrusted([leaf], Now, TrustPurpose.ClaimSigning)), Assert.True);
    }

    [Fact]
    public void The_bundled_lists_are_read_and_have_the_published_numbers_of_certificates()
    {
        var lists = TrustLists.Bundled;
        var store = TrustStore.Create(new() { SignerAnchors = [lists.Signers], TimeStampAnchors = [lists.TimeStampers] });
        Assert.Equal((30, 22, 0, 0), store.Counts);
        Assert.Equal(new DateOnly(2026, 8, 21), lists.Date);
    }
}
