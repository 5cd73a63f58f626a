using System.Text.Json;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Identity;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Identity;

public class IdentityCorpusTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    // CAWG identity assertion 1.2 §8.2.1: what is signed is the deterministic encoding of signer_payload. These are signed so, by certificates on the list of allowed ones.
    private static readonly string[] s_signedAsWritten =
    [
        "encypher__vectors__cawg__generated__identity-1.2__assets__x509-eddsa-jpeg.jpg",
        "encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-pad1-jpeg.jpg",
        "encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-png.png",
        "encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-wav.wav",
        "encypher__vectors__cawg__generated__identity-1.2__assets__x509-ps256-jpeg.jpg",
    ];

    private static TrustStore Actors() => TrustStore.Create(new TrustSettings
    {
        UserAnchors = [Trust("test_cert_root_bundle.pem")],
        Allowed = [Trust("cawg-allowed.pem")],
        KeyUsages = Trust("store.cfg"),
    });

    private static string Trust(string name) => File.ReadAllText(SharedData.Need("credentials/trust/" + name));

    private static IdentityCase? Case(string path, TrustStore actors)
    {
        if (CorpusClaim.Read(path) is not { } claim || claim.Manifest.Labelled("c2pa.assertions")?.Labelled("cawg.identity")?.Child("cbor"u8) is not { } box) return null;
        Assert.True(CborNode.TryRead(claim.Claim, ParseLimits.Default, out var node, out _));
        Assert.True(CborNode.TryRead(box.Content, ParseLimits.Default, out var content, out _));
        string? Absolute(string? url) => JumbfUri.Read(url) is { } uri ? JumbfUri.Of(uri.Manifest ?? claim.Manifest.Label, [.. uri.Path]) : null;
        var declared = new Dictionary<string, HashedUri>();
        foreach (var field in (string[])["assertions", "created_assertions", "gathered_assertions"])
        {
            foreach (var item in node[field]?.Items ?? [])
            {
                if (HashedUri.Read(item) is { } reference && Absolute(reference.Url) is { } url) declared[url] = reference;
            }
        }

        return new IdentityCase
        {
            Uri = JumbfUri.Of(claim.Manifest.Label, "c2pa.assertions", "cawg.identity"),
            Content = content,
            Claim = node,
            Declared = declared,
            Absolute = Absolute,
            Trust = new IdentityTrust { Actors = actors, Stampers = TrustStore.Empty },
            Now = s_now,
            Limits = ParseLimits.Default,
        };
    }

    [Fact]
    public void Failures_agree_with_the_reference_for_every_identity_of_the_corpus()
    {
        var folder = SharedData.Need("credentials");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));

        // The reference had no trust in actors in force: it calls certificates untrusted that lead to the anchors, or stand on the list of allowed ones.
        var actors = TrustStore.Empty;
        var compared = 0;
        foreach (var row in expected.RootElement.GetProperty("files").EnumerateObject())
        {
            if (Case(Path.Combine(folder, "corpus", row.Name), actors) is not { } now || s_signedAsWritten.Contains(row.Name)) continue;
            IdentityCheck.Check(now);
            Assert.Equal($"{row.Name}: {string.Join(' ', Codes(row.Value, "failure"))}", $"{row.Name}: {string.Join(' ', Found(now, StatusKind.Failure))}");
            Assert.Equal($"{row.Name}: {string.Join(' ', Codes(row.Value, "informational"))}", $"{row.Name}: {string.Join(' ', Found(now, StatusKind.Informational))}");
            compared++;
        }

        Assert.True(compared >= 16, $"only {compared} identities were compared");
    }

    [Fact]
    public void An_actor_who_signs_the_deterministic_form_is_believed()
    {
        var folder = SharedData.Need("credentials/corpus");
        var actors = Actors();
        foreach (var name in s_signedAsWritten)
        {
            var now = Case(Path.Combine(folder, name), actors)!;
            var report = IdentityCheck.Check(now);
            Assert.Equal($"{name}: ", $"{name}: {string.Join(' ', Found(now, StatusKind.Failure))}");
            Assert.True(report.Holds && report.Trusted);
            Assert.Contains("Test Actor", report.Name, StringComparison.Ordinal);
            Assert.True(now.Statuses.Has("cawg.x509.signature.validated") && now.Statuses.Has("cawg.identity.trusted"));
        }
    }

    [Fact]
    public void An_actor_whose_certificate_leads_to_an_anchor_is_trusted()
    {
        var now = Case(SharedData.Need("credentials/corpus/c2pa-rs-cawg__validation_method__pad1_invalid.jpg"), Actors())!;
        IdentityCheck.Check(now);
        Assert.True(now.Statuses.Has("cawg.x509.credential.trusted"));
        Assert.Equal(["cawg.identity.pad.invalid"], Found(now, StatusKind.Failure));
    }

    [Fact]
    public void A_self_contained_issuer_is_verified()
    {
        // Of these only the one fault that each file was made for is found: the signature of its did:jwk holds.
        var now = Case(SharedData.Need("credentials/corpus/c2pa-rs-cawg__claim_aggregation__ica_validation__valid_from_missing.jpg"), Actors())!;
        IdentityCheck.Check(now);
        Assert.Equal(["cawg.ica.valid_from.missing"], Found(now, StatusKind.Failure));
        Assert.False(now.Statuses.Has("cawg.ica.signature_mismatch"));
    }

    private static IEnumerable<string> Found(IdentityCase now, StatusKind kind) => now.Statuses.All.Where(s => s.Kind == kind).Select(s => s.Code).Distinct().Order();

    private static IEnumerable<string> Codes(JsonElement row, string kind) =>
        row.TryGetProperty(kind, out var list) ? list.EnumerateArray().Select(c => c.GetString()!).Where(c => c.StartsWith("cawg.", StringComparison.Ordinal)).Order() : [];
}
