using Countersign.Credentials.Cbor;

namespace Countersign.Credentials.Claims;

/// <summary>A claim (C2PA 2.2 §10.2), version 1 or 2, as far as it could be read.</summary>
internal sealed class Claim
{
    /// <summary>1 for <c>c2pa.claim</c>, 2 for <c>c2pa.claim.v2</c>.</summary>
    public required int Version { get; init; }

    /// <summary>The bytes that are signed: the content of the claim's CBOR box.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Where the claim's content begins in the store.</summary>
    public required int Offset { get; init; }

    public required CborNode Node { get; init; }

    public string? Title => Node.TextAt("dc:title");

    /// <summary>The media type, of version 1 only.</summary>
    public string? Format => Node.TextAt("dc:format");

    public string? InstanceId => Node.TextAt("instanceID");

    public string? SignatureUri => Node.TextAt("signature");

    public string? Algorithm => Node.TextAt("alg");

    /// <summary>The assertions that the signer stands for: <c>created_assertions</c>, or <c>assertions</c> of version 1.</summary>
    public IReadOnlyList<HashedUri> Created => References(Version == 1 ? "assertions" : "created_assertions");

    /// <summary>The assertions that the signer passes on: <c>gathered_assertions</c>. Empty in version 1.</summary>
    public IReadOnlyList<HashedUri> Gathered => Version == 1 ? [] : References("gathered_assertions");

    /// <summary>The JUMBF URIs of assertions of ingredients that this claim redacts.</summary>
    public IReadOnlyList<string> Redacted =>
        Node["redacted_assertions"] is { Kind: CborKind.Array } list ? [.. list.Items.Where(i => i.Kind == CborKind.Text).Select(i => i.Text)] : [];

    /// <summary>Who made the claim, in a program's words: the entries of <c>claim_generator_info</c>.</summary>
    public IReadOnlyList<CborNode> Generators => Node["claim_generator_info"] switch
    {
        { Kind: CborKind.Array } list => list.Items,
        { Kind: CborKind.Map } one => [one],
        _ => [],
    };

    /// <summary>One line for people: "Photo Editor 2.0", or the user agent of version 1.</summary>
    public string? GeneratorName
    {
        get
        {
            var names = Generators.Where(g => g.TextAt("name") is { Length: > 0 })
                .Select(g => g.TextAt("version") is { Length: > 0 } version ? $"{g.TextAt("name")} {version}" : g.TextAt("name")!);
            var joined = string.Join(", ", names);
            return joined.Length > 0 ? joined : Node.TextAt("claim_generator");
        }
    }

    private List<HashedUri> References(string field)
    {
        var list = new List<HashedUri>();
        if (Node[field] is not { Kind: CborKind.Array } array) return list;
        // An entry that is no map is kept as an empty reference, so that it counts as missing and is not passed over.
        foreach (var item in array.Items) list.Add(HashedUri.Read(item) ?? new(null, null, null));
        return list;
    }
}
