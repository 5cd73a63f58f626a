using Countersign.Credentials.Claims;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>
/// A manifest of which everything is known but the hash of the asset and the signature. The lengths of both being fixed beforehand, so is the length of the store.
/// </summary>
internal sealed class ManifestDraft
{
    public required string Label { get; init; }

    public required ManifestKind Kind { get; init; }

    public required string HashAlgorithm { get; init; }

    /// <summary>The assertions, without the hard binding.</summary>
    public required IReadOnlyList<AssertionBox> Assertions { get; init; }

    public required IReadOnlyList<KeptManifest> Kept { get; init; }

    public required IReadOnlyList<JumbfBox> Others { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required CborValue Generator { get; init; }

    public required string InstanceId { get; init; }

    public required string? Title { get; init; }

    /// <summary>The URIs of what the claim redacts.</summary>
    public required IReadOnlyList<string> Redacted { get; init; }

    /// <summary>Bytes of the parts that are there already; the store is somewhat longer.</summary>
    public long Size => Assertions.Sum(a => (long)a.Bytes.Length) + Kept.Sum(m => (long)m.Box.Bytes.Length) + Others.Sum(o => (long)o.Bytes.Length);

    /// <summary>The claim (C2PA 2.2 §10.2), over all assertions.</summary>
    /// <param name="binding">The hard binding; null in an update manifest.</param>
    public byte[] Claim(AssertionBox? binding)
    {
        var all = All(binding);
        return new CborFields()
            .Add("instanceID", InstanceId)
            .Add("claim_generator_info", Generator)
            .Add("signature", BoxUri.Signature(Label))
            .Add("created_assertions", CborValue.Array(all.Where(a => !a.Gathered).Select(a => a.Reference(HashAlgorithm))))
            .AddList("gathered_assertions", [.. all.Where(a => a.Gathered).Select(a => a.Reference(HashAlgorithm))])
            .Add("dc:title", Title)
            .AddList("redacted_assertions", [.. Redacted.Select(CborValue.Of)])
            .Add("alg", HashAlgorithm)
            .ToMap().Encoded.ToArray();
    }

    /// <summary>The new manifest as a superbox.</summary>
    public byte[] Manifest(AssertionBox? binding, ReadOnlySpan<byte> claim, ReadOnlySpan<byte> signature) =>
        JumbfWriter.Superbox(Kind == ManifestKind.Update ? JumbfTypes.UpdateManifest : JumbfTypes.StandardManifest, Label, default,
            JumbfWriter.Superbox(JumbfTypes.AssertionStore, Labels.Assertions, default, All(binding).Select(a => (ReadOnlyMemory<byte>)a.Bytes)),
            JumbfWriter.Superbox(JumbfTypes.Claim, Labels.Claim, default, JumbfWriter.Box("cbor"u8, claim)),
            JumbfWriter.Superbox(JumbfTypes.Signature, Labels.Signature, default, JumbfWriter.Box("cbor"u8, signature)));

    private IReadOnlyList<AssertionBox> All(AssertionBox? binding) => binding is null ? Assertions : [.. Assertions, binding];
}
