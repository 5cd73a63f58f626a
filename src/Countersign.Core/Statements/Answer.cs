using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>What somebody who was asked says.</summary>
public enum AnswerKind
{
    /// <summary>No. A prohibition recorded beside it makes it hold.</summary>
    No,

    /// <summary>Not now: it may be asked again.</summary>
    NotYet,

    /// <summary>Yes. A grant recorded beside it says under which conditions.</summary>
    Yes,
}

/// <summary>
/// Answers a request. It lets and forbids nothing by itself: a yes stands in the grant recorded beside it, with its conditions, and a no in a
/// prohibition, so that there is one place where what was agreed is read.
/// </summary>
/// <param name="Speaker">Who answers: a holder, or somebody who speaks for one.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="Of">The id of the request.</param>
/// <param name="Gives">The answer.</param>
/// <param name="With">The id of the grant or prohibition recorded beside it; null for "not yet".</param>
/// <param name="Again">For "not yet": from when it may be asked again; null when not stated.</param>
public sealed record Answer(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, string Of, AnswerKind Gives, string? With, DateTimeOffset? Again)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <inheritdoc />
    public override string Kind => "answer";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("of", Of), ("gives", Words.Of(Gives)), ("with", With is null ? null : (Tree)With), ("again", Again is { } again ? (Tree)Rfc3339.Write(again) : null));

    /// <inheritdoc />
    public bool Equals(Answer? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
