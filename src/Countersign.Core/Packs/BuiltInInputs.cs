using System.Collections.Frozen;
using Countersign.Core.Packs.Language;

namespace Countersign.Core.Packs;

/// <summary>The inputs that no pack declares: they come from the use, the register and the decision so far.</summary>
public static class BuiltInInputs
{
    /// <summary>The name of the input whose words are territories.</summary>
    public const string Territory = "territory";

    /// <summary>The name of the input that says when the use begins.</summary>
    public const string On = "on";

    /// <summary>Their types, by name.</summary>
    public static FrozenDictionary<string, PackType> Types { get; } = new Dictionary<string, PackType>(StringComparer.Ordinal)
    {
        ["act"] = PackType.Act,
        ["person"] = PackType.YesNo,
        ["deceased"] = PackType.YesNo,
        ["minor"] = PackType.YesNo,
        ["consented"] = PackType.YesNo,
        ["made-by-model"] = PackType.YesNo,
        ["project"] = PackType.Words,
        ["medium"] = PackType.Words,
        [Territory] = PackType.Words,
        ["language"] = PackType.Words,
        ["audience"] = PackType.Words,
        ["purpose"] = PackType.Words,
        ["tool"] = PackType.Words,
        [On] = PackType.Time,
        ["preference"] = PackType.Text,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The question behind one, in plain words.</summary>
    public static string Ask(string name) => name switch
    {
        "act" => "What exactly is done? Name the act more closely.",
        "person" => "Is a person's voice, face, body, name or performance in it?",
        "deceased" => "Has the person died?",
        "minor" => "Is the person a minor?",
        "consented" => "Has everybody agreed whose consent is needed?",
        "made-by-model" => "Was it made by a generative model?",
        "project" => "In which production?",
        "medium" => "Through which medium?",
        Territory => "In which countries?",
        "language" => "In which language?",
        "audience" => "For the general public, or personalised?",
        "purpose" => "What for?",
        "tool" => "With which tool or model?",
        On => "When?",
        _ => "Which wishes does the file carry?",
    };
}
