using System.Security.Cryptography;
using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Tests.Forging;

/// <summary>
/// A manifest put together by hand, right by default and wrong wherever a test wants it. It shares no code with the library's own signer but for the writing of boxes,
/// so that a mistake in the one is not hidden by the same mistake in the other.
/// </summary>
internal sealed class ForgedManifest(string label)
{
    private readonly List<(string Label, byte[] Box, bool Gathered)> _assertions = [];
    private readonly List<byte[]> _undeclared = [];
    private readonly Dictionary<string, byte[]?> _swapped = new(StringComparer.Ordinal);

    public string Label { get; } = label;

    public Guid Type { get; init; } = JumbfTypes.StandardManifest;

    public int ClaimVersion { get; init; } = 2;

    /// <summary>The last word on the claim before it is signed.</summary>
    public Action<Dictionary<string, object?>> Claim { get; set; } = _ => { };

    /// <summary>The claim boxes, given the right one. By default that one.</summary>
    public Func<byte[], IEnumerable<byte[]>> ClaimBoxes { get; set; } = box => [box];

    /// <summary>The signature bytes over the claim, given the right COSE. By default that; null leaves the box out.</summary>
    public Func<byte[], byte[]?> Signature { get; set; } = cose => cose;

    public ForgedSigner Signer { get; init; } = ForgedSigner.Shared;

    public string Uri => "self#jumbf=/c2pa/" + Label;

    public ForgedManifest Add(string assertion, object? content, bool gathered = false) => AddBox(assertion, CborBox(assertion, content), gathered);

    public ForgedManifest AddJson(string assertion, string json) => AddBox(assertion, JumbfWriter.Superbox(JumbfTypes.Json, assertion, [], JumbfWriter.Box("json"u8, System.Text.Encoding.UTF8.GetBytes(json))));

    public ForgedManifest AddBox(string assertion, byte[] box, bool gathered = false)
    {
        _assertions.Add((assertion, box, gathered));
        return this;
    }

    /// <summary>Puts a box into the assertion store that the claim does not list.</summary>
    public ForgedManifest AddUndeclared(string assertion, object? content)
    {
        _undeclared.Add(CborBox(assertion, content));
        return this;
    }

    /// <summary>Changes an assertion after it was signed; null takes it out.</summary>
    public ForgedManifest Swap(string assertion, byte[]? box)
    {
        _swapped[assertion] = box;
        return this;
    }

    /// <summary>The binding to the content, and that it was created: what every standard manifest needs.</summary>
    public ForgedManifest Bind(byte[] content) => Add("c2pa.hash.data", new Dictionary<string, object?> { ["alg"] = "sha256", ["hash"] = SHA256.HashData(content), ["pad"] = Array.Empty<byte>(), ["name"] = "all of it" });

    public ForgedManifest Created(string source = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation") =>
        Add("c2pa.actions.v2", Map(("actions", new[] { Map(("action", "c2pa.created"), ("digitalSourceType", source)) })));

    /// <summary>An ingredient assertion that refers to another manifest as it was built.</summary>
    public ForgedManifest Ingredient(ForgedManifest other, string relationship = "parentOf", string assertion = "c2pa.ingredient.v3", Action<Dictionary<string, object?>>? change = null)
    {
        var map = Map(
            ("relationship", relationship),
            ("dc:title", "an ingredient"),
            ("activeManifest", Map(("url", other.Uri), ("hash", SHA256.HashData(other.Content)))),
            ("claimSignature", Map(("url", other.Uri + "/c2pa.signature"), ("hash", SHA256.HashData(other.SignatureContent)))),
            ("validationResults", Map(("activeManifest", Map(("success", Array.Empty<object>()), ("informational", Array.Empty<object>()), ("failure", Array.Empty<object>()))))));
        change?.Invoke(map);
        return Add(assertion, map);
    }

    /// <summary>The action that opens the parent, which a manifest with a parent begins with.</summary>
    public ForgedManifest Opened(string assertion = "c2pa.ingredient.v3") => Add("c2pa.actions.v2", Map(("actions", new[]
    {
        Map(("action", "c2pa.opened"), ("parameters", Map(("ingredients", new[] { Reference(assertion) })))),
    })));

    public Dictionary<string, object?> Reference(string assertion) =>
        Map(("url", "self#jumbf=c2pa.assertions/" + assertion), ("hash", SHA256.HashData(Inside(_assertions.First(a => a.Label == assertion).Box))));

    public byte[] Box { get; private set; } = [];

    /// <summary>What a hashed URI to the manifest hashes.</summary>
    public byte[] Content => Inside(Built());

    /// <summary>What a hashed URI to the signature hashes.</summary>
    public byte[] SignatureContent { get; private set; } = [];

    public byte[] Built()
    {
        if (Box.Length > 0) return Box;
        var claim = new Dictionary<string, object?> { ["instanceID"] = "xmp:iid:" + Label[^12..], ["signature"] = "self#jumbf=c2pa.signature", ["alg"] = "sha256", ["dc:title"] = "forged" };
        var created = _assertions.Where(a => !a.Gathered).Select(Listed).ToArray();
        var gathered = _assertions.Where(a => a.Gathered).Select(Listed).ToArray();
        if (ClaimVersion == 1)
        {
            claim["claim_generator"] = "forge/1";
            claim["dc:format"] = "text/plain";
            claim["assertions"] = created;
        }
        else
        {
            claim["claim_generator_info"] = Map(("name", "forge"), ("version", "1"));
            claim["created_assertions"] = created;
            if (gathered.Length > 0) claim["gathered_assertions"] = gathered;
        }

        Claim(claim);
        var claimBytes = CborText.Encode(claim);
        var name = ClaimVersion == 1 ? "c2pa.claim" : "c2pa.claim.v2";
        var claimBox = JumbfWriter.Superbox(JumbfTypes.Claim, name, [], JumbfWriter.Box("cbor"u8, claimBytes));
        var stored = _assertions.Select(a => _swapped.TryGetValue(a.Label, out var other) ? other : a.Box).OfType<byte[]>().Concat(_undeclared);
        var children = new List<ReadOnlyMemory<byte>> { JumbfWriter.Superbox(JumbfTypes.AssertionStore, "c2pa.assertions", [], stored.Select(b => (ReadOnlyMemory<byte>)b)) };
        children.AddRange(ClaimBoxes(claimBox).Select(b => (ReadOnlyMemory<byte>)b));
        if (Signature(Signer.Sign(claimBytes)) is { } cose)
        {
            var signature = JumbfWriter.Superbox(JumbfTypes.Signature, "c2pa.signature", [], JumbfWriter.Box("cbor"u8, cose));
            SignatureContent = Inside(signature);
            children.Add(signature);
        }

        return Box = JumbfWriter.Superbox(Type, Label, [], children);
    }

    private static Dictionary<string, object?> Listed((string Label, byte[] Box, bool Gathered) assertion) =>
        Map(("url", "self#jumbf=c2pa.assertions/" + assertion.Label), ("hash", SHA256.HashData(Inside(assertion.Box))));

    public static byte[] CborBox(string assertion, object? content) => JumbfWriter.Superbox(JumbfTypes.Cbor, assertion, [], JumbfWriter.Box("cbor"u8, CborText.Encode(content)));

    /// <summary>A superbox without its header.</summary>
    public static byte[] Inside(byte[] box) => box[8..];

    public static Dictionary<string, object?> Map(params (string Key, object? Value)[] entries) => entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    /// <summary>A store of manifests, the active one last.</summary>
    public static byte[] Store(params ForgedManifest[] manifests) =>
        JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", [], manifests.Select(m => (ReadOnlyMemory<byte>)m.Built()));
}
