using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The answer, worst first.</summary>
public enum Verdict
{
    /// <summary>No.</summary>
    Deny,

    /// <summary>Not as far as is known. It never executes, and it says what would settle it.</summary>
    Unknown,

    /// <summary>Yes, with the duties named.</summary>
    Allow,
}

/// <summary>Why: one statement or one rule.</summary>
/// <param name="Statement">The statement's id; null for a rule.</param>
/// <param name="Rule">The rule's id, one of <see cref="Rules"/>; null for a statement.</param>
/// <param name="Subject">The subject it is about; null when it is about the asset.</param>
/// <param name="Says">In plain words.</param>
/// <param name="Clause">The words of the statement, where it has any.</param>
/// <param name="Source">Where the statement or rule stands.</param>
public sealed record Reason(string? Statement, string? Rule, SubjectId? Subject, string Says, string? Clause, string? Source);

/// <summary>What would settle an unknown, or could turn a no: a fact to state, or somebody to ask.</summary>
/// <param name="What">In plain words.</param>
/// <param name="Ask">Whom; null when the one who asks can settle it.</param>
/// <param name="How">A command, or where to write.</param>
/// <param name="Subject">The subject it is about; null when it is about the asset.</param>
public sealed record Missing(string What, PartyId? Ask, string How, SubjectId? Subject);

/// <summary>One condition that would have to change for the answer to be allow.</summary>
/// <param name="Subject">About which subject.</param>
/// <param name="Dimension">The dimension that fails; null when a whole statement is missing or in the way.</param>
/// <param name="Statement">The statement it is a condition of; null when a new one is needed.</param>
/// <param name="Says">In plain words.</param>
public sealed record NearestChange(SubjectId Subject, Dimension? Dimension, string? Statement, string Says);

/// <summary>A statement that did not count, with the reason.</summary>
public sealed record SetAside(string Statement, PartyId Speaker, string Says);

/// <summary>A duty owed, and what obliges to it.</summary>
/// <param name="Duty">The duty.</param>
/// <param name="Owner">To whom, where the duty itself names nobody; null for a duty to the public.</param>
/// <param name="Subject">For which subject; null for a duty of the use as a whole.</param>
/// <param name="Statement">The grant that obliges to it; null when a rule of a pack does.</param>
public sealed record OwedDuty(Duty Duty, PartyId? Owner, SubjectId? Subject, string? Statement)
{
    /// <summary>The rule that obliges to it, as <c>pack/rule</c>; null when a grant does.</summary>
    public string? Rule { get; init; }
}

/// <summary>A decision with everything that explains it. Two decisions on the same input are the same, byte for byte.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Reasons">The statements and rules that alone give the same answer.</param>
/// <param name="Duties">What an allowed use obliges to; empty otherwise.</param>
/// <param name="Missing">What would settle it.</param>
/// <param name="Nearest">The nearest miss: the fewest conditions that would have to change. Empty for allow.</param>
/// <param name="SetAside">Statements that did not count.</param>
/// <param name="OtherGrants">Grants that apply as well, whose duties were not chosen.</param>
/// <param name="Considered">How many statements about the subjects were looked at.</param>
/// <param name="InputSha256">SHA-256 of everything the decision rests on.</param>
public sealed record Decision(
    Verdict Verdict,
    ImmutableArray<Reason> Reasons,
    ImmutableArray<OwedDuty> Duties,
    ImmutableArray<Missing> Missing,
    ImmutableArray<NearestChange> Nearest,
    ImmutableArray<SetAside> SetAside,
    ImmutableArray<string> OtherGrants,
    int Considered,
    string InputSha256)
{
    /// <summary>The packs it was checked against, by id.</summary>
    public ImmutableArray<CheckedPack> Packs { get; init; } = [];

    /// <summary>What rules say that do not decide: proposed laws, unverified claims, questions of a law that may not apply.</summary>
    public ImmutableArray<Reason> Informs { get; init; } = [];

    /// <summary>The ids of the statements it cites.</summary>
    public IReadOnlySet<string> Cited => Reasons.Select(reason => reason.Statement).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The decision as a document, in the shape of <c>countersign/decision/1</c> without its schema.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("verdict", Words.Of(Verdict)),
        ("reasons", Tree.Of(Reasons.Select(ToTree))),
        ("duties", Tree.Of(Duties.Select(ToTree))),
        ("missing", Tree.Of(Missing.Select(ToTree))),
        ("nearest", Tree.Of(Nearest.Select(ToTree))),
        ("setAside", Tree.Of(SetAside.Select(aside => (Tree)Tree.Of(("statement", aside.Statement), ("by", aside.Speaker.ToString()), ("says", aside.Says))))),
        ("otherGrants", Tree.Of(OtherGrants)),
        ("considered", (long)Considered),
        ("informs", Tree.Of(Informs.Select(ToTree))),
        ("packs", Tree.Of(Packs.Select(pack => (Tree)Tree.Of(("id", pack.Id), ("version", pack.Version), ("sha256", pack.Sha256))))),
        ("inputSha256", InputSha256));

    /// <summary>One reason as a document.</summary>
    public static Tree ToTree(Reason reason) => Tree.Of(
        ("statement", reason.Statement is null ? null : (Tree)reason.Statement),
        ("rule", reason.Rule is null ? null : (Tree)reason.Rule),
        ("subject", reason.Subject is { } subject ? (Tree)subject.ToString() : null),
        ("says", reason.Says),
        ("clause", reason.Clause is null ? null : (Tree)reason.Clause),
        ("source", reason.Source is null ? null : (Tree)reason.Source));

    /// <summary>One missing fact as a document.</summary>
    public static Tree ToTree(Missing missing) => Tree.Of(
        ("what", missing.What),
        ("ask", missing.Ask is { } ask ? (Tree)ask.ToString() : null),
        ("how", missing.How),
        ("subject", missing.Subject is { } subject ? (Tree)subject.ToString() : null));

    /// <summary>One duty as a document.</summary>
    public static Tree ToTree(OwedDuty owed) => new Tree.Map(
    [
        .. (owed.Duty with { To = owed.Duty.To ?? owed.Owner }).ToTree().Entries,
        .. Tree.Of(
            ("subject", owed.Subject is { } subject ? (Tree)subject.ToString() : null),
            ("statement", owed.Statement is null ? null : (Tree)owed.Statement),
            ("rule", owed.Rule is null ? null : (Tree)owed.Rule)).Entries,
    ]);

    private static Tree ToTree(NearestChange change) => Tree.Of(
        ("subject", change.Subject.ToString()),
        ("dimension", change.Dimension is { } dimension ? (Tree)Words.Of(dimension) : null),
        ("statement", change.Statement is null ? null : (Tree)change.Statement),
        ("says", change.Says));
}
