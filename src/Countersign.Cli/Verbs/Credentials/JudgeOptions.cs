using System.CommandLine;
using Countersign.Core.Shared;
using Countersign.Desk.Credentials;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>The options by which a person says whom to trust, and as of when.</summary>
internal static class JudgeOptions
{
    private static readonly Option<string[]> s_trust = new("--trust") { Description = "Trust signers certified by the certificates in this PEM file as well.", HelpName = "FILE.pem" };
    private static readonly Option<string?> s_config = new("--trust-config") { Description = "Accept certificates for these key usages: one OID a line.", HelpName = "FILE" };
    private static readonly Option<string[]> s_allowed = new("--allowed") { Description = "Trust the very certificates in this PEM file, whoever certified them.", HelpName = "FILE.pem" };
    private static readonly Option<bool> s_noLists = new("--no-bundled-lists") { Description = "Leave out the C2PA trust lists: only what is named counts." };
    private static readonly Option<string> s_edition = new("--edition") { Description = "The edition of the specification to judge by: 2.2 or 2.4. Default: 2.2.", HelpName = "N", DefaultValueFactory = _ => "2.2" };
    private static readonly Option<string?> s_on = new("--on") { Description = "Judge as of this day or time. Default: now.", HelpName = "DATE" };

    public static readonly Option<string?> Sidecar = new("--sidecar") { Description = "The manifest store of the one file named. Default: the one beside it (NAME.c2pa), when the file has none inside.", HelpName = "FILE.c2pa" };

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { s_trust, s_config, s_allowed, s_noLists, s_edition, s_on }) command.Add(option);
    }

    /// <summary>The desk that they describe.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="desk">Where the workspace is found.</param>
    /// <param name="firstPath">The first path the command was given.</param>
    public static Outcome<CredentialDesk> Open(ParseResult parsed, Terminal.Desk desk, string firstPath)
    {
        var clock = TimeProvider.System;
        if (parsed.GetValue(s_on) is { } spelt)
        {
            if (!Rfc3339.TryParseStart(spelt, out var time)) return new Problem("form.time", $"'{spelt}' is not a day or a time with its offset.", "--on", "Write 2026-03-01, or 2026-03-01T09:00:00Z.");
            clock = new StoppedClock(time);
        }

        return CredentialDesk.Open(
            new()
            {
                Anchors = parsed.GetValue(s_trust) ?? [],
                Config = parsed.GetValue(s_config),
                Allowed = parsed.GetValue(s_allowed) ?? [],
                WithBundled = !parsed.GetValue(s_noLists),
                Workspace = desk.Locate(firstPath).Folder,
                Edition = parsed.GetValue(s_edition)!,
            },
            clock);
    }
}
