using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>A subject that was seen in an asset, or that the production says is in it.</summary>
/// <param name="Subject">Which.</param>
/// <param name="IsStrong">Whether the method counts this as found. What is weak asks a question and decides nothing.</param>
/// <param name="IsWhole">Whether the asset as a whole is this subject (the same file, the same picture), and not only a part of it.</param>
/// <param name="Says">How it was seen, in plain words.</param>
public sealed record SubjectSeen(SubjectId Subject, bool IsStrong, bool IsWhole, string Says);

/// <summary>Where an asset comes from.</summary>
public enum OriginKind
{
    /// <summary>The production made it.</summary>
    OwnWork,

    /// <summary>Somebody licensed it, outside this register.</summary>
    Licence,

    /// <summary>It is in the public domain.</summary>
    PublicDomain,
}

/// <summary>An origin that a named person declares.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="By">The natural person who answers for it.</param>
/// <param name="Says">In their words.</param>
/// <param name="Source">Where it is declared.</param>
/// <param name="DeclaresModel">Whether the declaration says that a model was used.</param>
public sealed record Origin(OriginKind Kind, PartyId By, string Says, string Source, bool DeclaresModel);

/// <summary>What is known of one file when it is cleared.</summary>
/// <param name="Sha256">Its content.</param>
/// <param name="Seen">The subjects in it.</param>
/// <param name="Preferences">The wishes it carries.</param>
/// <param name="MadeByModel">What in the file says that a model made it; null when nothing does.</param>
/// <param name="Origins">Its declared origins.</param>
/// <param name="NotExamined">Why it could not be looked into, in plain words; null when it was.</param>
public sealed record AssetFacts(
    string Sha256, ImmutableArray<SubjectSeen> Seen, ImmutableArray<Preference> Preferences, string? MadeByModel, ImmutableArray<Origin> Origins,
    string? NotExamined = null);

/// <summary>The decision on one asset, and on each subject in it.</summary>
public sealed record AssetDecision(Decision Decision, ImmutableArray<(SubjectId Subject, Decision Decision)> Subjects);
