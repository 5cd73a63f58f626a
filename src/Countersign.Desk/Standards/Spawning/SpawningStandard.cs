using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Standards.Spawning;

/// <summary>
/// Spawning's ai.txt, and the <c>noai</c> and <c>noimageai</c> values of X-Robots-Tag and of the robots metadata of pages. There is no formal text of
/// ai.txt: it borrows the lines of robots.txt for training, with patterns such as <c>*.jpg</c>. Where two of its lines differ, the one that reserves counts.
/// </summary>
public sealed class SpawningStandard : IStandard
{
    internal const string Id = "spawning";

    /// <summary>The name of the file at a site's root.</summary>
    public const string FileName = "ai.txt";

    private static readonly Term s_disallow = new("ai.txt Disallow", "must not be used to train models") { Reserves = Term.Acts("train"), Written = Term.Acts("train"), Unsaid = "Training is one thing here: a refusal of one kind reserves all." };
    private static readonly Term s_allow = new("ai.txt Allow", "may be used to train models")
    {
        Opens = Term.Acts("train"), Written = Term.Acts("train"),
        Unknown = "Only training is spoken of. A model of a person is never opened by a preference. A file that no line matches is unknown, and not allowed.",
    };

    private static readonly Term s_noai = new("noai", "must not be used in training or in data sets for it") { Reserves = Term.Acts("train") };
    private static readonly Term s_noimageai = new("noimageai", "its pictures must not be used in training or in data sets for it") { Reserves = Term.Acts("train"), Unknown = "Whether the file is a picture is not asked: it reserves." };
    private static readonly Term s_agent = new("NAME: noai", "noai for one crawler") { Unknown = "It speaks to that crawler alone and is not taken." };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "Spawning ai.txt, noai";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [s_disallow, s_allow, s_noai, s_noimageai, s_agent];

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.Equals(FileName, StringComparison.OrdinalIgnoreCase) || HeaderDump.IsName(fileName) || HtmlPage.IsName(fileName);

    /// <summary>What an ai.txt says of a path.</summary>
    internal static Reading Read(RobotsFile file, string path)
    {
        var matching = file.ForAll.Where(line => line.Rule != RobotsRule.ContentUsage && Matches(line, path)).ToList();
        var telling = matching.Find(line => line.Rule == RobotsRule.Disallow) ?? matching.Find(line => line.Rule == RobotsRule.Allow);
        var reading = Reading.Nothing;
        if (telling is not null)
        {
            var term = telling.Rule == RobotsRule.Disallow ? s_disallow : s_allow;
            reading = new([.. Wish.Of(term, Id, "file", $"{telling.Rule}: {telling.Written}", telling.Line)], [.. Reading.Unknown(term)], []);
        }
        if (file.OtherAgents.Length > 0) reading = reading.And(new([], [new("User-Agent: NAME", $"There are lines for {string.Join(", ", file.OtherAgents.Take(5))}, which speak to those alone and are not taken.")], []));
        return file.IsCut ? reading.OnlyReserving(new("beyond 500 KiB", "Only the first 500 KiB are read, so nothing is opened.")) : reading;
    }

    // A pattern without a slash is for names in any folder. Names are compared without case: *.jpg is meant for photo.JPG as well.
    private static bool Matches(RobotsLine line, string path)
    {
        if (line.Written.Length == 0) return false;
        var pattern = line.Written.StartsWith('/') ? line.Written : line.Written.StartsWith('*') ? "/" + line.Written : "/*" + line.Written;
        var isAllow = line.Rule == RobotsRule.Allow;
        // An extension ends the name: *.jpg does not open photo.jpg.zip, while it may reserve it.
        if (isAllow && !line.Written.StartsWith('/') && pattern.Contains('.', StringComparison.Ordinal) && !pattern.EndsWith('*') && !pattern.EndsWith('$')) pattern += "$";
        return isAllow ? PathPattern.Of(pattern).Matches(path) : PathPattern.Of(pattern.ToLowerInvariant()).Matches(path.ToLowerInvariant());
    }

    /// <summary>What a response says.</summary>
    internal static Reading Read(HeaderDump dump) => dump.All("X-Robots-Tag").Aggregate(Reading.Nothing, (reading, field) => reading.And(Tags(field.Value, "header", field.Line)));

    /// <summary>What a page says of itself.</summary>
    internal static Reading Read(HtmlPage page) => page.Metas("robots").Aggregate(Reading.Nothing, (reading, meta) => reading.And(Tags(meta.Content, "html", meta.Line)));

    private static Reading Tags(string value, string mechanism, int line)
    {
        var reading = Reading.Nothing;
        string? agent = null;
        foreach (var tag in value.Split(','))
        {
            var colon = tag.IndexOf(':', StringComparison.Ordinal);
            // "crawler: noai, nofollow": what follows an agent's name is for it. Values with a colon of their own are not names.
            if (colon > 0 && tag[..colon].Trim().ToLowerInvariant() is var name && name is not ("unavailable_after" or "max-snippet" or "max-image-preview" or "max-video-preview")) agent = name;
            var word = (colon > 0 ? tag[(colon + 1)..] : tag).Trim().ToLowerInvariant();
            var term = word switch { "noai" => s_noai, "noimageai" => s_noimageai, _ => null };
            if (term is null) continue;
            reading = agent is null or "*"
                ? reading.And(new([.. Wish.Of(term, Id, mechanism, (mechanism == "header" ? "X-Robots-Tag: " : "robots: ") + word, line)], [.. Reading.Unknown(term)], []))
                : reading.And(new([], [new($"{Aipref.AiprefStandard.Shown(agent)}: {word}", s_agent.Unknown!)], []));
        }
        return reading;
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        if (HeaderDump.IsName(request.Source)) return Importing.Preferences(HeaderDump.Read(Importing.Text(document)) is { } dump ? Read(dump) : Reading.Nothing, request);
        if (HtmlPage.IsName(request.Source)) return Importing.Preferences(Read(HtmlPage.Read(document)), request);
        var file = RobotsFile.Read(document);
        if (request.Location is null && file.ForAll.Any(line => line.Written is not ("/" or "" or "*"))) return Importing.NoLocation("This ai.txt");
        return Importing.Preferences(Read(file, PathPattern.Path(request.Location ?? "/")), request);
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request)
    {
        if (!Location.Pattern(request, "An ai.txt").Try(out var pattern, out var problems)) return Outcome.Fail<Exported>(problems);
        var line = request.Terms.AnyRefused(s_disallow.Written) ? "Disallow" : request.Terms.AreOpen(s_allow.Written) ? "Allow" : null;
        return new Exported(line is null ? "" : $"User-Agent: *\n{line}: {pattern}\n", Losing.Export(request.Terms, Terms));
    }
}
