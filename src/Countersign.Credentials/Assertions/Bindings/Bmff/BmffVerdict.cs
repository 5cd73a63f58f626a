namespace Countersign.Credentials.Assertions.Bindings.Bmff;

/// <summary>How a check of a BMFF hash ended; null stands for success.</summary>
/// <param name="Code">The specification's failure code.</param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Offset">The byte of the asset it concerns, or null.</param>
internal sealed record BmffVerdict(string Code, string Says, long? Offset = null)
{
    public static BmffVerdict Mismatch(string says, long? offset = null) => new("assertion.bmffHash.mismatch", says, offset);

    public static BmffVerdict Malformed(string says, long? offset = null) => new("assertion.bmffHash.malformed", says, offset);

    public static BmffVerdict Algorithm(string? name) => new("algorithm.unsupported", name is null ? "Neither the assertion nor the claim names a hash algorithm." : $"The hash algorithm '{name}' is not one of the allowed ones.");
}
