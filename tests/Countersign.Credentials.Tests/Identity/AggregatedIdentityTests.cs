using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Credentials.Identity;
using Countersign.Credentials.Identity.Aggregation;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Time;
using Countersign.Credentials.Trust;
using CsCheck;

namespace Countersign.Credentials.Tests.Identity;

public sealed class AggregatedIdentityTests : IDisposable
{
    private const string Web = "did:web:aggregator.example";

    private readonly TestKey _key = new(SigningAlgorithm.Ed25519);

    public void Dispose() => _key.Dispose();

    private string Jwk() => $$"""{"kty":"OKP","crv":"Ed25519","x":"{{Base64Url.EncodeToString(_key.PublicEd25519())}}"}""";

    private string Did() => "did:jwk:" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Jwk()));

    private JsonObject Credential(string? issuer = null) => (JsonObject)JsonNode.Parse($$"""
        {
          "@context": ["https://www.w3.org/ns/credentials/v2", "https://cawg.io/identity/1.2/ica/context/"],
          "type": ["VerifiableCredential", "IdentityClaimsAggregationCredential"],
          "issuer": "{{issuer ?? Did()}}",
          "validFrom": "2025-06-01T00:00:00.123456789Z",
          "credentialSubject": {
            "verifiedIdentities": [{ "type": "cawg.social_media", "username": "somebody", "verifiedAt": "2025-05-01T00:00:00+02:00", "provider": { "id": "https://example.com", "name": "Example" } }],
            "c2paAsset": {
              "referenced_assertions": [
                { "url": "{{IdentityBuilder.Binding}}", "hash": "AQE=" },
                { "url": "{{IdentityBuilder.Actions}}", "hash": "AgI=", "alg": "sha256" }
              ],
              "sig_type": "cawg.identity_claims_aggregation"
            }
          }
        }
        """)!;

    private IReadOnlyList<string> Codes(JsonObject credential, string[]? issuers = null, Func<string, ReadOnlyMemory<byte>?>? documents = null) =>
        Codes(IdentityBuilder.Cose(_key, Encoding.UTF8.GetBytes(credential.ToJsonString()), detached: false, contentType: "application/vc"), issuers, documents);

    private static IReadOnlyList<string> Codes(byte[] signature, string[]? issuers = null, Func<string, ReadOnlyMemory<byte>?>? documents = null, TrustStore? stampers = null)
    {
        var assertion = new IdentityBuilder { Type = IdentityAssertion.Aggregation }.Assertion(signature);
        var now = IdentityBuilder.Case(assertion, new IdentityTrust { Actors = TrustStore.Empty, Stampers = stampers ?? TrustStore.Empty, Issuers = issuers ?? [], DidDocument = documents });
        IdentityCheck.Check(now);
        return [.. now.Statuses.All.Select(s => s.Code).Order()];
    }

    private IReadOnlyList<string> After(Action<JsonObject> change)
    {
        var credential = Credential();
        change(credential);
        return Codes(credential, [Did()]);
    }

    [Fact]
    public void A_credential_of_a_trusted_issuer_is_valid_and_the_identity_trusted() =>
        Assert.Equal(["cawg.ica.credential_valid", "cawg.identity.trusted"], Codes(Credential(), [Did()]));

    [Fact]
    public void A_credential_of_an_unknown_issuer_is_well_formed() =>
        Assert.Equal(["cawg.ica.untrusted_issuer", "cawg.identity.well-formed"], Codes(Credential()));

    [Theory]
    [InlineData(SigningAlgorithm.Es256, "P-256")]
    [InlineData(SigningAlgorithm.Es384, "P-384")]
    [InlineData(SigningAlgorithm.Es512, "P-521")]
    [InlineData(SigningAlgorithm.Ps256, null)]
    public void Issuers_with_other_keys_are_verified(SigningAlgorithm algorithm, string? curve)
    {
        using var key = new TestKey(algorithm);
        string jwk;
        if (curve is null)
        {
            var p = ((RSA)key.Native).ExportParameters(false);
            jwk = $$"""{"kty":"RSA","n":"{{Base64Url.EncodeToString(p.Modulus)}}","e":"{{Base64Url.EncodeToString(p.Exponent)}}"}""";
        }
        else
        {
            var q = ((ECDsa)key.Native).ExportParameters(false).Q;
            jwk = $$"""{"kty":"EC","crv":"{{curve}}","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""";
        }

        var did = "did:jwk:" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(jwk));
        var signature = IdentityBuilder.Cose(key, Encoding.UTF8.GetBytes(Credential(did).ToJsonString()), detached: false, contentType: "application/vc");
        Assert.Contains("cawg.ica.credential_valid", Codes(signature, [did]));
    }

    [Fact]
    public void The_document_of_a_did_web_is_the_callers_to_give()
    {
        Assert.Equal(["cawg.ica.did_unavailable"], Codes(Credential(Web), [Web]));
        Assert.Contains("cawg.ica.credential_valid", Codes(Credential(Web), [Web], _ => Document($$"""{"id":"{{Web}}","assertionMethod":[{"id":"#k","publicKeyJwk":{{Jwk()}}}]}""")));
        Assert.Contains("cawg.ica.credential_valid", Codes(Credential(Web + "#k"), [Web], _ => Document($$"""{"id":"{{Web}}","verificationMethod":[{"id":"{{Web}}#k","publicKeyJwk":{{Jwk()}}}],"assertionMethod":["#k"]}""")));
    }

    [Fact]
    public void A_document_without_a_usable_key_is_invalid()
    {
        foreach (var document in new[]
        {
            "not json", "[]", $$"""{"id":"did:web:somebody.else","assertionMethod":[{"publicKeyJwk":{{Jwk()}}}]}""", $$"""{"id":"{{Web}}"}""",
            $$"""{"id":"{{Web}}","authentication":[{"publicKeyJwk":{{Jwk()}}}]}""", $$"""{"id":"{{Web}}","assertionMethod":["#gone", 7, {"publicKeyJwk":{"kty":"OKP","crv":"X25519","x":"AA"} }]}""",
            $$"""{"id":"x","id":"{{Web}}","assertionMethod":[{"publicKeyJwk":{{Jwk()}}}]}""",
        })
            Assert.Equal(["cawg.ica.invalid_did_document"], Codes(Credential(Web), [Web], _ => Document(document)));
    }

    [Fact]
    public void An_issuer_is_a_did_of_a_known_kind()
    {
        Assert.Equal(["cawg.ica.invalid_issuer"], Codes(Credential("not-" + Did())));
        Assert.Equal(["cawg.ica.invalid_issuer"], Codes(Credential("did:jwk:")));
        Assert.Equal(["cawg.ica.did_unsupported_method"], Codes(Credential("did:key:z6Mk")));
        Assert.Equal(["cawg.ica.invalid_did_document"], Codes(Credential("did:jwk:e30")));
        Assert.Equal(["cawg.ica.invalid_did_document"], Codes(Credential("did:jwk:%%%")));
    }

    [Fact]
    public void A_credential_that_the_issuer_did_not_sign_is_a_mismatch()
    {
        using var other = new TestKey(SigningAlgorithm.Ed25519);
        var signature = IdentityBuilder.Cose(other, Encoding.UTF8.GetBytes(Credential().ToJsonString()), detached: false, contentType: "application/vc");
        Assert.Equal(["cawg.ica.signature_mismatch"], Codes(signature, [Did()]));
    }

    [Fact]
    public void The_envelope_is_checked()
    {
        var payload = Encoding.UTF8.GetBytes(Credential().ToJsonString());
        Assert.Equal(["cawg.ica.invalid_cose_sign1"], Codes([1, 2, 3]));
        Assert.Equal(["cawg.ica.invalid_alg"], Codes(IdentityBuilder.Cose(_key, payload, detached: false, algorithm: null, contentType: "application/vc")));
        Assert.Equal(["cawg.ica.invalid_alg"], Codes(IdentityBuilder.Cose(_key, payload, detached: false, algorithm: -257, contentType: "application/vc")));
        Assert.Equal(["cawg.ica.invalid_content_type"], Codes(IdentityBuilder.Cose(_key, payload, detached: false), [Did()]));
        Assert.Equal(["cawg.ica.invalid_content_type"], Codes(IdentityBuilder.Cose(_key, payload, detached: false, contentType: "application/json"), [Did()]));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], Codes(IdentityBuilder.Cose(_key, payload, detached: true, contentType: "application/vc")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], Codes(IdentityBuilder.Cose(_key, [0x7B], detached: false, contentType: "application/vc")));
    }

    [Fact]
    public void The_credential_is_of_the_right_kind()
    {
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c["type"] = new JsonArray("VerifiableCredential")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c["@context"] = new JsonArray("https://cawg.io/identity/1.2/ica/context/", "https://www.w3.org/ns/credentials/v2")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c.Remove("issuer")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c.Remove("credentialSubject")));
        Assert.Equal(["cawg.ica.invalid_verifiable_credential"], After(c => c["credentialSubject"]!.AsObject().Remove("c2paAsset")));
    }

    [Fact]
    public void Text_that_is_no_unicode_ends_the_reading()
    {
        var sound = Credential().ToJsonString();
        foreach (var bytes in (byte[][])
        [
            Encoding.UTF8.GetBytes(sound.Replace("\"sig_type\"", "\"\\ud800\":1,\"sig_type\"", StringComparison.Ordinal)),
            Encoding.UTF8.GetBytes(sound.Replace("\"somebody\"", "\"\\udc00\"", StringComparison.Ordinal)),
            [.. Encoding.UTF8.GetBytes(sound[..^1]), .. ",\""u8, 0xFF, .. "\":1}"u8],
        ])
            Assert.Equal(["cawg.ica.invalid_verifiable_credential"], Codes(IdentityBuilder.Cose(_key, bytes, detached: false, contentType: "application/vc"), [Did()]));
    }

    [Fact]
    public void The_time_of_validity_is_checked()
    {
        Assert.Equal(["cawg.ica.valid_from.missing"], After(c => c.Remove("validFrom")));
        Assert.Equal(["cawg.ica.valid_from.invalid"], After(c => c["validFrom"] = "2200-01-01T00:00:00Z"));
        Assert.Equal(["cawg.ica.valid_from.invalid"], After(c => c["validFrom"] = "yesterday"));
        Assert.Equal(["cawg.ica.valid_from.invalid"], After(c => c["validFrom"] = "2025-06-01T00:00:00"));
        Assert.Equal(["cawg.ica.valid_until.invalid"], After(c => c["validUntil"] = "2025-12-31T23:59:59Z"));
        Assert.Equal(["cawg.ica.valid_until.invalid"], After(c => c["validUntil"] = 5));
        Assert.Equal(["cawg.ica.credential_valid", "cawg.identity.trusted"], After(c => c["validUntil"] = "2026-01-01T00:00:01Z"));
    }

    [Fact]
    public void The_credential_must_have_been_valid_when_the_claim_was_signed()
    {
        var assertion = new IdentityBuilder { Type = IdentityAssertion.Aggregation }.Assertion(
            IdentityBuilder.Cose(_key, Encoding.UTF8.GetBytes(Credential().ToJsonString()), detached: false, contentType: "application/vc"));
        var now = IdentityBuilder.Case(assertion) with { ClaimTime = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        IdentityCheck.Check(now);
        Assert.True(now.Statuses.Has("cawg.ica.valid_from.invalid"));
    }

    [Fact]
    public void The_credential_is_bound_to_this_asset()
    {
        Assert.Equal(["cawg.ica.signer_payload.mismatch"], After(c => Asset(c)["sig_type"] = "cawg.x509.cose"));
        Assert.Equal(["cawg.ica.signer_payload.mismatch"], After(c => Asset(c)["referenced_assertions"]![0]!["hash"] = "AgI="));
        Assert.Equal(["cawg.ica.signer_payload.mismatch"], After(c => Asset(c)["referenced_assertions"]![0]!["url"] = "self#jumbf=other"));
        Assert.Equal(["cawg.ica.signer_payload.mismatch"], After(c => Asset(c)["referenced_assertions"]!.AsArray().RemoveAt(1)));
        Assert.Equal(["cawg.ica.signer_payload.mismatch"], After(c => Asset(c)["role"] = new JsonArray("cawg.creator")));
        Assert.Equal(["cawg.ica.credential_valid", "cawg.identity.trusted"], After(c => Asset(c)["referenced_assertions"]![0]!["hash"] = new JsonArray(65, 81, 69, 61)));
    }

    [Fact]
    public void Somebody_must_be_named()
    {
        Assert.Equal(["cawg.ica.verified_identities.missing"], After(c => c["credentialSubject"]!.AsObject().Remove("verifiedIdentities")));
        Assert.Equal(["cawg.ica.verified_identities.missing"], After(c => c["credentialSubject"]!["verifiedIdentities"] = new JsonArray()));
        foreach (var field in (string[])["type", "username", "verifiedAt", "provider"]) Assert.Equal(["cawg.ica.verified_identities.invalid"], After(c => Identity(c).Remove(field)));
        Assert.Equal(["cawg.ica.verified_identities.invalid"], After(c => Identity(c)["provider"] = new JsonObject { ["id"] = "https://example.com" }));
        Assert.Equal(["cawg.ica.verified_identities.invalid"], After(c => Identity(c)["name"] = ""));
    }

    [Fact]
    public void A_credential_that_could_have_been_taken_back_is_not_said_to_be_valid()
    {
        Assert.Equal(["cawg.ica.revocation.unavailable"], After(c => c["credentialStatus"] = new JsonObject { ["type"] = "BitstringStatusListEntry", ["statusPurpose"] = "revocation" }));
        Assert.Equal(["cawg.ica.revocation.unsupported"], After(c => c["credentialStatus"] = new JsonObject { ["type"] = "Other" }));
    }

    [Fact]
    public async Task A_time_stamp_of_the_credential_is_checked()
    {
        using var pki = new TestPki();
        using var key = new TestKey(SigningAlgorithm.Es256);
        var stamper = new TestTimeStamper(new TestSigner(key, pki.Issue(key, [TestPki.TimeStamping])), new FixedClock(IdentityBuilder.Now.AddDays(-1)));
        var payload = Encoding.UTF8.GetBytes(Credential().ToJsonString());
        var plain = IdentityBuilder.Node(IdentityBuilder.Cose(_key, payload, detached: false, contentType: "application/vc")).Tagged!.Items;
        var token = await stamper.StampAsync(TimeStampPayload.OfSignature(plain[0].Bytes, plain[3].Encoded), TestContext.Current.CancellationToken);
        var stores = TrustStore.Create(new TrustSettings { TimeStampAnchors = [PemEncoding.WriteString("CERTIFICATE", pki.Root)] });
        var stamped = IdentityBuilder.Cose(_key, payload, detached: false, contentType: "application/vc", stamp: Container(token));
        Assert.Equal(["cawg.ica.credential_valid", "cawg.ica.time_stamp.validated", "cawg.identity.trusted"], Codes(stamped, [Did()], stampers: stores));
        Assert.Equal(["cawg.ica.time_stamp.invalid"], Codes(stamped, [Did()]));
        Assert.Equal(["cawg.ica.time_stamp.invalid"], Codes(IdentityBuilder.Cose(_key, payload, detached: false, contentType: "application/vc", stamp: Container([0])), [Did()], stampers: stores));
    }

    [Theory]
    [InlineData("2025-06-01T00:00:00Z", true)]
    [InlineData("2025-06-01t00:00:00z", true)]
    [InlineData("2025-06-01T00:00:00.5+01:00", true)]
    [InlineData("2025-06-01T00:00:00.12345678901Z", true)]
    [InlineData("2025-06-01 00:00:00Z", false)]
    [InlineData("2025-06-01T00:00:00", false)]
    [InlineData("2025-06-01T00:00:00.Z", false)]
    [InlineData("2025-13-01T00:00:00Z", false)]
    [InlineData("2025-06-01", false)]
    public void Only_a_date_and_time_with_its_offset_is_one(string text, bool good) => Assert.Equal(good, CredentialJson.Time(text) is not null);

    [Fact]
    public void Mutants_never_throw_and_are_never_valid()
    {
        var sound = IdentityBuilder.Cose(_key, Encoding.UTF8.GetBytes(Credential().ToJsonString()), detached: false, contentType: "application/vc");
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 4].Sample(edits =>
        {
            var mutant = sound.ToArray();
            foreach (var (at, value) in edits) mutant[at] = value;
            return mutant.AsSpan().SequenceEqual(sound) || !Codes(mutant, [Did()]).Contains("cawg.ica.credential_valid");
        }, iter: 500, threads: 1);
    }

    private static JsonObject Asset(JsonObject credential) => credential["credentialSubject"]!["c2paAsset"]!.AsObject();

    private static JsonObject Identity(JsonObject credential) => credential["credentialSubject"]!["verifiedIdentities"]![0]!.AsObject();

    private static ReadOnlyMemory<byte>? Document(string json) => Encoding.UTF8.GetBytes(json);

    private static byte[] Container(byte[] token)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(1);
        writer.WriteTextString("tstTokens");
        writer.WriteStartArray(1);
        writer.WriteStartMap(1);
        writer.WriteTextString("val");
        writer.WriteByteString(token);
        writer.WriteEndMap();
        writer.WriteEndArray();
        writer.WriteEndMap();
        return writer.Encode();
    }
}
