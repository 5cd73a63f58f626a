using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The plain interpreter over facts: nothing is prepared, so it is the quickest for one question and the slowest for many.</summary>
public sealed class PlainEngine(Facts facts) : IClearanceEngine
{
    /// <inheritdoc />
    public Register Register => facts.Register;

    /// <inheritdoc />
    public Decision Decide(Use use, AsOf asOf, ImmutableArray<Preference> preferences) => PlainInterpreter.Decide(use, facts, asOf, preferences);

    /// <inheritdoc />
    public IEnumerable<Attestation> AttestationsOf(string asset, DateTimeOffset knownAt) =>
        facts.KnownAt(knownAt).All.Select(recorded => recorded.Statement).OfType<Attestation>().Where(attestation => attestation.Asset == asset);

    /// <inheritdoc />
    public IEnumerable<Attestation> JudgementsOf(SubjectId subject, DateTimeOffset knownAt) =>
        facts.KnownAt(knownAt).Judgements.Where(judged => facts.Register.Covers(judged.About!.Value, subject) == Truth.True);
}
