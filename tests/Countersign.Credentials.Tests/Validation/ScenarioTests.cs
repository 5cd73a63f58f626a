using Countersign.Credentials.Tests.Forging;
using static Countersign.Credentials.Tests.Forging.ForgedManifest;
using static Countersign.Credentials.Tests.Validation.Checked;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>The scenarios of the public 2.2 test files, made anew. Each is named for its file.</summary>
public class ScenarioTests
{
    [Fact]
    public void A_sound_manifest_is_trusted_and_has_no_failure()
    {
        var report = Read(Sound());
        Assert.Equal([], report.Failures());
        Assert.Equal(CredentialState.Trusted, report.State);
    }

    [Fact]
    public void A_sound_manifest_over_a_sound_parent_is_trusted()
    {
        var parent = Sound();
        var report = Read(parent, Over(parent));
        Assert.Equal([], report.Failures());
        Assert.Equal(CredentialState.Trusted, report.State);
    }

    [Fact]
    public void Image_a_bad_02_the_ingredients_signature_is_not_the_one_that_was_bound()
    {
        var parent = Sound();
        var over = Over(parent);
        var other = Sound();
        other.Signature = cose => [.. cose[..^1], (byte)(cose[^1] ^ 1)];
        over.Built();
        var report = Read(other, over);
        Assert.Equal(["ingredient.claimSignature.mismatch"], report.Failures());
        Assert.Equal(CredentialState.Invalid, report.State);
    }

    [Fact]
    public void Image_a_bad_03_an_assertion_was_changed()
    {
        var report = Read(Sound().Add("com.example.note", Map(("text", "true"))).Swap("com.example.note", CborBox("com.example.note", Map(("text", "fals")))));
        Assert.Equal(["assertion.hashedURI.mismatch"], report.Failures());
    }

    [Fact]
    public void Image_a_bad_04_the_ingredients_signature_is_gone()
    {
        var parent = Sound();
        var over = Over(parent);
        over.Built();
        var other = Sound();
        other.Signature = _ => null;
        var report = Read(other, over);
        Assert.Equal(["ingredient.claimSignature.missing"], report.Failures());
    }

    [Fact]
    public void Image_b_bad_01_an_assertion_of_the_ingredient_is_missing_and_the_active_manifest_is_clean()
    {
        var (report, ingredient) = WithTamperedParent(p => p.Swap("com.example.note", null));
        Assert.Equal([], report.Failures());
        Assert.Equal(["assertion.missing"], ingredient.Failures());
        Assert.Equal(["assertion.missing"], report.Ingredients.Single().New.Where(s => s.Kind == Credentials.Validation.StatusKind.Failure).Select(s => s.Code));
        Assert.Equal(CredentialState.Invalid, report.State);
    }

    [Fact]
    public void Image_b_bad_02_an_assertion_of_the_ingredient_was_changed_and_the_active_manifest_is_clean()
    {
        var (report, ingredient) = WithTamperedParent(p => p.Swap("com.example.note", CborBox("com.example.note", Map(("text", "fals")))));
        Assert.Equal([], report.Failures());
        Assert.Equal(["assertion.hashedURI.mismatch"], ingredient.Failures());
    }

    [Fact]
    public void Image_c_bad_01_an_assertion_is_missing() =>
        Assert.Equal(["assertion.missing"], Read(Sound().Add("com.example.note", Map(("text", "true"))).Swap("com.example.note", null)).Failures());

    [Fact]
    public void Image_c_bad_02_the_signature_does_not_match()
    {
        var manifest = Sound();
        manifest.Signature = cose => [.. cose[..^1], (byte)(cose[^1] ^ 1)];
        Assert.Equal(["claimSignature.mismatch"], Read(manifest).Failures());
    }

    [Fact]
    public void Image_c_bad_03_an_assertion_was_renamed() => Assert.Equal(["assertion.missing", "assertion.undeclared"],
        Read(Sound().Add("com.example.note", Map(("text", "true"))).Swap("com.example.note", CborBox("com.example.else", Map(("text", "true"))))).Failures());

    [Fact]
    public void Image_c_bad_04_the_binding_itself_was_changed() => Assert.Equal(["assertion.hashedURI.mismatch", "claim.hardBindings.missing"],
        Read(Sound().Swap("c2pa.hash.data", CborBox("c2pa.hash.data", Map(("alg", "sha256"), ("hash", new byte[32]), ("pad", Array.Empty<byte>()))))).Failures());

    [Fact]
    public void Video_03_an_assertion_was_added() => Assert.Equal(["assertion.undeclared"], Read(Sound().AddUndeclared("com.example.note", Map(("text", "new")))).Failures());

    [Fact]
    public void Video_06_an_assertion_was_exchanged_for_another() => Assert.Equal(["assertion.missing", "assertion.undeclared"],
        Read(Sound().Add("com.example.note", Map(("text", "true"))).Swap("com.example.note", null).AddUndeclared("com.example.other", Map(("text", "new")))).Failures());

    [Fact]
    public void Audio_m4a_05_the_claim_is_no_cbor()
    {
        var manifest = Sound();
        const int Content = 8 + 8 + 16 + 1 + 13 + 1 + 8;
        manifest.ClaimBoxes = box => [[.. box[..Content], 0xFF, .. box[(Content + 1)..]]];
        var report = Read(manifest);
        Assert.Equal(["claim.cbor.invalid", "claim.missing", "claimSignature.missing"], report.Failures());
        Assert.Equal([], report.Active!.Codes(Credentials.Validation.StatusKind.Success));
    }

    [Fact]
    public void Audio_m4a_08_the_ingredients_manifest_is_gone()
    {
        var parent = Sound();
        var report = Read(Over(parent));
        Assert.Equal(["ingredient.manifest.missing"], report.Failures());
    }

    [Fact]
    public void Audio_m4a_14_one_assertion_was_changed_and_another_added() => Assert.Equal(["assertion.hashedURI.mismatch", "assertion.undeclared"],
        Read(Sound().Add("com.example.note", Map(("text", "true"))).Swap("com.example.note", CborBox("com.example.note", Map(("text", "fals")))).AddUndeclared("com.example.other", Map(("text", "new")))).Failures());

    [Fact]
    public void Audio_m4a_19_a_malformed_time_stamp_is_told_and_fails_nothing()
    {
        var signer = ForgedSigner.Shared;
        var manifest = Sound();
        byte[]? claim = null;
        manifest.ClaimBoxes = box =>
        {
            claim = box[(8 + 8 + 16 + 1 + "c2pa.claim.v2".Length + 1 + 8)..];
            return [box];
        };
        manifest.Signature = _ => signer.Sign(claim!, new Dictionary<int, object?> { [1] = -7, [33] = signer.Leaf },
            Map(("sigTst2", Map(("tstTokens", new[] { Map(("val", new byte[] { 0x30, 0x03, 0x02, 0x01, 0x00 })) })))));
        var report = Read(manifest);
        Assert.Equal([], report.Failures());
        Assert.Contains("timeStamp.malformed", report.Active!.Codes(Credentials.Validation.StatusKind.Informational));
        Assert.Equal(CredentialState.Trusted, report.State);
    }

    [Fact]
    public void Audio_mp3_10_the_binding_is_missing() =>
        Assert.Equal(["assertion.missing", "claim.hardBindings.missing"], Read(Sound().Swap("c2pa.hash.data", null)).Failures());

    private static (CredentialReport Report, ManifestReport Ingredient) WithTamperedParent(Func<ForgedManifest, ForgedManifest> tamper)
    {
        var note = Map(("text", "true"));
        var over = Over(Sound().Add("com.example.note", note));
        over.Built();
        // The signature is made once more by the same key; ECDSA gives other bytes, so the first one is put in its place.
        var original = Sound().Add("com.example.note", note);
        var bound = original.Built();
        var tampered = tamper(Sound().Add("com.example.note", note));
        tampered.Signature = _ => original.SignatureContent[(8 + 16 + 1 + "c2pa.signature".Length + 1 + 8)..];
        var report = Read(tampered, Over(original));
        Assert.NotEmpty(bound);
        return (report, report.Manifest(First));
    }
}
