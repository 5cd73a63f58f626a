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

    /// <summary>The kind as a word: <c>grant</c>, <c>prohibition</c>, <c>revocation</c>, <c>delegation</c>, <c>attestation</c>, <c>preference</c>, <c>request</c>, <c>answer</c>.</summary>
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

/// <summary>A statement with a scope: something is let, forbidden, or left to somebody else to say.</summary>
public abstract record ScopedStatement(
    PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source, ImmutableArray<SubjectId> About, Scope Scope)
    : Statement(Speaker, Made, Label, Says, Source)
{
    private protected Tree AboutTree => Tree.Of(About.Select(subject => subject.ToString()));

    private protected Tree ActsTree => Tree.Of(Scope.Acts.Select(act => act.Name));
}
