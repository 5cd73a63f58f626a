using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>What named persons judged of conditions that only a person can judge. Each person's latest word counts; where two differ, nobody knows.</summary>
internal sealed class Judgements
{
    public static readonly Judgements None = new([]);

    private readonly Dictionary<string, (Truth Truth, string Statement)> _byInput;

    private Judgements(Dictionary<string, (Truth, string)> byInput) => _byInput = byInput;

    /// <summary>The judgements that speak of a use of a subject.</summary>
    public static Judgements About(SubjectId subject, Use use, Register register, ImmutableArray<Attestation> judgements, AsOf asOf)
    {
        if (judgements.IsEmpty) return None;
        var byInput = new Dictionary<string, (Truth, string)>(StringComparer.Ordinal);
        var projects = use.Terms.GetValueOrDefault(Dimension.Project);
        var latest = judgements
            .Where(judged => judged.Made <= asOf.At && register.Covers(judged.About!.Value, subject) == Truth.True)
            // A judgement of one production says nothing of another, nor of a use that names several.
            .Where(judged => judged.Project is null || (!projects.IsDefault && projects.All(project => project == judged.Project)))
            .Where(judged => register.Party(judged.Speaker)?.Kind == PartyKind.Person)
            .GroupBy(judged => (judged.Input, judged.Speaker))
            .Select(same => same.OrderByDescending(judged => judged.Made).ThenBy(judged => judged.Answer).ThenBy(judged => judged.Id, StringComparer.Ordinal).First())
            .OrderBy(judged => judged.Id, StringComparer.Ordinal);
        foreach (var judged in latest)
        {
            var truth = judged.Answer ? Truth.True : Truth.False;
            var input = judged.Input!;
            if (!byInput.TryGetValue(input, out var before)) byInput.Add(input, (truth, judged.Id));
            else if (before.Item1 != truth) byInput[input] = (Truth.Unknown, before.Item2);
        }
        return new(byInput);
    }

    /// <summary>The judgement of a condition and the attestation it rests on; unknown when there is none, or two that differ.</summary>
    public (Truth Truth, string? Statement) Of(string input) => _byInput.TryGetValue(input, out var judged) && judged.Truth != Truth.Unknown ? (judged.Truth, judged.Statement) : (Truth.Unknown, null);
}
