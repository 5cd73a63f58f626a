using System.Text.Json;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time.Der;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.CoseSignatures;

/// <summary>Signatures, certificates and signers of real files, against what the reference says of them with the same trust settings.</summary>
public class CorpusSignatureTests
{
    // The signer of these is in the private credential store. C2PA 2.2 §14.5.1.2: "if the certificate is present in the private credential store, the certificate is
    // accepted". The reference wants it to lead to an anchor nonetheless.
    private const string Allowed = "encypher__vectors__cawg__generated__";

    private static TrustStore Trust()
    {
        static string Read(string name) => File.ReadAllText(SharedData.Need("credentials/trust/" + name));
        return TrustStore.Create(new()
        {
            UserAnchors = [Read("test_cert_root_bundle.pem")], SignerAnchors = [Read("C2PA-TRUST-LIST.pem")], TimeStampAnchors = [Read("C2PA-TSA-TRUST-LIST.pem")],
            KeyUsages = Read("store.cfg"), Allowed = [Read("claim-allowed.pem")],
        });
    }

    [Fact]
    public void Signatures_and_signers_agree_with_the_reference_for_every_file_of_the_corpus()
    {
        var folder = SharedData.Need("credentials");
        var trust = Trust();
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        var compared = 0;
        var differences = new List<string>();
        foreach (var row in expected.RootElement.GetProperty("files").EnumerateObject().Where(r => r.Value.TryGetProperty("alg", out _)))
        {
            if (CorpusCose(Path.Combine(folder, "corpus", row.Name)) is not { } found) continue;
            compared++;
            var says = row.Name.StartsWith(Allowed, StringComparison.Ordinal) ? "validated trusted" : Codes(row.Value);
            var ours = Judge(found.Cose, found.Claim, trust);
            if (row.Value.GetProperty("alg").GetString() != found.Cose.Algorithm?.ToString()) differences.Add($"{row.Name}: {found.Cose.Algorithm}");
            if (says != ours) differences.Add($"{row.Name}: {ours} and not {says}");
        }

        Assert.Equal([], differences);
        Assert.True(compared >= 40, $"only {compared} files were compared");
    }

    private static (CoseSign1 Cose, ReadOnlyMemory<byte> Claim)? CorpusCose(string path)
    {
        if (CorpusClaim.Read(path) is not { } claim) return null;
        var box = claim.Manifest.Labelled("c2pa.signature")!.Child("cbor"u8)!;
        Assert.True(CoseSign1.TryRead(box.Content, ParseLimits.Default, out var cose, out var says), $"{path}: {says}");
        return (cose, claim.Claim);
    }

    private static string Judge(CoseSign1 cose, ReadOnlyMemory<byte> claim, TrustStore trust)
    {
        Assert.True(CertificateView.TryRead(cose.Chain[0], out var leaf));
        var outcome = SignatureVerifier.Verify(cose.Algorithm!.Value, leaf, CoseSign1.SigStructure(cose.ProtectedBytes, claim), cose.Signature.Span);
        var fit = CertificateProfile.Violations(leaf, trust.IsAllowed(cose.Chain[0])).Count == 0;
        // Whom it leads to is what is compared here; whether in time is asked of the time-stamps, elsewhere.
        var trusted = trust.Paths(cose.Chain, TrustPurpose.ClaimSigning).Count > 0 || trust.IsAllowed(cose.Chain[0]);
        return $"{(outcome == SignatureOutcome.Valid ? "validated" : "mismatch")} {(!fit ? "invalid" : trusted ? "trusted" : "untrusted")}";
    }

    private static string Codes(JsonElement row)
    {
        var codes = new[] { "success", "failure" }.SelectMany(kind => row.GetProperty(kind).EnumerateArray()).Select(c => c.GetString()).ToHashSet();
        return $"{(codes.Contains("claimSignature.validated") ? "validated" : "mismatch")} {(codes.Contains("signingCredential.invalid") ? "invalid" : codes.Contains("signingCredential.trusted") ? "trusted" : "untrusted")}";
    }
}
