using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;
using System.Security.Cryptography;
using static Countersign.Credentials.Tests.Certificates.ForgedCertificate;

namespace Countersign.Credentials.Tests.Certificates;

/// <summary>Ways from a signer to an anchor (C2PA 2.2 §14.5.1.2, RFC 5280 §6), each broken once.</summary>
public class TrustPathTests
{
    private static readonly byte[] s_root = Root().Build(Ring.Root, Ring.Root);
    private static readonly byte[] s_middle = Middle().Build(Ring.Middle, Ring.Root);
    private static readonly byte[] s_leaf = new ForgedCertificate { Issuer = "Middle" }.Build(Ring.Leaf, Ring.Middle);

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE", der);

    private static TrustStore Trusting(params byte[][] anchors) => TrustStore.Create(new() { SignerAnchors = [.. anchors.Select(Pem)] });

    private static bool IsTrusted(TrustStore store, params byte[][] chain) => store.IsTrusted([.. chain.Select(c => (ReadOnlyMemory<byte>)c)], Now, TrustPurpose.ClaimSigning);

    [Fact]
    public void A_leaf_under_an_intermediate_under_an_anchor_is_trusted()
    {
        Assert.True(IsTrusted(Trusting(s_root), s_leaf, s_middle));
        var path = Assert.Single(Trusting(s_root).Paths([s_leaf, s_middle], TrustPurpose.ClaimSigning));
        Assert.Equal(s_middle, path.Issuer!.Encoded.ToArray());
        Assert.Equal((Start, End), (path.From, path.To));
    }

    [Fact]
    public void A_leaf_right_under_an_anchor_is_trusted() => Assert.True(IsTrusted(Trusting(s_root), new ForgedCertificate().Build(Ring.Leaf, Ring.Root)));

    [Fact]
    public void An_intermediate_may_be_the_anchor() => Assert.True(IsTrusted(Trusting(s_middle), s_leaf));

    [Fact]
    public void A_leaf_may_be_the_anchor_of_itself_and_of_nobody_else()
    {
        Assert.True(IsTrusted(Trusting(s_leaf), s_leaf));
        var below = new ForgedCertificate { Subject = "Other", Issuer = "Leaf" }.Build(Ring.Leaf, Ring.Leaf);
        Assert.False(IsTrusted(Trusting(s_leaf), below, s_leaf));
    }

    [Fact]
    public void Nobody_is_trusted_by_an_empty_store() => Assert.False(IsTrusted(TrustStore.Empty, s_leaf, s_middle, s_root));

    [Fact]
    public void A_root_that_came_along_is_no_anchor()
    {
        var other = Root("Other root").Build(Ring.Leaf, Ring.Leaf);
        Assert.False(IsTrusted(Trusting(other), s_leaf, s_middle, s_root));
    }

    [Fact]
    public void An_anchors_name_on_another_key_is_no_anchor() => Assert.False(IsTrusted(Trusting(Root().Build(Ring.Leaf, Ring.Leaf)), s_leaf, s_middle));

    [Fact]
    public void An_intermediate_that_did_not_come_along_is_not_fetched() => Assert.False(IsTrusted(Trusting(s_root), s_leaf));

    [Fact]
    public void The_order_of_what_came_along_does_not_matter_after_the_first()
    {
        var lower = new ForgedCertificate { Subject = "Lower", Issuer = "Middle", Authority = true, Usage = 0x04, Purposes = null }.Build(Ring.Of(SigningAlgorithm.Es512), Ring.Middle);
        var leaf = new ForgedCertificate { Issuer = "Lower" }.Build(Ring.Leaf, Ring.Of(SigningAlgorithm.Es512));
        Assert.True(IsTrusted(Trusting(s_root), leaf, s_root, s_middle, lower));
        Assert.False(IsTrusted(Trusting(s_root), s_middle, leaf, lower));
    }

    [Fact]
    public void The_intermediate_of_that_name_with_the_right_key_is_found_among_others()
    {
        var impostor = Middle().Build(Ring.Leaf, Ring.Root);
        Assert.True(IsTrusted(Trusting(s_root), s_leaf, impostor, s_middle));
    }

    [Fact]
    public void A_name_that_differs_by_a_letter_breaks_the_chain() =>
        Assert.False(IsTrusted(Trusting(s_root), new ForgedCertificate { Issuer = "middle" }.Build(Ring.Leaf, Ring.Middle), s_middle));

    [Fact]
    public void A_signature_that_does_not_hold_breaks_the_chain()
    {
        var leaf = (byte[])s_leaf.Clone();
        leaf[^1] ^= 1;
        Assert.False(IsTrusted(Trusting(s_root), leaf, s_middle));
        Assert.False(IsTrusted(Trusting(s_root), new ForgedCertificate { Issuer = "Middle" }.Build(Ring.Leaf, Ring.Leaf), s_middle));
    }

    [Fact]
    public void An_intermediate_that_is_no_authority_breaks_the_chain()
    {
        var middle = new ForgedCertificate { Subject = "Middle", Usage = 0x84 }.Build(Ring.Middle, Ring.Root);
        Assert.False(IsTrusted(Trusting(s_root), s_leaf, middle));
        Assert.False(IsTrusted(Trusting(s_root), s_leaf, new ForgedCertificate { Subject = "Middle", Authority = null }.Build(Ring.Middle, Ring.Root)));
    }

    [Fact]
    public void An_intermediate_whose_key_may_not_issue_breaks_the_chain() => Assert.False(IsTrusted(Trusting(s_root), s_leaf, Changed(usage: 0x80)));

    [Fact]
    public void An_intermediate_that_does_not_identify_its_key_breaks_the_chain() =>
        Assert.False(IsTrusted(Trusting(s_root), s_leaf, new ForgedCertificate { Subject = "Middle", Authority = true, Usage = 0x04, Purposes = null, SubjectKeyId = false }.Build(Ring.Middle, Ring.Root)));

    [Fact]
    public void An_intermediate_with_a_critical_extension_that_nobody_knows_breaks_the_chain() => Assert.False(IsTrusted(Trusting(s_root), s_leaf, Changed(more: ("1.2.3.4", true))));

    [Fact]
    public void An_intermediate_with_limits_on_names_breaks_the_chain() => Assert.False(IsTrusted(Trusting(s_root), s_leaf, Changed(more: ("2.5.29.30", false))));

    [Fact]
    public void Purposes_of_an_intermediate_are_ignored() =>
        Assert.True(IsTrusted(Trusting(s_root), s_leaf, new ForgedCertificate { Subject = "Middle", Authority = true, Usage = 0x04, Purposes = [Oids.OcspSigning] }.Build(Ring.Middle, Ring.Root)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(null, true)]
    public void A_path_length_leaves_room_for_a_leaf(int? length, bool expected) =>
        Assert.Equal(expected, IsTrusted(Trusting(s_root), s_leaf, Middle(pathLength: length).Build(Ring.Middle, Ring.Root)));

    [Fact]
    public void A_path_length_of_0_has_no_room_for_an_authority_below()
    {
        var lowerKey = Ring.Of(SigningAlgorithm.Es512);
        var lower = Middle("Lower", "Middle").Build(lowerKey, Ring.Middle);
        var leaf = new ForgedCertificate { Issuer = "Lower" }.Build(Ring.Leaf, lowerKey);
        Assert.True(IsTrusted(Trusting(s_root), leaf, lower, Middle(pathLength: 1).Build(Ring.Middle, Ring.Root)));
        Assert.False(IsTrusted(Trusting(s_root), leaf, lower, Middle(pathLength: 0).Build(Ring.Middle, Ring.Root)));
        var anchor = new ForgedCertificate { Subject = "Root", Authority = true, Usage = 0x04, Purposes = null, PathLength = 1 }.Build(Ring.Root, Ring.Root);
        Assert.False(IsTrusted(Trusting(anchor), leaf, lower, s_middle));
    }

    [Fact]
    public void An_authority_that_was_issued_to_itself_does_not_count_for_the_path_length()
    {
        var newKey = Ring.Of(SigningAlgorithm.Es512);
        var rollover = Middle("Middle", "Middle").Build(newKey, Ring.Middle);
        var leaf = new ForgedCertificate { Issuer = "Middle" }.Build(Ring.Leaf, newKey);
        Assert.True(IsTrusted(Trusting(s_root), leaf, rollover, Middle(pathLength: 0).Build(Ring.Middle, Ring.Root)));
    }

    [Fact]
    public void A_leaf_of_an_authority_is_not_trusted_wherever_it_leads()
    {
        var leaf = new ForgedCertificate { Authority = true, Usage = 0x84 }.Build(Ring.Leaf, Ring.Root);
        Assert.False(IsTrusted(Trusting(s_root), leaf));
        Assert.False(IsTrusted(Trusting(leaf), leaf));
        Assert.False(IsTrusted(TrustStore.Create(new() { Allowed = [Pem(leaf)] }), leaf));
    }

    [Fact]
    public void An_expired_intermediate_ends_the_trust_with_it()
    {
        var ended = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var middle = new ForgedCertificate { Subject = "Middle", Authority = true, Usage = 0x04, Purposes = null, To = ended }.Build(Ring.Middle, Ring.Root);
        Assert.False(IsTrusted(Trusting(s_root), s_leaf, middle));
        Assert.True(Trusting(s_root).IsTrusted([s_leaf, middle], ended, TrustPurpose.ClaimSigning));
        Assert.False(Trusting(s_root).IsTrusted([s_leaf, middle], ended.AddSeconds(1), TrustPurpose.ClaimSigning));
        Assert.False(Trusting(s_root).IsTrusted([s_leaf, middle], Start.AddSeconds(-1), TrustPurpose.ClaimSigning));
    }

    [Fact]
    public void Beside_an_expired_intermediate_its_renewed_one_counts()
    {
        var old = new ForgedCertificate { Subject = "Middle", Authority = true, Usage = 0x04, Purposes = null, To = Now.AddDays(-1) }.Build(Ring.Middle, Ring.Root);
        Assert.True(IsTrusted(Trusting(s_root), s_leaf, old, s_middle));
    }

    [Fact]
    public void An_expired_anchor_ends_the_trust_too() =>
        Assert.False(IsTrusted(Trusting(new ForgedCertificate { Subject = "Root", Issuer = "Root", Authority = true, Usage = 0x04, Purposes = null, To = Now.AddDays(-1) }.Build(Ring.Root, Ring.Root)), s_leaf, s_middle));

    [Fact]
    public void Issuers_with_keys_of_every_kind_are_verified()
    {
        foreach (var key in new[] { Ring.Root, Ring.Middle, Ring.Of(SigningAlgorithm.Es512), Ring.Rsa, Ring.Edwards })
            Assert.True(IsTrusted(Trusting(Root().Build(key, key)), new ForgedCertificate().Build(Ring.Leaf, key)), key.Algorithm.ToString());
        Assert.True(IsTrusted(Trusting(Root().Build(Ring.Rsa, Ring.Rsa)), new ForgedCertificate { SignedWith = Oids.RsaPss }.Build(Ring.Leaf, Ring.Rsa)));
    }

    [Fact]
    public void Certificates_that_issued_each_other_end()
    {
        // Twelve authorities of one name with one key: each is an issuer of each, and none leads anywhere.
        var ring = Enumerable.Range(0, 12).Select(i => new ForgedCertificate { Subject = "Ring", Issuer = "Ring", Authority = true, Usage = 0x04, Purposes = null, To = End.AddDays(-i) }.Build(Ring.Middle, Ring.Middle)).ToArray();
        var leaf = new ForgedCertificate { Issuer = "Ring" }.Build(Ring.Leaf, Ring.Middle);
        Assert.False(IsTrusted(Trusting(s_root), [leaf, .. ring]));
    }

    [Fact]
    public void Bytes_that_are_no_certificates_lead_nowhere()
    {
        Assert.False(IsTrusted(Trusting(s_root), [], [1, 2, 3]));
        Assert.False(IsTrusted(Trusting(s_root)));
        Assert.True(IsTrusted(Trusting(s_root), s_leaf, [1, 2, 3], s_middle));
    }

    private static byte[] Changed(byte usage = 0x04, (string Oid, bool Critical)? more = null) => new ForgedCertificate
    {
        Subject = "Middle", Authority = true, Usage = usage, Purposes = null, More = more is { } m ? [(m.Oid, m.Critical, [0x30, 0])] : [],
    }.Build(Ring.Middle, Ring.Root);
}
