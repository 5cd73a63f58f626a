using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>What the wishes come to, and the one that decided.</summary>
internal readonly record struct Wished(Verdict Verdict, string Says, string? Source, string? Statement)
{
    /// <summary>A part of what is asked is reserved, so that no wish can open the whole.</summary>
    public bool IsDoubt => Verdict == Verdict.Unknown && Says.Length > 0;
}

/// <summary>The combination rule of the AIPREF vocabulary draft: any disallow, else any allow, else unknown.</summary>
internal static class PreferenceRule
{
    /// <summary>The acts that a preference may open; any other it can only reserve (docs/decisions/0002-decide.md).</summary>
    private static readonly ImmutableArray<string> s_opens = ["analyse", "train", "prompt"];

    // The one act below them that is about a person by its nature: no preference opens it, whatever the file is.
    private const string OfAPerson = "train.generative.persona";

    public static Wished Decide(Act act, ImmutableArray<Preference> preferences)
    {
        var ordered = preferences.OrderBy(preference => preference.Act).ThenBy(preference => preference.Source, StringComparer.Ordinal).ThenBy(preference => preference.Says, StringComparer.Ordinal).ThenBy(preference => preference.Statement, StringComparer.Ordinal).ToImmutableArray();
        foreach (var preference in ordered)
            if (!preference.Allows && preference.Act.Covers(act) == Truth.True) return new(Verdict.Deny, preference.Says, preference.Source, preference.Statement);
        // A reservation of a part of a broader act leaves the whole in doubt, whatever else is opened.
        foreach (var preference in ordered)
            if (!preference.Allows && preference.Act.Covers(act) == Truth.Unknown) return new(Verdict.Unknown, $"{preference.Says} What is asked may include that.", preference.Source, preference.Statement);
        foreach (var preference in ordered)
            if (preference.Allows && preference.Act.Covers(act) == Truth.True && act.Name != OfAPerson && s_opens.Any(root => act.Name == root || act.Name.StartsWith(root + ".", StringComparison.Ordinal)))
                return new(Verdict.Allow, preference.Says, preference.Source, preference.Statement);
        return new(Verdict.Unknown, "", null, null);
    }
}
