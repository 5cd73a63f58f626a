using System.Collections.Immutable;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Packs;

/// <summary>What stands behind a rule.</summary>
public enum PackStatus
{
    /// <summary>A law in force, as its source has it.</summary>
    Law,

    /// <summary>An agreement that binds those who signed it.</summary>
    Contract,

    /// <summary>A published standard, for those who follow it.</summary>
    Standard,

    /// <summary>A law that is proposed.</summary>
    Bill,

    /// <summary>A demand or a draft.</summary>
    Draft,

    /// <summary>What the source does not support as read.</summary>
    Unverified,
}

/// <summary>How a source was read.</summary>
public enum SourceRead
{
    /// <summary>The text itself.</summary>
    Primary,

    /// <summary>The passage, as quoted by another.</summary>
    Excerpt,

    /// <summary>What another says of it.</summary>
    Secondary,

    /// <summary>Not read.</summary>
    NotRead,
}

/// <summary>Where a pack applies.</summary>
public enum PackApplies
{
    /// <summary>A law: in its jurisdiction.</summary>
    ByTerritory,

    /// <summary>An agreement or a standard: where somebody says that they are bound by it.</summary>
    WhenChosen,
}

/// <summary>What a rule does when it fails.</summary>
public enum WhenFailed
{
    /// <summary>The use is denied.</summary>
    Deny,

    /// <summary>The use is unknown until somebody settles it.</summary>
    Unknown,

    /// <summary>The reader is told.</summary>
    Inform,
}

/// <summary>Where a rule was read.</summary>
/// <param name="Id">Its name in the pack.</param>
/// <param name="Title">What it is.</param>
/// <param name="Url">Where it is; null when it has no address.</param>
/// <param name="Read">How it was read.</param>
public sealed record PackSource(string Id, string Title, string? Url, SourceRead Read);

/// <summary>A fact that a rule asks for.</summary>
/// <param name="Name">Its name in conditions and in a use's <c>facts</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Ask">The question a person would be asked.</param>
/// <param name="IsJudgement">True when only a named person's attestation answers it.</param>
/// <param name="Values">For a text: what it may be; empty when anything.</param>
public sealed record PackInput(string Name, PackType Type, string Ask, bool IsJudgement, ImmutableArray<string> Values);

/// <summary>What became of a rule.</summary>
public enum RuleResult
{
    /// <summary>It does not speak about this use.</summary>
    NotApplicable,

    /// <summary>It is met.</summary>
    Satisfied,

    /// <summary>It is not met.</summary>
    Failed,

    /// <summary>It cannot be told.</summary>
    Unknown,
}

/// <summary>A worked example of a rule, with its outcome.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Given">The inputs that are known.</param>
/// <param name="Expect">What becomes of the rule.</param>
public sealed record PackCase(string Name, ImmutableSortedDictionary<string, PackValue> Given, RuleResult Expect);

/// <summary>One rule of an instrument.</summary>
/// <param name="Id">Its id in the pack.</param>
/// <param name="Clause">What it says, in the pack's words.</param>
/// <param name="Citation">Where it stands in the instrument.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Status">What stands behind it: the weakest of what is claimed and what the source supports.</param>
/// <param name="InForce">When, of the use; within the pack's.</param>
/// <param name="When">Of which uses it speaks; null for all.</param>
/// <param name="Require">What must be so; null when it only makes a duty.</param>
/// <param name="Fails">What happens when it is not so.</param>
/// <param name="Says">What the one who asked is told then.</param>
/// <param name="Duty">What is owed wherever it speaks and the use is allowed; null for nothing.</param>
/// <param name="Cases">Worked examples.</param>
public sealed record PackRule(
    string Id, string Clause, string Citation, PackSource Source, PackStatus Status, Period? InForce, Expression? When, Expression? Require, WhenFailed Fails,
    string Says, Duty? Duty, ImmutableArray<PackCase> Cases)
{
    /// <summary>True when it may deny or leave unknown; otherwise it informs.</summary>
    public bool Decides => Status is PackStatus.Law or PackStatus.Contract or PackStatus.Standard;

    /// <summary>What happens when it fails, as far as its status lets it.</summary>
    public WhenFailed Effect => Decides ? Fails : WhenFailed.Inform;
}

/// <summary>One instrument as dated, cited rules. docs/formats/packs.md is its form.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, as its writers count.</param>
/// <param name="Title">What the instrument is called.</param>
/// <param name="Instrument">What kind of thing it is, in free words.</param>
/// <param name="Status">What stands behind it.</param>
/// <param name="Applies">Where it applies.</param>
/// <param name="Jurisdiction">For a law: countries and subdivisions, in ordinal order.</param>
/// <param name="InForce">When, of the use.</param>
/// <param name="Sources">Where it was read.</param>
/// <param name="Inputs">What its rules ask for, by name.</param>
/// <param name="Rules">The rules.</param>
public sealed record Pack(
    string Id, string Version, string Title, string Instrument, PackStatus Status, PackApplies Applies, ImmutableArray<string> Jurisdiction, Period? InForce,
    ImmutableArray<PackSource> Sources, ImmutableSortedDictionary<string, PackInput> Inputs, ImmutableArray<PackRule> Rules)
{
    /// <summary>SHA-256 of the file it was read from, lower-case hex; null when it was not read from one.</summary>
    public string? Sha256 { get; init; }
}
