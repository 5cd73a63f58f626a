using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>
/// Something that can be done with a subject. Acts form a tree: a statement about an act covers the acts below it, never one above or
/// beside it. Names are dotted paths; <c>use</c> is the root and stands above all.
/// </summary>
public readonly record struct Act : IComparable<Act>
{
    private static readonly FrozenDictionary<string, string> s_known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["use"] = "any use at all",
        ["analyse"] = "analyse it by machine",
        ["analyse.index"] = "index it for search",
        ["analyse.mine"] = "mine it for facts and patterns",
        ["train"] = "train a model on it",
        ["train.analytic"] = "train a model that analyses, not one that generates",
        ["train.generative"] = "train a model that generates",
        ["train.generative.foundation"] = "train a general generative model on it",
        ["train.generative.persona"] = "train a model of this voice, face or body",
        ["train.generative.style"] = "train a model of this style",
        ["prompt"] = "give it to a model as input or reference",
        ["generate"] = "generate something of it or like it",
        ["generate.voice"] = "generate speech or song in this voice",
        ["generate.likeness"] = "generate pictures of this face or body",
        ["generate.performance"] = "generate a performance from it",
        ["generate.style"] = "generate in this style",
        ["generate.text"] = "generate text from it",
        ["generate.image"] = "generate pictures from it",
        ["generate.sound"] = "generate sound from it",
        ["alter"] = "alter it",
        ["alter.deage"] = "change the apparent age",
        ["alter.dub"] = "put other words or another language in its mouth",
        ["alter.extend"] = "extend it with new lines or new shots",
        ["alter.edit"] = "edit it",
        ["distribute"] = "distribute it",
        ["distribute.publish"] = "publish it",
        ["distribute.advertise"] = "use it in advertising",
        ["distribute.personalise"] = "make personalised versions of it",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string? _name;

    private Act(string name) => _name = name;

    /// <summary>Every act, in ordinal order.</summary>
    public static ImmutableArray<Act> All { get; } = [.. s_known.Keys.Order(StringComparer.Ordinal).Select(name => new Act(name))];

    /// <summary>The dotted name.</summary>
    public string Name => _name ?? "use";

    /// <summary>In plain words, as something one does.</summary>
    public string Says => s_known[Name];

    /// <summary>Reads a name; <c>index</c> and <c>mine</c> stand for <c>analyse.index</c> and <c>analyse.mine</c>.</summary>
    public static Outcome<Act> Parse(string text)
    {
        var name = text is "index" or "mine" ? "analyse." + text : text;
        if (s_known.ContainsKey(name)) return new Act(name);
        var near = Near.Best(name, s_known.Keys) ?? s_known.Keys.Where(key => key.EndsWith("." + name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        return new Problem("act.unknown", $"'{text}' is not an act.", Try: near is null ? "'countersign consent grant --help' lists them." : $"Did you mean '{near}'?");
    }

    /// <summary>Whether a statement about this act speaks about <paramref name="used"/>: true when it covers it, unknown when it covers only a part of it.</summary>
    public Truth Covers(Act used)
    {
        if (IsAtOrAbove(used)) return Truth.True;
        return used.IsAtOrAbove(this) ? Truth.Unknown : Truth.False;
    }

    private bool IsAtOrAbove(Act other) =>
        Name == "use" || Name == other.Name || (other.Name.StartsWith(Name, StringComparison.Ordinal) && other.Name[Name.Length] == '.');

    /// <inheritdoc />
    public int CompareTo(Act other) => string.CompareOrdinal(Name, other.Name);

    /// <summary>Ordinal order of names.</summary>
    public static bool operator <(Act a, Act b) => a.CompareTo(b) < 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator >(Act a, Act b) => a.CompareTo(b) > 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator <=(Act a, Act b) => a.CompareTo(b) <= 0;

    /// <summary>Ordinal order of names.</summary>
    public static bool operator >=(Act a, Act b) => a.CompareTo(b) >= 0;

    /// <summary>Equal names.</summary>
    public bool Equals(Act other) => Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;
}
