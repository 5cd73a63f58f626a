using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Terminal;
using Countersign.Core.Shared;
using Countersign.Desk.Standards;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>What reading and writing of other standards have in common.</summary>
internal static class StandardTerms
{
    public static Option<string?> As(string says) => new("--as") { Description = $"{says} One of: {string.Join(", ", KnownStandards.All.Select(standard => standard.Name))}.", HelpName = "STANDARD" };

    public static Outcome<IStandard> Named(string name) => KnownStandards.Named(name) is { } standard
        ? Outcome.Ok(standard)
        : new Problem("standards.unknown", $"'{name}' is not a standard that is read and written here.", "--as", $"One of: {string.Join(", ", KnownStandards.All.Select(known => known.Name))}.");

    public static void ShowLosses(string title, IReadOnlyList<Loss> losses, TextWriter? to = null)
    {
        if (losses.Count == 0) return;
        to ??= Console.Out;
        to.WriteLine(title);
        foreach (var loss in losses) to.WriteLine(SafeText.Of($"  {loss.Term}: {loss.Says}"));
    }

    public static void WriteLosses(Utf8JsonWriter json, IReadOnlyList<Loss> losses)
    {
        json.WriteStartArray("losses");
        foreach (var loss in losses)
        {
            json.WriteStartObject();
            json.WriteString("term", loss.Term);
            json.WriteString("says", loss.Says);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
