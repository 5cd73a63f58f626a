using System.Collections.Immutable;

namespace Countersign.Desk.Standards.Robots;

/// <summary>What a line of a robots.txt says.</summary>
internal enum RobotsRule
{
    /// <summary>May be fetched.</summary>
    Allow,

    /// <summary>Is asked not to be fetched.</summary>
    Disallow,

    /// <summary>A Content-Usage rule of the AIPREF attachment draft.</summary>
    ContentUsage,
}

/// <summary>One rule.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Written">Its path as written; empty where there is none.</param>
/// <param name="Pattern">Its path as a pattern.</param>
/// <param name="Value">For Content-Usage: the preference.</param>
/// <param name="Line">From one.</param>
internal sealed record RobotsLine(RobotsRule Rule, string Written, PathPattern Pattern, string Value, int Line);

/// <summary>
/// A robots.txt by RFC 9309: groups of agents and rules, matched by the longest path, an allowing rule winning a tie. It also holds what others
/// added to the form: Content-Usage (AIPREF) in groups, and <c>License:</c> (RSL) anywhere.
/// </summary>
internal sealed class RobotsFile
{
    /// <summary>The parsing limit of RFC 9309, section 2.5. What lies beyond is not read, and so cannot permit anything either.</summary>
    public const int MaxBytes = 500 * 1024;

    private RobotsFile(ImmutableArray<RobotsLine> forAll, ImmutableArray<(string, int)> licences, ImmutableArray<string> others, bool isCut) =>
        (ForAll, Licences, OtherAgents, IsCut) = (forAll, licences, others, isCut);

    /// <summary>The rules of every group for <c>*</c>, put together.</summary>
    public ImmutableArray<RobotsLine> ForAll { get; }

    /// <summary>The URLs of <c>License:</c> lines, each with its line.</summary>
    public ImmutableArray<(string Url, int Line)> Licences { get; }

    /// <summary>Agents named in groups of their own.</summary>
    public ImmutableArray<string> OtherAgents { get; }

    /// <summary>Whether it was longer than is read.</summary>
    public bool IsCut { get; }

    /// <summary>Reads it. Lines that mean nothing here are passed over, as the standard says.</summary>
    public static RobotsFile Read(ReadOnlyMemory<byte> bytes)
    {
        var isCut = bytes.Length > MaxBytes;
        var text = Importing.Text(isCut ? bytes[..MaxBytes] : bytes);
        var forAll = ImmutableArray.CreateBuilder<RobotsLine>();
        var licences = ImmutableArray.CreateBuilder<(string, int)>();
        var others = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        bool inGroup = false, isForAll = false, agentsOpen = false;
        var number = 0;
        var lines = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
        // The last line of a cut file may be cut itself.
        foreach (var raw in isCut ? lines.AsSpan(0, lines.Length - 1) : lines)
        {
            number++;
            var hash = raw.IndexOf('#', StringComparison.Ordinal);
            var line = (hash < 0 ? raw : raw[..hash]).Trim(' ', '\t');
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) continue;
            var value = line[(colon + 1)..].Trim(' ', '\t');
            switch (line[..colon].TrimEnd(' ', '\t').ToLowerInvariant())
            {
                case "user-agent":
                    // Agents in a row share the rules below them; after a rule another group begins.
                    if (!agentsOpen) isForAll = false;
                    (inGroup, agentsOpen) = (true, true);
                    if (value == "*") isForAll = true;
                    else if (value.Length > 0) others.Add(value);
                    break;
                case "allow": Rule(RobotsRule.Allow, value, ""); break;
                case "disallow": Rule(RobotsRule.Disallow, value, ""); break;
                case "content-usage":
                    // A path begins with '/' and ends before the first blank; without one the rule is for every path.
                    if (!value.StartsWith('/')) Rule(RobotsRule.ContentUsage, "", value);
                    else if (value.IndexOfAny([' ', '\t']) is > 0 and var blank) Rule(RobotsRule.ContentUsage, value[..blank], value[(blank + 1)..].Trim(' ', '\t'));
                    break;
                case "license": licences.Add((value, number)); break;
                default: break;
            }

            void Rule(RobotsRule rule, string path, string preference)
            {
                agentsOpen = false;
                if (inGroup && isForAll) forAll.Add(new(rule, path, PathPattern.Of(path), preference, number));
            }
        }
        return new(forAll.ToImmutable(), licences.ToImmutable(), [.. others], isCut);
    }

    /// <summary>The rule that decides whether a path may be fetched; null when none matches, and it may.</summary>
    public RobotsLine? Fetching(string path) => Longest(path, line => line.Rule is RobotsRule.Allow or RobotsRule.Disallow) is { IsEmpty: false } longest
        ? longest.FirstOrDefault(line => line.Rule == RobotsRule.Allow) ?? longest[0]
        : null;

    /// <summary>The Content-Usage rules of the longest matching path: rules with the same path apply each on its own. One without a path is the least specific of all.</summary>
    public ImmutableArray<RobotsLine> Usage(string path) => Longest(path, line => line.Rule == RobotsRule.ContentUsage) is { IsEmpty: false } longest
        ? longest
        : [.. ForAll.Where(line => line is { Rule: RobotsRule.ContentUsage, Written: "" })];

    private ImmutableArray<RobotsLine> Longest(string path, Func<RobotsLine, bool> wanted)
    {
        var matching = ForAll.Where(line => wanted(line) && line.Pattern.Matches(path)).ToList();
        if (matching.Count == 0) return [];
        var most = matching.Max(line => line.Pattern.Length);
        return [.. matching.Where(line => line.Pattern.Length == most)];
    }
}
