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
            "attestation" => Attestation(form, frame),
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
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, about, scope, duties, form.OptionalFlag("retroactive") ?? false);
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
        var of = form.Text("of");
        if (of.Length > 0 && !IsId(of)) form.Report("form.statement-id", $"'{of}' is not the id of a statement.", "of", "Write the 64 hex digits, or in a registry file the label of a statement beside it.");
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, of,
            form.Part("effective") is null ? frame.Made : Time(form, "effective"), (int)(form.OptionalWhole("grace-days", 0, 36500) ?? 0));
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
            _ => asset is not null && holder is not null,
        };
        if (!complete)
        {
            form.Report("form.attestation", question switch
            {
                AttestedQuestion.Match => "A match is between an asset and a subject: name both ('asset', 'about').",
                AttestedQuestion.PublicDomain => "Name either the work ('about') or the asset ('asset') that is in the public domain.",
                _ => "Name the asset ('asset') and whose own work it is ('holder').",
            }, "question");
        }
        return new(frame.Speaker, frame.Made, frame.Label, frame.Says, frame.Source, question, answer, about, asset, holder);
    }

    private static Statement? Unknown(TreeReader form, string kind)
    {
        form.Report("statement.unknown-kind", $"'{kind}' is not a kind of statement that this version reads.", "statement", "One of: grant, prohibition, revocation, attestation.");
        return null;
    }
}
