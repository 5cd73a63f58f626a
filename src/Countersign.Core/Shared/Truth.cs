namespace Countersign.Core.Shared;

/// <summary>What evaluating a condition can give. Ordered so that the worst of a conjunction is its minimum, once errors are taken first.</summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>The use does not state what would settle it.</summary>
    Unknown,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It cannot be evaluated at all. A prohibition that cannot be evaluated denies.</summary>
    Error,
}
