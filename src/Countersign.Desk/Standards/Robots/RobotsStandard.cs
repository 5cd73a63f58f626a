using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Aipref;

namespace Countersign.Desk.Standards.Robots;

/// <summary>
/// robots.txt (RFC 9309) with the AIPREF rule Content-Usage. Only the groups for every agent are taken: a group for one crawler speaks to that
/// crawler. Whether a file may be fetched is not whether it may be used, so Allow opens nothing.
/// </summary>
public sealed class RobotsStandard : IStandard
{
    internal const string Id = "robots";

    /// <summary>The name of the file at a site's root.</summary>
    public const string FileName = "robots.txt";

    private static readonly Term s_disallow = new("Disallow", "machines are asked not to fetch it")
    {
        Reserves = Term.Acts("analyse.index", "analyse.mine", "train"),
        Unknown = "It speaks of fetching and not of use. What machines are asked not to fetch is taken as reserved from indexing, mining and training; whatever else is unknown.",
        Unsaid = "Never written: it would also keep away whom nobody refused.",
    };

    private static readonly Term s_allow = new("Allow", "machines may fetch it") { Unknown = "It speaks of fetching and opens no use." };

    private static readonly Term s_agents = new("User-agent: NAME", "rules for one crawler") { Unknown = "They speak to that crawler alone and are not taken." };

    private static readonly Term s_licence = new("License: URL", "its terms are in an RSL document") { Unknown = "The document is not fetched. Bring it as NAME.rsl.xml." };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "robots.txt (RFC 9309) with Content-Usage";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [s_disallow, s_allow, s_agents, s_licence, .. AiprefStandard.All.Select(term => term with { Name = "Content-Usage: " + term.Name })];

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.Equals(FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>What it says of a path.</summary>
    internal static Reading Read(RobotsFile file, string path)
    {
        var reading = Reading.Nothing;
        if (file.Fetching(path) is { Rule: RobotsRule.Disallow } refused)
        {
            // "Paths that cannot be crawled have no associated usage preferences" (aipref-attach, section 3).
            reading = new([.. Wish.Of(s_disallow, Id, Id, "Disallow: " + refused.Written, refused.Line)], [.. Reading.Unknown(s_disallow)], []);
        }
        else
        {
            foreach (var usage in file.Usage(path)) reading = reading.And(AiprefStandard.Read(usage.Value, Id, usage.Line));
        }
        var losses = new List<Loss>();
        if (file.OtherAgents.Length > 0) losses.Add(new(s_agents.Name, $"There are rules for {string.Join(", ", file.OtherAgents.Take(5))}{(file.OtherAgents.Length > 5 ? " and others" : "")}. {s_agents.Unknown}"));
        losses.AddRange(file.Licences.Select(licence => new Loss("License: " + AiprefStandard.Shown(licence.Url), s_licence.Unknown!)));
        reading = reading.And(new([], [.. losses], []));
        return file.IsCut ? reading.OnlyReserving(new("beyond 500 KiB", "Only the first 500 KiB are read (RFC 9309, section 2.5), so nothing is opened: the rest may reserve.")) : reading;
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        var file = RobotsFile.Read(document);
        if (request.Location is null && file.ForAll.Any(line => line.Written is not ("/" or ""))) return Importing.NoLocation("This robots.txt");
        return Importing.Preferences(Read(file, PathPattern.Path(request.Location ?? "/")), request);
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request)
    {
        if (!Location.Pattern(request, "A robots.txt").Try(out var pattern, out var problems)) return Outcome.Fail<Exported>(problems);
        var line = AiprefStandard.Line(request.Terms);
        return new Exported(line.Length == 0 ? "" : $"User-agent: *\nContent-Usage: {pattern} {line}\n", AiprefStandard.Losses(request.Terms));
    }
}
