using System.Security.Cryptography;
using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Validation;
using static Countersign.Credentials.Tests.Forging.ForgedManifest;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>Assertions made by hand, and what the checks say of them over a file.</summary>
internal static class Bound
{
    public static BindingAsset Asset(byte[] file, bool embedded = true, ParseLimits? limits = null)
    {
        var stream = new MemoryStream(file);
        return new(stream, CredentialLocator.Find(stream), limits ?? ParseLimits.Default, embedded);
    }

    public static BindingCheck Check(string label, object? assertion, string? algorithm = "sha256", bool updated = false)
    {
        Assert.True(CborNode.TryRead(CborText.Encode(assertion), ParseLimits.Default, out var node, out var says), says);
        return new(label, "self#jumbf=x/" + label, node, algorithm, updated);
    }

    /// <summary>The codes, after the last but one dot: "dataHash.match boxesHash.…".</summary>
    public static string Codes(IEnumerable<ValidationStatus> statuses) => string.Join(' ', statuses.Select(s => s.Code.Replace("assertion.", "", StringComparison.Ordinal)));

    public static string Run(string label, object? assertion, BindingAsset asset, string? algorithm = "sha256", bool updated = false) =>
        Codes(HardBindings.Check(Check(label, assertion, algorithm, updated), [], _ => null, asset, TestContext.Current.CancellationToken));

    public static Dictionary<string, object?> Exclusion(long start, long length) => Map(("start", start), ("length", length));

    /// <summary>A data hash with the right hash over what the exclusions leave.</summary>
    public static Dictionary<string, object?> DataHash(byte[] file, params (int Start, int Length)[] exclusions) => Map(
        ("exclusions", exclusions.Select(e => (object?)Exclusion(e.Start, e.Length)).ToArray()), ("alg", "sha256"), ("hash", Naive(file, exclusions)), ("pad", new byte[8]));

    /// <summary>The hash as one would reckon it by hand: take the rest, and hash it.</summary>
    public static byte[] Naive(byte[] file, params (int Start, int Length)[] exclusions) =>
        SHA256.HashData(file.Where((_, i) => !exclusions.Any(e => i >= e.Start && i < e.Start + e.Length)).ToArray());

    public static Dictionary<string, object?> Box(byte[]? hash, params string[] names) => Map(("names", names), ("hash", hash), ("pad", Array.Empty<byte>()));

    public static Dictionary<string, object?> BoxHash(params object?[] boxes) => Map(("alg", "sha256"), ("boxes", boxes));

    public static Dictionary<string, object?> Map(params (string Key, object? Value)[] entries) => ForgedManifest.Map(entries);
}
