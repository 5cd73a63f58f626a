using System.CommandLine;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;
using Countersign.Desk.Workspace;
using Spectre.Console;

namespace Countersign.Cli.Terminal;

/// <summary>What every verb has at hand: where to speak, and which workspace is meant. Data goes to stdout, talk to stderr.</summary>
internal sealed class Desk
{
    /// <summary>The workspace to use.</summary>
    public static readonly Option<string?> WorkspaceOption = new("--workspace") { Description = "The workspace: a folder, or its .countersign. Default: the nearest above, else one beside the first path.", HelpName = "DIR", Recursive = true };

    /// <summary>Answer in JSON.</summary>
    public static readonly Option<bool> JsonOption = new("--json") { Description = "Answer in JSON, for programs.", Recursive = true };

    /// <summary>Say nothing but the answer.</summary>
    public static readonly Option<bool> QuietOption = new("--quiet") { Description = "No talk on stderr.", Recursive = true };

    private readonly string? _named;

    public Desk(ParseResult parsed)
    {
        _named = parsed.GetValue(WorkspaceOption);
        IsJson = parsed.GetValue(JsonOption);
        IsQuiet = parsed.GetValue(QuietOption);
        Out = Console(System.Console.Out);
        Talk = Console(System.Console.Error);
    }

    public bool IsJson { get; }

    public bool IsQuiet { get; }

    /// <summary>For answers.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>For everything else.</summary>
    public IAnsiConsole Talk { get; }

    /// <summary>True when progress can be drawn.</summary>
    public bool ShowsProgress => !IsQuiet && !IsJson && !System.Console.IsErrorRedirected;

    /// <summary>True when a person can be asked.</summary>
    public static bool CanAsk => !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected;

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        // A pipe has no width; wrapping at 80 would break paths and sentences for no reader.
        if (ReferenceEquals(writer, System.Console.Out) ? System.Console.IsOutputRedirected : System.Console.IsErrorRedirected) console.Profile.Width = 160;
        return console;
    }

    /// <summary>Writes a line of the answer, safe to show.</summary>
    public static void Answer(string line = "") => System.Console.Out.WriteLine(SafeText.Of(line));

    /// <summary>Says something that is not the answer.</summary>
    public void Say(string text)
    {
        if (!IsQuiet) System.Console.Error.WriteLine(SafeText.Of(text));
    }

    /// <summary>Where the workspace is, or would be; nothing is opened or made.</summary>
    /// <param name="firstPath">The first path the command was given.</param>
    public WorkspaceLocation Locate(string? firstPath) => WorkspaceLocation.Find(_named, firstPath);

    /// <summary>Opens the workspace; one that a <c>desk.yaml</c> describes is loaded from its registry.</summary>
    /// <param name="firstPath">The first path the command was given.</param>
    /// <param name="create">Whether one may be made.</param>
    public Outcome<DeskWorkspace> Open(string? firstPath, bool create = true)
    {
        var location = Locate(firstPath);
        return DeskWorkspace.Open(location.Folder, TimeProvider.System, create || location.DeskFile is not null).Then(workspace =>
        {
            if (workspace.IsNew) Say($"Made a workspace: {Shown(location.Folder)}");
            return location.DeskFile is null ? workspace : Load(location.DeskFile, workspace);
        });
    }

    private Outcome<DeskWorkspace> Load(string deskFile, DeskWorkspace workspace) =>
        DeskFile.Read(deskFile).Then(desk => desk.LoadInto(workspace)).Then(imported =>
        {
            if (imported.Entries + imported.Statements > 0)
                Say($"Opened the desk of {Shown(deskFile)}: {imported.Entries} register entries and {imported.Statements} statements recorded.");
            return Outcome.Ok(workspace);
        });

    /// <summary>A path as a person would write it from here.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>Writes a JSON answer to stdout.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var stdout = System.Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stdout, TreeWriting.JsonOptions)) write(json);
        stdout.Write("\n"u8);
    }

    /// <summary>Tells the problems and gives the exit code. With <c>--json</c> they are the answer, on stdout.</summary>
    public int Fail(IReadOnlyList<Problem> problems)
    {
        if (IsJson)
        {
            WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("schema", "countersign/problem/1");
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    json.WriteStartObject();
                    json.WriteString("code", problem.Code);
                    json.WriteString("what", problem.What);
                    if (problem.Where is not null) json.WriteString("where", problem.Where);
                    if (problem.Try is not null) json.WriteString("try", problem.Try);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        else
        {
            Tell(problems);
        }
        return problems.Max(ExitCodes.Of);
    }

    /// <summary>Tells problems on stderr, beside an answer that was given all the same.</summary>
    public static void Tell(IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
        {
            System.Console.Error.WriteLine(SafeText.Of($"{(problem.Where is null ? "" : problem.Where + ": ")}{problem.What} [{problem.Code}]"));
            if (problem.Try is not null) System.Console.Error.WriteLine(SafeText.Of("  " + problem.Try));
        }
    }
}
