using System.Text;
using System.Text.Json;

namespace Countersign.Credentials.Signing.Content;

/// <summary>
/// An assertion that the builder has no property of its own for. Made by the factories here, by <see cref="TrainingMining"/>, <see cref="SoftBinding"/>
/// and <see cref="MetadataAssertion"/>. What is wrong with the content is said when the manifest is built.
/// </summary>
public sealed class ClaimAssertion
{
    private ClaimAssertion(string label, bool gathered) => (Label, Gathered) = (label, gathered);

    /// <summary>The label without an instance number; a second one of the same label gets <c>__1</c> (C2PA 2.2 §6.4).</summary>
    public string Label { get; }

    /// <summary>True when it is somebody else's statement than the signer's: it is then listed under <c>gathered_assertions</c> (C2PA 2.2 §10.2.2).</summary>
    public bool Gathered { get; }

    internal CborValue? Cbor { get; private init; }

    internal byte[]? Json { get; private init; }

    internal EmbeddedData? File { get; private init; }

    internal IReadOnlyList<CredentialProblem> Problems { get; private init; } = [];

    /// <summary>An assertion in CBOR.</summary>
    public static ClaimAssertion OfCbor(string label, CborValue content, bool gathered = false)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(label, gathered) { Cbor = content };
    }

    /// <summary>An assertion in JSON; the text is kept as it is.</summary>
    public static ClaimAssertion OfJson(string label, string content, bool gathered = false)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(label, gathered) { Json = Encoding.UTF8.GetBytes(content), Problems = CheckJson(label, content) };
    }

    /// <summary>An assertion that is a file (C2PA 2.2 §18.12).</summary>
    public static ClaimAssertion OfFile(string label, EmbeddedData content, bool gathered = false)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(label, gathered) { File = content };
    }

    /// <summary>Time-stamps of earlier manifests, taken after they were signed (C2PA 2.2 §18.17).</summary>
    /// <param name="tokens">The TimeStampToken in DER for each manifest label.</param>
    public static ClaimAssertion TimeStamps(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new(Labels.TimeStamp, false)
        {
            Cbor = CborValue.Map(tokens.Select(t => KeyValuePair.Create(t.Key, CborValue.Bytes(t.Value.Span)))),
            Problems = tokens.Count > 0 ? [] : [new("assertion.time-stamp.empty", "A time-stamp assertion needs at least one time-stamp.", Labels.TimeStamp)],
        };
    }

    /// <summary>OCSP answers got after signing (C2PA 2.2 §18.18).</summary>
    /// <param name="responses">Each OCSPResponse in DER.</param>
    public static ClaimAssertion CertificateStatus(IReadOnlyList<ReadOnlyMemory<byte>> responses)
    {
        ArgumentNullException.ThrowIfNull(responses);
        return new(Labels.CertificateStatus, false)
        {
            Cbor = new CborFields().Add("ocspVals", CborValue.Array(responses.Select(r => CborValue.Bytes(r.Span)))).ToMap(),
            Problems = responses.Count > 0 ? [] : [new("assertion.certificate-status.empty", "A certificate status assertion needs at least one answer.", Labels.CertificateStatus)],
        };
    }

    internal ClaimAssertion With(IReadOnlyList<CredentialProblem> problems) =>
        new(Label, Gathered) { Cbor = Cbor, Json = Json, File = File, Problems = [.. Problems, .. problems] };

    private static CredentialProblem[] CheckJson(string label, string content)
    {
        try
        {
            using var _ = JsonDocument.Parse(content);
            return [];
        }
        catch (JsonException e)
        {
            return [new("assertion.json.invalid", $"The content is no JSON: {e.Message}", label)];
        }
    }
}
