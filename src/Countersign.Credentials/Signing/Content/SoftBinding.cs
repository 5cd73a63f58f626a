namespace Countersign.Credentials.Signing.Content;

/// <summary>A fingerprint or watermark over a part of the content, or all of it.</summary>
/// <param name="Value">The value, in the form its algorithm gives it.</param>
public sealed record SoftBindingBlock(ReadOnlyMemory<byte> Value)
{
    /// <summary>First and last millisecond of the part; null for no limit in time.</summary>
    public (long Start, long End)? Milliseconds { get; init; }

    /// <summary>A region map (C2PA 2.2 §18.2); null for no limit in space.</summary>
    public CborValue? Region { get; init; }
}

/// <summary>The assertion <c>c2pa.soft-binding</c>, by which an asset is found again when its credentials were stripped (C2PA 2.2 §18.10).</summary>
public static class SoftBinding
{
    /// <summary>Makes the assertion.</summary>
    /// <param name="algorithm">The name in the list of soft binding algorithms, e.g. <c>io.iscc.v0</c>.</param>
    /// <param name="blocks">At least one block.</param>
    /// <param name="name">What it covers, for people; or null.</param>
    /// <param name="parameters">Parameters of the algorithm, or empty.</param>
    public static ClaimAssertion Assertion(string algorithm, IReadOnlyList<SoftBindingBlock> blocks, string? name = null, ReadOnlyMemory<byte> parameters = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var problems = new List<CredentialProblem>();
        if (string.IsNullOrWhiteSpace(algorithm)) problems.Add(new("soft-binding.algorithm", "A soft binding needs the name of its algorithm.", Labels.SoftBinding));
        if (blocks.Count == 0) problems.Add(new("soft-binding.empty", "A soft binding needs at least one block.", Labels.SoftBinding));
        if (blocks.Any(b => b.Milliseconds is { } t && (t.Start < 0 || t.End < t.Start))) problems.Add(new("soft-binding.timespan", "A span of time is negative.", Labels.SoftBinding));

        var content = new CborFields()
            .Add("alg", algorithm)
            .Add("blocks", CborValue.Array(blocks.Select(Encode)))
            .Add("pad", CborValue.Bytes([]))
            .Add("name", name)
            .Add("alg-params", parameters.IsEmpty ? null : CborValue.Bytes(parameters.Span))
            .ToMap();
        return ClaimAssertion.OfCbor(Labels.SoftBinding, content).With(problems);
    }

    private static CborValue Encode(SoftBindingBlock block)
    {
        var timespan = block.Milliseconds is { } t ? new CborFields().Add("start", CborValue.Of(t.Start)).Add("end", CborValue.Of(t.End)).ToMap() : null;
        return new CborFields()
            .Add("scope", new CborFields().Add("timespan", timespan).Add("region", block.Region).ToMap())
            .Add("value", CborValue.Bytes(block.Value.Span))
            .ToMap();
    }
}
