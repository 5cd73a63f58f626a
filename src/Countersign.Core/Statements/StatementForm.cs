using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>Reads statements from documents. What <see cref="Statement.ToTree"/> writes is read back to an equal statement with the same id.</summary>
public static class StatementForm
{
    /// <summary>Reads one statement. Every problem of the document is reported at once.</summary>
    public static Outcome<Statement> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var kind = form.Text("statement");
        var frame = Frame.Read(form);
        Statement? statement = kind switch
        {
            "grant" => Grant(form, frame, problems),
            "prohibition" => Prohibition(form, frame, problems),
            "revocation" => Revocation(form, frame),
            "delegation" => Delegation(form, frame, problems),
            "attestation" => Attestation(form, frame),
            "preference" => Preference(form, frame),
            "request" => Request(form, frame),
            "answer" => Answer(form, frame),
            "" => null,
            _ => Unknown(form, kind),
        };
        if (statement is not null || problems.Count == 0) form.Close();
        return problems.Count > 0 || statement is null ? Outcome.Fail<Statement>(problems) : Outcome.Ok(statement);
    }

    /// <summary>Reads the bytes of a stored statement.</summary>
    public static Outcome<Statement> FromBytes(ReadOnlyMemory<byte> bytes) => DeterministicCbor.Read(bytes).Then(FromTree);

    private sealed record Frame(PartyId Speaker, DateTimeOffset Made, string? Label, string? Says, string? Source)
    {
        public static Frame Read(TreeReader form)
        {
            var speaker = form.Parsed("by", PartyId.Parse);
            var made = Time(form, "made");
            var label = form.OptionalText("label");
            if (label is not null && (!Slug.IsValid(label) || IsId(label)))
                form.Report("form.label", $"'{label}' is not a label.", "label", "Use a–z, 0–9, '-' and '.', such as ada-long-take-double.");
            return new(speaker ?? default, made, label, form.OptionalText("says"), form.OptionalText("source"));
        }
    }

    /// <summary>True for 64 lower-case hex digits.</summary>
    public static bool IsId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static DateTimeOffset Time(TreeReader form, string name)
    {
        var text = form.Text(name);
        if (Rfc3339.TryParseStart(text, out var time)) return time;
        if (text.Length > 0) form.Report("form.time", $"'{text}' is not a day or a time with its offset.", name, "Write 2026-03-01, or 2026-03-01T09:00:00Z.");
        return default;
    }

    private static Grant Grant(TreeReader form, Frame frame, List<Problem> problems)
    {
        var about = About(form);
        var scope = Scope.FromTree(form, problems);
        var duties = Duty.FromTree(form, problems);
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, about, scope, duties, form.OptionalFlag("retroactive") ?? false)
        {
            SurvivesDeath = form.OptionalFlag("survives-death") ?? true,
        };
    }

    private static Prohibition Prohibition(TreeReader form, Frame frame, List<Problem> problems) =>
        new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, About(form), Scope.FromTree(form, problems));

    private static System.Collections.Immutable.ImmutableArray<SubjectId> About(TreeReader form)
    {
        var about = form.ParsedList("about", SubjectId.Parse);
        if (form.Part("about") is null) form.Report("form.missing", "'about' is missing: which work, persona or model?", null, "For example: about: [persona:ada-lindqvist/voice].");
        return [.. about.Distinct().Order()];
    }

    private static Revocation Revocation(TreeReader form, Frame frame)
    {
        var of = StatementId(form, "of");
        var effective = form.Part("effective") is null ? frame.Made : Time(form, "effective");
        DateTimeOffset? until = form.Part("until") is null ? null : End(form, "until");
        var revocation = new Revocation(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, of, effective, (int)(form.OptionalWhole("grace-days", 0, 36500) ?? 0)) { Until = until };
        if (until <= revocation.Ends) form.Report("form.period", "The suspension ends before it begins.", "until");
        return revocation;
    }

    private static Delegation Delegation(TreeReader form, Frame frame, List<Problem> problems)
    {
        var to = form.Parsed("to", PartyId.Parse) ?? default;
        if (to == frame.Speaker) form.Report("form.self", "Nobody delegates to themself.", "to");
        var role = form.Parsed("role", Words.Parse<DelegateRole>) ?? default;
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, to, role, About(form), Scope.FromTree(form, problems),
            Period.FromTree(form, "term"), form.OptionalFlag("at-death") ?? false, form.OptionalFlag("may-delegate") ?? false, form.OptionalFlag("may-revoke") ?? false);
    }

    private static PreferenceStatement Preference(TreeReader form, Frame frame)
    {
        var about = About(form);
        if (about.Any(subject => subject.Kind != SubjectKind.Work)) form.Report("form.preference", "A preference is about works. A person, or a model of one, is never opened or closed by a machine-readable wish.", "about", "Record a prohibition of the person instead.");
        var acts = form.ParsedList("acts", Act.Parse);
        if (acts.IsEmpty && form.Part("acts") is null) form.Report("form.missing", "'acts' is missing: what is this about?", null, "For example: acts: [train.generative].");
        var allows = form.OptionalFlag("allows");
        if (allows is null && form.Part("allows") is null) form.Report("form.missing", "'allows' is missing.", null, "true where it opens, false where it reserves.");
        if (frame.Source is null) form.Report("form.missing", "'source' is missing: where was it found, and what did it say?");
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, about, [.. acts.Distinct().Order()], allows ?? false, form.Text("standard"), form.OptionalText("mechanism"));
    }

    private static Request Request(TreeReader form, Frame frame)
    {
        var to = form.ParsedList("to", PartyId.Parse);
        if (to.IsEmpty && form.Part("to") is null) form.Report("form.missing", "'to' is missing: who is asked?");
        var use = Use.Of(default, frame.Speaker);
        if (form.Part("use") is not Tree.Map map)
        {
            form.Report("form.missing", "'use' is missing: what is asked for?", "use", "For example: use: { act: generate.voice, subjects: [persona:…/voice], project: [name] }.");
        }
        else
        {
            var asked = Use.FromTree(new Tree.Map([.. map.Entries, new("by", frame.Speaker.ToString())]) { At = map.At });
            form.Report(asked.Problems);
            if (asked.IsOk) use = asked.Value;
            if (asked.IsOk && use.Subjects.IsEmpty) form.Report("form.missing", "The use names no subject.", "use");
        }
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, [.. to.Distinct().Order()], use);
    }

    private static Answer Answer(TreeReader form, Frame frame)
    {
        var of = StatementId(form, "of");
        var gives = form.Parsed("gives", Words.Parse<AnswerKind>);
        var with = form.Part("with") is null ? null : StatementId(form, "with");
        DateTimeOffset? again = form.Part("again") is null ? null : Time(form, "again");
        if (gives is AnswerKind.Yes or AnswerKind.No && with is null)
            form.Report("form.answer", gives == AnswerKind.Yes ? "A yes names the grant that says what is agreed ('with')." : "A no names the prohibition that makes it hold ('with').", "gives");
        if (gives == AnswerKind.NotYet && with is not null) form.Report("form.answer", "Not yet agrees to nothing, so nothing stands beside it.", "with");
        if (gives is not AnswerKind.NotYet && again is not null) form.Report("form.answer", "'again' belongs to not-yet.", "again");
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, of, gives ?? default, with, again);
    }

    private static string StatementId(TreeReader form, string name)
    {
        var id = form.Text(name);
        if (id.Length > 0 && !IsId(id)) form.Report("form.statement-id", $"'{id}' is not the id of a statement.", name, "Write the 64 hex digits, or in a registry file the label of a statement beside it.");
        return id;
    }

    private static DateTimeOffset End(TreeReader form, string name)
    {
        var text = form.Text(name);
        if (Rfc3339.TryParseEnd(text, out var time)) return time;
        if (text.Length > 0) form.Report("form.time", $"'{text}' is not a day or a time with its offset.", name, "Write 2026-03-01, or 2026-03-01T09:00:00Z.");
        return DateTimeOffset.MaxValue;
    }

    private static Attestation Attestation(TreeReader form, Frame frame)
    {
        var question = form.Parsed("question", Words.Parse<AttestedQuestion>) ?? default;
        var answer = form.OptionalFlag("answer") ?? true;
        var about = form.OptionalParsed("about", SubjectId.Parse);
        var asset = form.OptionalText("asset");
        if (asset is not null && !IsId(asset)) form.Report("form.sha256", "An asset is named by its SHA-256: 64 lower-case hex digits.", "asset", "'countersign fingerprint FILE' prints it.");
        var holder = form.OptionalParsed("holder", PartyId.Parse);
        var complete = question switch
        {
            AttestedQuestion.Match => about is not null && asset is not null,
            AttestedQuestion.PublicDomain => about is not null ^ asset is not null,
            AttestedQuestion.Judgement => about is not null,
            _ => asset is not null && holder is not null,
        };
        if (!complete)
        {
            form.Report("form.attestation", question switch
            {
                AttestedQuestion.Match => "A match is between an asset and a subject: name both ('asset', 'about').",
                AttestedQuestion.Judgement => "Name the subject it is judged for ('about'), and the condition ('input').",
                AttestedQuestion.PublicDomain => "Name either the work ('about') or the asset ('asset') that is in the public domain.",
                _ => "Name the asset ('asset') and whose own work it is ('holder').",
            }, "question");
        }
        var input = question == AttestedQuestion.Judgement ? form.Text("input") : null;
        var project = question == AttestedQuestion.Judgement ? form.OptionalText("project")?.ToLowerInvariant() : null;
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, question, answer, about, asset, holder) { Input = input, Project = project };
    }

    private static Statement? Unknown(TreeReader form, string kind)
    {
        form.Report("statement.unknown-kind", $"'{kind}' is not a kind of statement that this version reads.", "statement", "One of: grant, prohibition, revocation, delegation, attestation, preference, request, answer.");
        return null;
    }
}
