using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;

namespace Countersign.Desk.Filtering;

/// <summary>The digest of everything that a decision may rest on besides the input: register, statements, references, trust lists, and how files are analysed.</summary>
internal static class FactsDigest
{
    public static string Of(Facts facts, ReferenceSet references, string trust) => Content.Hash(
    [
        .. facts.Register.Parties.Select(party => DeterministicCbor.IdOf(party.ToTree())),
        .. facts.Register.Works.Select(work => DeterministicCbor.IdOf(work.ToTree())),
        .. facts.Register.Personas.Select(persona => DeterministicCbor.IdOf(persona.ToTree())),
        .. facts.Register.Models.Select(model => DeterministicCbor.IdOf(model.ToTree())),
        .. facts.Statements.Select(recorded => $"{recorded.Statement.Id} {Rfc3339.Write(recorded.RecordedAt)}").Order(StringComparer.Ordinal),
        references.Digest,
        trust,
        FileAnalysis.CurrentVersion.ToString(System.Globalization.CultureInfo.InvariantCulture),
        FilterSummary.Version,
    ]);
}
