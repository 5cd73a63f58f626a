using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Something a party said. Its id is the SHA-256 of its deterministic bytes, so whoever holds the words can check the id.</summary>
/// <param name="Speaker">Who said it.</param>
/// <param name="Made">When it was said.</param>
/// <param name="Label">A short name to refer to it by; null when it has none.</param>
/// <param name="Says">The clause in plain words; null when the scope says all.</param>
/// <param name="Source">Where it stands: a contract, a letter, a page; null when not stated.</param>
public abstract record Statement(PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source)
{
    private string? _id;

    /// <summary>Copies the words and not the cached id: a changed copy is another statement.</summary>
    protected Statement(Statement original)
    {
        (Speaker, Made, Label, Says, Source) = (original.Speaker, original.Made, original.Label, original.Says, original.Source);
    }

    /// <summary>SHA-256 of the deterministic bytes, 64 lower-case hex digits.</summary>
    public string Id => _id ??= DeterministicCbor.IdOf(ToTree());

    /// <summary>The kind as a word: <c>grant</c>, <c>prohibition</c>, <c>revocation</c>, <c>attestation</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The statement as a document; <see cref="StatementForm"/> reads it back.</summary>
    public abstract Tree.Map ToTree();

    /// <summary>The parts every kind has, around those it adds.</summary>
    private protected Tree.Map Frame(params ReadOnlySpan<(string, Tree?)> own) => Tree.Of(
    [
        ("statement", Kind),
        ("label", Label is null ? null : (Tree)Label),
        ("by", Speaker.ToString()),
        ("made", Rfc3339.Write(Made)),
        .. own,
        ("says", Says is null ? null : (Tree)Says),
        ("source", Source is null ? null : (Tree)Source),
    ]);

    // The cached id takes no part in equality; the bytes decide.
    /// <summary>Equal when the ids are.</summary>
    public virtual bool Equals(Statement? other) => other is not null && Id == other.Id;

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A statement with a scope: something is let or forbidden.</summary>
public abstract record ScopedStatement(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope)
    : Statement(Speaker, Made, Label, Says, Source)
{
    private protected Tree AboutTree => Tree.Of(About.Select(subject => subject.ToString()));

    private protected Tree ActsTree => Tree.Of(Scope.Acts.Select(act => act.Name));
}

/// <summary>A consent: the uses in its scope are let, with duties.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="About">The subjects, in order, at least one.</param>
/// <param name="Scope">The conditions.</param>
/// <param name="Duties">What a use obliges to.</param>
/// <param name="Retroactive">Whether a revocation also ends uses that began before it. It does not, unless the grant said so.</param>
public sealed record Grant(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope,
    ImmutableArray<Duty> Duties, bool Retroactive = false)
    : ScopedStatement(Speaker, Made, Label, Says, Source, About, Scope)
{
    /// <inheritdoc />
    public override string Kind => "grant";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("about", AboutTree), ("acts", ActsTree), ("scope", Scope.ToTree()),
        ("duties", Duties.IsEmpty ? null : Tree.Of(Duties.Select(duty => (Tree)duty.ToTree()))),
        ("retroactive", Retroactive ? (Tree)true : null));

    /// <inheritdoc />
    public bool Equals(Grant? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A refusal: the uses in its scope are forbidden, whoever else allows them.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="About">The subjects, in order, at least one.</param>
/// <param name="Scope">The conditions.</param>
public sealed record Prohibition(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope)
    : ScopedStatement(Speaker, Made, Label, Says, Source, About, Scope)
{
    /// <inheritdoc />
    public override string Kind => "prohibition";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(("about", AboutTree), ("acts", ActsTree), ("scope", Scope.ToTree()));

    /// <inheritdoc />
    public bool Equals(Prohibition? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>Takes an earlier statement of the same speaker back, from a time on.</summary>
/// <param name="Speaker">See <see cref="Statement"/>.</param>
/// <param name="Made">See <see cref="Statement"/>.</param>
/// <param name="Label">See <see cref="Statement"/>.</param>
/// <param name="Says">See <see cref="Statement"/>.</param>
/// <param name="Source">See <see cref="Statement"/>.</param>
/// <param name="Of">The id of the statement taken back.</param>
/// <param name="Effective">From when.</param>
/// <param name="GraceDays">Whole days of 24 hours after that during which the old statement still holds.</param>
public sealed record Revocation(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, string Of, DateTimeOffset Effective, int GraceDays)
    : Statement(Speaker, Made, Label, Says, Source)
{
    /// <inheritdoc />
    public override string Kind => "revocation";

    /// <summary>The first moment at which the old statement no longer holds.</summary>
    public DateTimeOffset Ends => Effective > DateTimeOffset.MaxValue.AddDays(-GraceDays) ? DateTimeOffset.MaxValue : Effective.AddDays(GraceDays);

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("of", Of), ("effective", Rfc3339.Write(Effective)), ("grace-days", GraceDays == 0 ? null : (Tree)(long)GraceDays));

    /// <inheritdoc />
    public bool Equals(Revocation? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A question of judgement that only a named person can answer.</summary>
public enum AttestedQuestion
{
    /// <summary>Is this subject really in this asset?</summary>
    Match,

    /// <summary>Is this work, or this asset, in the public domain?</summary>
    PublicDomain,

    /// <summary>Is this asset the own work of the party named?</summary>
    OwnWork,
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
    /// <inheritdoc />
    public override string Kind => "attestation";

    /// <inheritdoc />
    public override Tree.Map ToTree() => Frame(
        ("question", Words.Of(Question)), ("answer", Answer),
        ("about", About is { } about ? (Tree)about.ToString() : null),
        ("asset", Asset is null ? null : (Tree)Asset),
        ("holder", Holder is { } holder ? (Tree)holder.ToString() : null));

    /// <inheritdoc />
    public bool Equals(Attestation? other) => base.Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => base.GetHashCode();
}
