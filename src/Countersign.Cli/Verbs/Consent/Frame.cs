using System.CommandLine;
using Countersign.Core.Shared;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>The options that every kind of statement has.</summary>
internal static class Frame
{
    public static readonly Option<string?> By = new("--by") { Description = "Who says it.", HelpName = "PARTY" };
    public static readonly Option<string?> Says = new("--says") { Description = "The clause, in plain words.", HelpName = "TEXT" };
    public static readonly Option<string?> Source = new("--source") { Description = "Where it stands: a contract, a letter.", HelpName = "TEXT" };
    public static readonly Option<string?> Label = new("--label") { Description = "A short name to refer to it by.", HelpName = "NAME" };

    /// <summary>A statement's document: the frame around its own parts. What is missing is found when the document is read.</summary>
    public static Outcome<Tree> Of(string kind, ParseResult parsed, DateTimeOffset now, params ReadOnlySpan<(string, Tree?)> own) => Outcome.Ok<Tree>(Tree.Of(
    [
        ("statement", kind),
        ("label", Text(parsed.GetValue(Label))),
        ("by", Text(parsed.GetValue(By))),
        // Nobody speaks to the microsecond, and it would only make the date hard to read.
        ("made", Rfc3339.Write(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)))),
        .. own,
        ("says", Text(parsed.GetValue(Says))),
        ("source", Text(parsed.GetValue(Source))),
    ]));

    private static Tree? Text(string? text) => text is null ? null : (Tree)text;
}
