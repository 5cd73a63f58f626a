using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;
using Spectre.Console;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>What is on record.</summary>
internal static class ListVerb
{
    public static Command Command()
    {
        var about = new Option<string?>("--about") { Description = "Only what is said about this subject.", HelpName = "SUBJECT" };
        var by = new Option<string?>("--by") { Description = "Only what this party said.", HelpName = "PARTY" };
        var command = new Command("list", """
            List the statements on record.

            Example:
              countersign consent list --about persona:ada-lindqvist
            """)
        { about, by };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!desk.Open(null, create: false).Then(workspace => new RegistryStore(workspace).LoadFacts()).Try(out var facts, out var problems)) return desk.Fail(problems);
            var subject = parsed.GetValue(about) is { } spelt ? SubjectId.Parse(spelt) : default(Outcome<SubjectId>?);
            if (subject is { IsOk: false } wrong) return desk.Fail(wrong.Problems);
            var speaker = parsed.GetValue(by);
            var statements = facts.Statements.Select(recorded => recorded.Statement)
                .Where(statement => speaker is null || statement.Speaker.ToString() == speaker || statement.Speaker.Slug == speaker)
                .Where(statement => subject is not { } wanted || Concerns(statement, wanted.Value))
                .OrderBy(statement => statement.Made).ThenBy(statement => statement.Id, StringComparer.Ordinal).ToList();
            if (desk.IsJson)
            {
                Recorder.Show(desk, statements, facts.Register);
                return ExitCodes.Done;
            }
            if (statements.Count == 0)
            {
                desk.Say("Nothing is on record.");
                return ExitCodes.Done;
            }
            var table = new Table().Border(TableBorder.Simple).AddColumns("id", "made", "kind", "by", "about", "acts");
            foreach (var statement in statements)
                table.AddRow(new[]
                {
                    statement.Label ?? statement.Id[..12], Rfc3339.Day(statement.Made), statement.Kind, facts.Register.Name(statement.Speaker),
                    About(statement), Acts(statement),
                }.Select(cell => Markup.Escape(SafeText.Of(cell))).ToArray());
            desk.Out.Write(table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static bool Concerns(Statement statement, SubjectId subject) => statement switch
    {
        ScopedStatement scoped => scoped.About.Any(about => about.Covers(subject) != Truth.False || subject.Covers(about) != Truth.False),
        Attestation attestation => attestation.About == subject,
        PreferenceStatement wish => wish.About.Any(about => about.Covers(subject) != Truth.False || subject.Covers(about) != Truth.False),
        Request request => request.Use.Subjects.Any(about => about.Covers(subject) != Truth.False || subject.Covers(about) != Truth.False),
        _ => false,
    };

    private static string Acts(Statement statement) => statement switch
    {
        ScopedStatement scoped => string.Join(", ", scoped.Scope.Acts),
        PreferenceStatement wish => (wish.Allows ? "opens " : "reserves ") + string.Join(", ", wish.Acts),
        Request request => request.Use.Act.Name,
        Answer answer => Words.Of(answer.Gives),
        _ => "",
    };

    private static string About(Statement statement) => statement switch
    {
        ScopedStatement scoped => string.Join(", ", scoped.About),
        Revocation revocation => revocation.Of[..12],
        PreferenceStatement wish => string.Join(", ", wish.About),
        Request request => string.Join(", ", request.Use.Subjects),
        Answer answer => answer.Of[..12],
        Attestation attestation => attestation.About?.ToString() ?? attestation.Asset?[..12] ?? "",
        _ => "",
    };
}
