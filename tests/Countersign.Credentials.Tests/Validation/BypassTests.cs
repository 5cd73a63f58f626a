using System.Security.Cryptography;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Tests.Forging;
using static Countersign.Credentials.Tests.Forging.ForgedManifest;
using static Countersign.Credentials.Tests.Validation.Checked;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>Ways around validation that others met, each made anew. The numbers are those of the reports in the reference implementation.</summary>
public class BypassTests
{
    [Fact]
    public void A_forged_box_in_a_redacted_slot_2527()
    {
        var (parent, over) = Redacting("com.example.note");
        var note = Map(("text", "secret"));
        var forged = WithSignatureOf(parent, Sound().Add("com.example.note", note).Swap("com.example.note", CborBox("com.example.note", Map(("text", "forged")))));
        Assert.Contains("assertion.notRedacted", Read(forged, over).Manifest(First).Failures());
    }

    [Fact]
    public void A_forged_box_of_an_unknown_type_in_a_redacted_slot_2527()
    {
        var (parent, over) = Redacting("com.example.note");
        var unknown = JumbfWriter.Superbox(Guid.Parse("11111111-2222-3333-4444-555555555555"), "com.example.note", [], JumbfWriter.Box("xxxx"u8, "forged"u8));
        var forged = WithSignatureOf(parent, Sound().Add("com.example.note", Map(("text", "secret"))).Swap("com.example.note", unknown));
        var report = Read(forged, over);
        Assert.Contains("assertion.notRedacted", report.Manifest(First).Failures());
        Assert.Equal(CredentialState.Invalid, report.State);
    }

    [Fact]
    public void A_redacted_assertion_that_is_gone_is_no_fault()
    {
        var (parent, over) = Redacting("com.example.note");
        var redacted = WithSignatureOf(parent, Sound().Add("com.example.note", Map(("text", "secret"))).Swap("com.example.note", null));
        var report = Read(redacted, over);
        Assert.Equal([], report.Failures());
        Assert.Equal([], report.Manifest(First).Failures());
        Assert.Equal(CredentialState.Trusted, report.State);
    }

    [Fact]
    public void A_redacted_assertion_that_is_all_zeros_is_no_fault()
    {
        var (parent, over) = Redacting("com.example.note");
        var blank = JumbfWriter.Superbox(JumbfTypes.Cbor, "com.example.note", [], JumbfWriter.Box("cbor"u8, new byte[40]));
        var redacted = WithSignatureOf(parent, Sound().Add("com.example.note", Map(("text", "secret"))).Swap("com.example.note", blank));
        Assert.Equal([], Read(redacted, over).Manifest(First).Failures());
    }

    [Fact]
    public void Actions_may_not_be_redacted()
    {
        var (parent, over) = Redacting("c2pa.actions.v2");
        Assert.Contains("assertion.action.redacted", Read(parent, over).Manifest(First).Failures());
    }

    [Fact]
    public void A_binding_to_the_content_may_not_be_redacted()
    {
        var (parent, over) = Redacting("c2pa.hash.data");
        Assert.Contains("assertion.dataHash.redacted", Read(parent, over).Manifest(First).Failures());
    }

    [Fact]
    public void A_claim_may_not_redact_its_own_assertions()
    {
        var manifest = Sound().Add("com.example.note", Map(("text", "x")));
        manifest.Claim = claim => claim["redacted_assertions"] = new[] { manifest.Uri + "/c2pa.assertions/com.example.note" };
        Assert.Contains("assertion.selfRedacted", Read(manifest).Failures());
    }

    [Fact]
    public void Two_manifests_of_one_label_are_no_ingredient_1554()
    {
        var parent = Sound();
        var over = Over(parent);
        over.Built();
        var report = Read(parent, Sound(), over);
        Assert.Equal(["ingredient.manifest.missing"], report.Failures());
    }

    [Fact]
    public void A_manifest_under_another_label_is_no_ingredient_1578()
    {
        var over = Over(Sound());
        var renamed = Sound(Third);
        Assert.Equal(["ingredient.manifest.missing"], Read(renamed, over).Failures());
    }

    [Fact]
    public void Two_assertions_of_one_label_are_neither()
    {
        var note = Map(("text", "true"));
        var report = Read(Sound().Add("com.example.note", note).AddUndeclared("com.example.note", Map(("text", "fals"))));
        Assert.Contains("assertion.missing", report.Failures());
    }

    [Fact]
    public void Manifests_that_are_each_others_ingredients_end_1576()
    {
        var first = new ForgedManifest(First).Created().Bind(Content);
        first.Add("c2pa.ingredient.v3", Map(("relationship", "componentOf"), ("activeManifest", Map(("url", "self#jumbf=/c2pa/" + Second), ("hash", new byte[32]))), ("validationResults", Map())));
        var second = new ForgedManifest(Second).Created().Bind(Content);
        second.Add("c2pa.ingredient.v3", Map(("relationship", "componentOf"), ("activeManifest", Map(("url", "self#jumbf=/c2pa/" + First), ("hash", SHA256.HashData(first.Content)))), ("validationResults", Map())));
        var report = Read(first, second);
        Assert.Equal(2, report.Manifests.Count);
        Assert.Equal(CredentialState.Invalid, report.State);
    }

    [Fact]
    public void A_diamond_of_ingredients_is_read_once_for_each_manifest_2492()
    {
        // Forty layers of two: without memory, a walk would take 2^40 steps.
        var layers = new List<ForgedManifest>();
        ForgedManifest? left = null, right = null;
        for (var i = 0; i < 40; i++)
        {
            var (l, r) = (Layer(2 * i, left, right), Layer(2 * i + 1, left, right));
            layers.AddRange([l, r]);
            (left, right) = (l, r);
        }

        var top = Layer(100, left, right);
        layers.Add(top);
        Assert.Equal(81, Read([.. layers]).Manifests.Count);

        static ForgedManifest Layer(int number, params ForgedManifest?[] parts)
        {
            var manifest = new ForgedManifest($"urn:c2pa:00000000-0000-4000-8000-{number:000000000000}").Created().Bind(Content);
            var n = 0;
            foreach (var part in parts.OfType<ForgedManifest>())
            {
                manifest.Ingredient(part, "componentOf", n++ == 0 ? "c2pa.ingredient.v3" : $"c2pa.ingredient.v3__{n - 1}");
            }

            return manifest;
        }
    }

    [Fact]
    public void A_claim_that_lists_an_assertion_of_another_manifest_is_refused()
    {
        var parent = Sound();
        var manifest = Sound(Second);
        manifest.Claim = claim => claim["created_assertions"] = ((object[])claim["created_assertions"]!)
            .Append(Map(("url", parent.Uri + "/c2pa.assertions/c2pa.hash.data"), ("hash", new byte[32]))).ToArray();
        Assert.Contains("assertion.outsideManifest", Read(parent, manifest).Failures());
    }

    [Fact]
    public void A_signature_of_another_manifest_does_not_count()
    {
        var parent = Sound();
        var manifest = Sound(Second);
        manifest.Claim = claim => claim["signature"] = parent.Uri + "/c2pa.signature";
        Assert.Contains("claimSignature.missing", Read(parent, manifest).Failures());
    }

    [Fact]
    public void A_second_claim_box_is_refused_whichever_comes_first()
    {
        var manifest = Sound();
        manifest.ClaimBoxes = box => [box, box];
        Assert.Equal(["claim.multiple"], Read(manifest).Failures());
    }

    [Fact]
    public void A_claim_with_one_key_twice_is_refused()
    {
        var manifest = Sound();
        manifest.ClaimBoxes = _ => [JumbfWriter.Superbox(JumbfTypes.Claim, "c2pa.claim.v2", [], JumbfWriter.Box("cbor"u8, (byte[])[0xA2, 0x61, (byte)'a', 1, 0x61, (byte)'a', 2]))];
        Assert.Contains("claim.cbor.invalid", Read(manifest).Failures());
    }

    // A parent with a note, and a manifest that redacts one of the parent's assertions.
    private static (ForgedManifest Parent, ForgedManifest Over) Redacting(string label)
    {
        var parent = Sound().Add("com.example.note", Map(("text", "secret")));
        parent.Built();
        var over = new ForgedManifest(Second).Ingredient(parent);
        var actions = new[]
        {
            Map(("action", "c2pa.opened"), ("parameters", Map(("ingredients", new[] { over.Reference("c2pa.ingredient.v3") })))),
            Map(("action", "c2pa.redacted"), ("reason", "c2pa.PII.present"), ("parameters", Map(("redacted", $"{parent.Uri}/c2pa.assertions/{label}")))),
        };
        over.Add("c2pa.actions.v2", Map(("actions", actions))).Bind(Content);
        over.Claim = claim => claim["redacted_assertions"] = new[] { $"{parent.Uri}/c2pa.assertions/{label}" };
        return (parent, over);
    }

    private static ForgedManifest WithSignatureOf(ForgedManifest original, ForgedManifest changed)
    {
        original.Built();
        changed.Signature = _ => original.SignatureContent[(8 + 16 + 1 + "c2pa.signature".Length + 1 + 8)..];
        return changed;
    }
}
