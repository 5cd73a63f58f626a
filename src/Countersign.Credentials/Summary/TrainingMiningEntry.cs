namespace Countersign.Credentials.Summary;

/// <summary>What an entry of a training-mining assertion allows (CAWG training and data mining 1.1).</summary>
public enum TrainingMiningUse
{
    /// <summary>Allowed.</summary>
    Allowed,
    /// <summary>Not allowed.</summary>
    NotAllowed,
    /// <summary>Allowed under conditions that the entry names. Without more it counts as not allowed.</summary>
    Constrained,
}

/// <summary>One entry of a training-mining assertion.</summary>
/// <param name="Use">What it allows.</param>
/// <param name="Constraint">The conditions in the writer's words; null when none are given.</param>
/// <param name="Assertion">The label of the assertion it stands in.</param>
/// <param name="Created">True when the signer stands for it.</param>
public sealed record TrainingMiningEntry(TrainingMiningUse Use, string? Constraint, string Assertion, bool Created);
