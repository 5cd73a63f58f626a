using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>A question of judgement that only a named person can answer.</summary>
public enum AttestedQuestion
{
    /// <summary>Is this subject really in this asset?</summary>
    Match,

    /// <summary>Is this work, or this asset, in the public domain?</summary>
    PublicDomain,

    /// <summary>Is this asset the own work of the party named?</summary>
    OwnWork,

    /// <summary>Is a condition that only a person can judge met: a description reasonably specific, a notice clear and conspicuous?</summary>
    Judgement,
}

/// <summary>A named person's answer to a question of judgement; it is remembered and cited.</summary>
/// <param name="Speaker">The person.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">Why, in their words.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">Yes or no.</param>
/// <param name="About">The subject asked about; null when the asset alone is.</param>
/// <param name="Asset">The asset, by SHA-256; null when the subject alone is.</param>
/// <param name="Holder">For an own work: whose.</param>
public sealed record Attestation(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source,
    AttestedQuestion Question, bool Answer, SubjectId? About, string? Asset, PartyId? Holder)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <summary>For a judgement: the name of the condition, as a statement's <c>requires</c> or a pack's input names it.</summary>
    public string? Input { get; init; }

    /// <summary>For a judgement: the production it was made for; null when for all.</summary>
    public string? Project { get; init; }

    /// <inheritdoc />
    public override string Kind => "attestation";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("question", Words.Of(Question)), ("answer", Answer),
        ("about", About is { } about ? (Tree)about.ToString() : null),
        ("asset", Asset is null ? null : (Tree)Asset),
        ("holder", Holder is { } holder ? (Tree)holder.ToString() : null),
        ("input", Input is null ? null : (Tree)Input),
        ("project", Project is null ? null : (Tree)Project));

    /// <inheritdoc />
    public bool Equals(Attestation? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
