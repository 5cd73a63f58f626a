using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;

namespace Countersign.Desk.Packs;

/// <summary>A pack as a page of plain text: what it says, where that stands, how it was read, and worked examples.</summary>
public static class PackPage
{
    /// <summary>The lines.</summary>
    public static ImmutableArray<string> Of(Pack pack)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add(pack.Title);
        lines.Add($"{pack.Id}, version {pack.Version}; {pack.Instrument}; status: {Words.Of(pack.Status)}{(pack.Sha256 is { } sha256 ? $"; sha256 {sha256}" : "")}");
        lines.Add(Applies(pack));
        lines.Add("");
        lines.Add("Read from:");
        foreach (var source in pack.Sources) lines.Add($"  {source.Title}{(source.Url is { } url ? $" <{url}>" : "")}; {Reading(source.Read)}");
        if (!pack.Inputs.IsEmpty)
        {
            lines.Add("");
            lines.Add("What it asks:");
            foreach (var input in pack.Inputs.Values)
                lines.Add($"  {input.Name} ({Words.Of(input.Type)}{(input.Values.IsEmpty ? "" : ": " + string.Join(", ", input.Values))}{(input.IsJudgement ? "; a named person judges it" : "")}): {input.Ask}");
        }
        foreach (var rule in pack.Rules)
        {
            lines.Add("");
            lines.Add($"{rule.Id} — {rule.Citation}; {Standing(pack, rule)}");
            lines.Add($"  {rule.Clause}");
            if (rule.InForce is { } own) lines.Add($"  For uses {own}.");
            if (rule.When is { } when) lines.Add($"  When: {when}");
            if (rule.Require is { } require) lines.Add($"  Requires: {require}");
            if (rule.Require is not null) lines.Add($"  When it fails ({(rule.Decides ? Words.Of(rule.Effect) : "only informs")}): {rule.Says}");
            if (rule.Duty is { } duty) lines.Add($"  Owed: {Duties.InWords(duty)}");
            foreach (var one in rule.Cases) lines.Add($"  - {one.Name}: {Words.Of(one.Expect)} ({string.Join(", ", one.Given.Select(given => $"{given.Key}: {Shown(given.Key, given.Value)}"))})");
        }
        return lines.ToImmutable();
    }

    /// <summary>Where and when a pack applies, as a sentence.</summary>
    internal static string Applies(Pack pack)
    {
        var period = pack.InForce is { } inForce ? $", to uses {inForce}" : "";
        return pack.Applies == PackApplies.ByTerritory ? $"Applies in {Shown(pack.Jurisdiction)}{period}." : $"Applies where a production says that it is bound by it (packs: [{pack.Id}]){period}.";
    }

    /// <summary>The status of a rule, and why it is another than its instrument's.</summary>
    internal static string Standing(Pack pack, PackRule rule) =>
        Words.Of(rule.Status) + (rule.Status == pack.Status ? "" : $", though the instrument is {Words.Of(pack.Status)}: {Reading(rule.Source.Read)}");

    /// <summary>A given fact, in few words.</summary>
    internal static string Shown(string name, PackValue value) => name == BuiltInInputs.Territory ? Shown(((PackValue.WordList)value).Values) : value.ToString();

    private static string Shown(ImmutableArray<string> territories) => Core.Statements.Territories.IsWorld(territories) ? "the world" : territories.Length > 12 ? $"{territories.Length} countries" : string.Join(", ", territories);

    internal static string Reading(SourceRead read) => read switch
    {
        SourceRead.Primary => "the text itself was read",
        SourceRead.Excerpt => "read as quoted",
        SourceRead.Secondary => "known at second hand",
        _ => "not read",
    };
}
