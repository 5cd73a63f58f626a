using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Clearance;
using Countersign.Core.Statements;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;

namespace Countersign.Desk.Filtering;

/// <summary>
/// Decides items by the rule that clears files. Rows that state the same and stand for nothing registered have the same answer, so it is worked
/// out once: the decision looks at the wishes, and at a content hash only where a statement or a reference knows it.
/// </summary>
internal sealed class ItemDecider(Use use, IClearanceEngine engine, Facts facts, AsOf asOf, ReferenceSet references, IRowSignals signals)
{
    // A manifest can state a million different things; what is kept of them is bounded, and forgetting costs only time.
    private const int MostRemembered = 8192;

    private readonly HashSet<string> _attested = facts.Statements.Select(recorded => recorded.Statement).OfType<Attestation>().Select(attestation => attestation.Asset).OfType<string>().ToHashSet(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemAnswer> _byFields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemAnswer> _byReading = new(StringComparer.Ordinal);

    /// <summary>Decides one. The files of the item were looked at before.</summary>
    public DecidedItem Decide(SourceItem item, ImmutableArray<MemberLook> members)
    {
        var files = members.Select(member => new ItemFile(member.File.Name, member.Sha256, member.Bytes, member.Stamp)).ToImmutableArray();
        return new(item.Name, item.CapturedAt, Answer(item, members), files);
    }

    private ItemAnswer Answer(SourceItem item, ImmutableArray<MemberLook> members)
    {
        if (item.Problem is { } problem) return new(Verdict.Unknown, problem.Code, problem.What, null, null);
        if (!members.IsEmpty) return OfFiles(item, members);
        return item.StatedSha256 is { } sha256 && (_attested.Contains(sha256) || references.SameContent(sha256).Any())
            ? OfRow(signals.Read(item.Fields), sha256)
            : Remembered(item.Fields);
    }

    private ItemAnswer Remembered(ImmutableArray<StatedField> fields)
    {
        var stated = Signature(fields);
        if (_byFields.TryGetValue(stated, out var known)) return known;
        var reading = signals.Read(fields);
        // Headers differ in what is no wish, such as their date: what was read from them does not.
        var read = Signature(reading);
        if (!_byReading.TryGetValue(read, out var answer)) Remember(_byReading, read, answer = OfRow(reading, ""));
        Remember(_byFields, stated, answer);
        return answer;
    }

    private static void Remember(Dictionary<string, ItemAnswer> answers, string key, ItemAnswer answer)
    {
        if (answers.Count >= MostRemembered) answers.Clear();
        answers[key] = answer;
    }

    private ItemAnswer OfRow(RowReading reading, string sha256)
    {
        ImmutableArray<SubjectSeen> seen = sha256.Length == 0
            ? []
            : [.. references.SameContent(sha256).Select(match => new SubjectSeen(SubjectId.Parse(match.Subject!).Value, true, true, "the row states its content hash: " + match.Says))];
        var decision = AssetRule.Decide(new(sha256, seen, reading.Preferences, null, []), use, engine, asOf).Decision;
        return NotUnderstood(Of(decision, null, null), decision, reading);
    }

    private ItemAnswer OfFiles(SourceItem item, ImmutableArray<MemberLook> members)
    {
        var reading = signals.Read(item.Fields);
        // The worst file decides; of several that are equally bad, the first.
        ItemAnswer? worst = null;
        foreach (var member in members)
        {
            var answer = OfFile(member, item, reading, members.Length > 1 ? member.File.Name : null);
            if (answer is not null && (worst is null || answer.Verdict < worst.Verdict)) worst = answer;
        }
        return worst ?? new(Verdict.Unknown, Rules.NoOrigin, "There is nothing in it but a description.", null, null);
    }

    private ItemAnswer? OfFile(MemberLook member, SourceItem item, RowReading reading, string? name)
    {
        if (member.File.IsDescription) return member.Problem is { } problem ? new(Verdict.Unknown, problem.Code, Named(name, problem.What), null, null) : null;
        var seen = member.Matches.Where(match => match.Subject is not null)
            .Select(match => new SubjectSeen(SubjectId.Parse(match.Subject!).Value, match.IsStrong, match.IsWhole, match.Says)).ToList();
        if (item.StatedSha256 is { } stated && member.Sha256 is not null && stated != member.Sha256)
        {
            if (item.Files is [{ IsDescription: false }]) return new(Verdict.Unknown, "file.other-content", "The file is not the one whose content hash the row states.", "sha256 = " + stated, null);
            // A description may speak of the picture before it was made smaller. That asks a question, and answers none.
            seen.AddRange(references.SameContent(stated).Select(match => new SubjectSeen(SubjectId.Parse(match.Subject!).Value, false, false, "its description states the content hash: " + match.Says)));
        }
        var own = (member.Analysis?.Preferences ?? []).Select(preference => new Preference(Act.Parse(preference.Act).Value, preference.Allows, preference.Says, preference.Source));
        var decision = AssetRule.Decide(
            new(member.Sha256 ?? "", [.. seen], [.. own, .. reading.Preferences], member.Analysis?.MadeByModel, member.File.Origins, member.Problem?.What),
            member.File.Use ?? use, engine, asOf).Decision;
        return NotUnderstood(Of(decision, member, name), decision, reading);
    }

    private static ItemAnswer Of(Decision decision, MemberLook? member, string? name)
    {
        // A yes may rest on several; the statement of a party says more than a rule.
        var reason = decision.Reasons.FirstOrDefault(reason => reason.Statement is not null) ?? decision.Reasons[0];
        var code = reason.Statement is not null ? ItemAnswer.ByStatement : reason.Rule == Rules.NotExamined && member?.Problem is { } problem ? problem.Code : reason.Rule!;
        return new(decision.Verdict, code, Named(name, reason.Says + (reason.Clause is null ? "" : $" “{reason.Clause}”")), reason.Source, reason.Statement);
    }

    /// <summary>What was not understood may be a no. Only what a party's own statements allow stands without it.</summary>
    private static ItemAnswer NotUnderstood(ItemAnswer answer, Decision decision, RowReading reading)
    {
        if (reading.NotUnderstood is null) return answer;
        var restsOnSilence = answer.Verdict == Verdict.Allow && decision.Reasons.Any(reason => reason.Statement is null);
        return restsOnSilence || (answer.Verdict == Verdict.Unknown && answer.Code is Rules.NoOrigin)
            ? new(Verdict.Unknown, "preference.not-understood", reading.NotUnderstood, reading.Source, null)
            : answer;
    }

    private static string Named(string? name, string says) => name is null ? says : $"{name}: {says}";

    private static string Signature(ImmutableArray<StatedField> fields)
    {
        if (fields.IsEmpty) return "";
        var text = new StringBuilder();
        // Lengths stand before the texts, so that no two lists of fields give one signature.
        foreach (var field in fields) text.Append((int)field.Role).Append(' ').Append(field.Column.Length).Append(' ').Append(field.Value.Length).Append(' ').Append(field.Column).Append(field.Value);
        return text.ToString();
    }

    private static string Signature(RowReading reading)
    {
        var text = new StringBuilder();
        foreach (var wish in reading.Preferences)
            text.Append(wish.Act.Name).Append(wish.Allows ? '+' : '-').Append(wish.Says.Length).Append(' ').Append(wish.Source.Length).Append(' ').Append(wish.Says).Append(wish.Source);
        return text.Append('!').Append(reading.NotUnderstood).Append('!').Append(reading.Source).ToString();
    }
}
