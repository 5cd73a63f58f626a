using System.Formats.Cbor;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Identity;
using Countersign.Credentials.Tests.Time;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Identity;

/// <summary>Builds identity assertions and the claim around them, sound or not.</summary>
internal sealed record IdentityBuilder
{
    public const string Manifest = "urn:c2pa:test";
    public const string Binding = "self#jumbf=c2pa.assertions/c2pa.hash.data";
    public const string Actions = "self#jumbf=c2pa.assertions/c2pa.actions.v2";

    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Type { get; init; } = IdentityAssertion.X509;

    public IReadOnlyList<(string Url, byte[] Hash)> References { get; init; } = [(Binding, [1, 1]), (Actions, [2, 2])];

    public byte[] Pad1 { get; init; } = new byte[10];

    public byte[]? Pad2 { get; init; }

    /// <summary>Whether the map stands in the assertion in the order that is signed.</summary>
    public bool StandsSorted { get; init; } = true;

    public Action<CborWriter>? Extra { get; init; }

    public string ExtraKey { get; init; } = "";

    public static string Uri(string label) => JumbfUri.Of(Manifest, "c2pa.assertions", label);

    public static string? Absolute(string? url) => JumbfUri.Read(url) is { } uri ? JumbfUri.Of(uri.Manifest ?? Manifest, [.. uri.Path]) : null;

    /// <summary>The signer_payload as it stands.</summary>
    public byte[] Payload()
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(2 + (Extra is null ? 0 : 1));
        if (StandsSorted) WriteType(writer);
        writer.WriteTextString("referenced_assertions");
        writer.WriteStartArray(References.Count);
        foreach (var (url, hash) in References)
            WriteReference(writer, url, hash);

        writer.WriteEndArray();
        if (!StandsSorted) WriteType(writer);
        if (Extra is not null)
        {
            writer.WriteTextString(ExtraKey);
            Extra(writer);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    public byte[] Assertion(byte[] signature)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(Pad2 is null ? 3 : 4);
        writer.WriteTextString("signer_payload");
        writer.WriteEncodedValue(Payload());
        writer.WriteTextString("signature");
        writer.WriteByteString(signature);
        writer.WriteTextString("pad1");
        writer.WriteByteString(Pad1);
        if (Pad2 is not null)
        {
            writer.WriteTextString("pad2");
            writer.WriteByteString(Pad2);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Signed as §8.2.1 says, or over other bytes.</summary>
    public byte[] SignedBy(TestKey key, byte[][] chain, byte[]? over = null) =>
        Assertion(Cose(key, over ?? DeterministicCbor.Encode(Node(Payload())), detached: true, w =>
        {
            w.WriteInt32(33);
            w.WriteStartArray(chain.Length);
            foreach (var certificate in chain) w.WriteByteString(certificate);
            w.WriteEndArray();
        }));

    public static byte[] Cose(TestKey key, byte[]? payload, bool detached, Action<CborWriter>? header = null, int? algorithm = 0, string? contentType = null, byte[]? stamp = null)
    {
        var head = new CborWriter(CborConformanceMode.Lax);
        head.WriteStartMap((algorithm is null ? 0 : 1) + (contentType is null ? 0 : 1) + (header is null ? 0 : 1));
        if (algorithm is { } number)
        {
            head.WriteInt32(1);
            head.WriteInt32(number == 0 ? (int)key.Algorithm : number);
        }

        if (contentType is not null)
        {
            head.WriteInt32(3);
            head.WriteTextString(contentType);
        }

        header?.Invoke(head);
        head.WriteEndMap();
        var protectedBytes = head.Encode();
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteTag((CborTag)18);
        writer.WriteStartArray(4);
        writer.WriteByteString(protectedBytes);
        writer.WriteStartMap(stamp is null ? 0 : 1);
        if (stamp is not null)
        {
            writer.WriteTextString("sigTst2");
            writer.WriteEncodedValue(stamp);
        }

        writer.WriteEndMap();
        if (detached || payload is null) writer.WriteNull();
        else writer.WriteByteString(payload);
        writer.WriteByteString(key.Sign(CoseSign1.SigStructure(protectedBytes, payload ?? [])));
        writer.WriteEndArray();
        return writer.Encode();
    }

    public static CborNode Node(byte[] bytes)
    {
        Assert.True(CborNode.TryRead(bytes, ParseLimits.Default, out var node, out var says), says);
        return node;
    }

    /// <summary>A claim with the two assertions above and this one.</summary>
    public static byte[] Claim(byte identityHash = 7)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(2);
        writer.WriteTextString("instanceID");
        writer.WriteTextString("xmp:iid:1");
        writer.WriteTextString("created_assertions");
        writer.WriteStartArray(3);
        foreach (var (url, hash) in ((string, byte[])[])[(Binding, [1, 1]), (Actions, [2, 2]), ("self#jumbf=c2pa.assertions/cawg.identity", [identityHash, identityHash])])
            WriteReference(writer, url, hash);

        writer.WriteEndArray();
        writer.WriteEndMap();
        return writer.Encode();
    }

    public static IdentityCase Case(byte[]? assertion, IdentityTrust? trust = null, params (string Label, byte[] Content)[] others)
    {
        var claim = Node(Claim());
        var content = assertion is null ? null : Node(assertion);
        var siblings = others.Select(o => new SiblingIdentity(Uri(o.Label), Node(o.Content))).ToList();
        if (content is not null) siblings.Add(new(Uri("cawg.identity"), content));
        return new IdentityCase
        {
            Uri = Uri("cawg.identity"),
            Content = content,
            Claim = claim,
            Declared = claim["created_assertions"]!.Items.Select(i => HashedUri.Read(i)!).ToDictionary(r => Absolute(r.Url)!),
            Siblings = siblings,
            Absolute = Absolute,
            Trust = trust ?? new IdentityTrust { Actors = TrustStore.Empty, Stampers = TrustStore.Empty },
            Now = Now,
            Limits = ParseLimits.Default,
        };
    }

    private static void WriteReference(CborWriter writer, string url, byte[] hash)
    {
        writer.WriteStartMap(2);
        writer.WriteTextString("url");
        writer.WriteTextString(url);
        writer.WriteTextString("hash");
        writer.WriteByteString(hash);
        writer.WriteEndMap();
    }

    private void WriteType(CborWriter writer)
    {
        writer.WriteTextString("sig_type");
        writer.WriteTextString(Type);
    }
}
