using System.Text.Json;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Trust;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>
/// The public corpus and the tampered files, beside what c2pa-rs 0.91 says of them under the same trust. Every difference stands in docs/credentials.md with the section that decides,
/// and here with what is said instead, so that neither changes unnoticed.
/// </summary>
public class OracleTests
{
    private static readonly Dictionary<string, string> s_differences = new(StringComparer.Ordinal)
    {
        // Stores lie at top level only (A.5); the thousand nested boxes are never entered, and there is none.
        ["c2pa-rs-fixtures__nested_moov_1000.mp4"] = "None",
        // §15.11.3.3: an ingredient assertion whose own hash does not match is passed over.
        ["c2pa-rs-fixtures__adobe-20220124-E-clm-CAICAI.jpg"] = "Invalid assertion.hashedURI.mismatch",
        // §8.4.2.1: references begin with self#jumbf=/ or are relative; those of this pre-release do neither.
        ["c2pa-rs-fixtures__prerelease.jpg"] = "Invalid assertion.missing,claim.hardBindings.missing,claimSignature.missing",
        // §15.8.2 has claimSignature.outsideValidity where the reference says signingCredential.expired, a code of older editions.
        ["c2pa.net__output.jpg"] = "Invalid claimSignature.outsideValidity,signingCredential.untrusted",
        ["public-testfiles__image__jpeg__nikon-20221019-building.jpeg"] = "Invalid claimSignature.outsideValidity,signingCredential.untrusted",
        ["encypher__vectors__cawg__external__contentauth-c2pa-cpp__357f0fc5__assets__C_with_CAWG_data.jpg"] = "Invalid cawg.ica.did_unavailable,claimSignature.outsideValidity,signingCredential.untrusted",
        // §15.10.1.2: a failure with a code, and no reason to stop.
        ["encypher__conformance__external__encypherai-c2pa-conformance-suite__106d15ac__crypto__expired_signer.jpg"] = "Invalid assertion.action.malformed,claim.hardBindings.missing,claimSignature.outsideValidity,signingCredential.untrusted",
        ["encypher__conformance__external__encypherai-c2pa-conformance-suite__106d15ac__crypto__wrong_eku_signer.jpg"] = "Invalid assertion.action.malformed,claim.hardBindings.missing,signingCredential.untrusted",
        // CAWG identity §8.2.1: the signature is over the deterministic encoding, and holds. §14.4.3: the claim's signer is on the allowed list.
        ["encypher__vectors__cawg__generated__identity-1.2__assets__x509-eddsa-jpeg.jpg"] = "Trusted ",
        ["encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-pad1-jpeg.jpg"] = "Trusted ",
        ["encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-png.png"] = "Trusted ",
        ["encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-wav.wav"] = "Trusted ",
        ["encypher__vectors__cawg__generated__identity-1.2__assets__x509-ps256-jpeg.jpg"] = "Trusted ",
        // The certificate of the identity is trusted by the anchors that the settings give for identities; the reference says untrusted.
        ["c2pa-rs-cawg__validation_method__duplicate_assertion_reference.jpg"] = "Valid cawg.identity.assertion.duplicate",
        ["c2pa-rs-cawg__validation_method__extra_assertion_claim_v1.jpg"] = "Valid cawg.identity.assertion.mismatch",
        ["c2pa-rs-cawg__validation_method__pad1_invalid.jpg"] = "Valid cawg.identity.pad.invalid",
    };

    private static string Read(string name) => File.ReadAllText(SharedData.Need("credentials/trust/" + name));

    private static CredentialReader Reader() => new(new()
    {
        Trust = TrustStore.Create(new() { SignerAnchors = [Read("C2PA-TRUST-LIST.pem")], TimeStampAnchors = [Read("C2PA-TSA-TRUST-LIST.pem")], UserAnchors = [Read("test_cert_root_bundle.pem")], Allowed = [Read("claim-allowed.pem")], KeyUsages = Read("store.cfg") }),
        IdentityTrust = TrustStore.Create(new() { UserAnchors = [Read("test_cert_root_bundle.pem")], Allowed = [Read("cawg-allowed.pem")], KeyUsages = Read("store.cfg") }),
        // The day the reference was asked; certificates of the corpus end at their own times.
        Clock = new DayClock(),
    });

    [Theory]
    [InlineData("corpus", "expected.json")]
    [InlineData("tampered", "tampered.json")]
    public void States_and_failure_codes_agree_but_for_the_differences_that_are_written_down(string folder, string expected)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Need("credentials/" + expected)));
        var files = document.RootElement.TryGetProperty("files", out var inner) ? inner : document.RootElement;
        var reader = Reader();
        var wrong = new List<string>();
        foreach (var entry in files.EnumerateObject())
        {
            using var stream = File.OpenRead(SharedData.Need($"credentials/{folder}/{entry.Name}"));
            var report = reader.Read(stream, TestContext.Current.CancellationToken);
            var ours = $"{report.State} {string.Join(',', report.Active?.Failures() ?? [])}".Trim();
            var theirs = $"{entry.Value.GetProperty("state").GetString()} {string.Join(',', entry.Value.TryGetProperty("failure", out var codes) ? codes.EnumerateArray().Select(c => c.GetString()) : [])}".Trim();
            var wanted = s_differences.TryGetValue(entry.Name, out var other) ? other.Trim() : theirs;
            if (ours != wanted) wrong.Add($"{entry.Name}: {ours}; wanted {wanted}; c2pa-rs {theirs}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_page_of_differences_names_every_file_that_differs()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "credentials.md"));
        // By its last words: the corpus puts the name of its source before each file.
        Assert.All(s_differences.Keys, name => Assert.Contains(name[(name.LastIndexOf("__", StringComparison.Ordinal) + 2)..], page, StringComparison.Ordinal));
    }

    private static string RepositoryRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Countersign.slnx"))) return at.FullName;
        }

        throw new InvalidOperationException("The tests are run from a checkout.");
    }

    private sealed class DayClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    }
}
