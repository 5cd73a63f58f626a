using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Standards;
using Countersign.Desk.Standards.Aipref;
using Countersign.Desk.Standards.Robots;
using Countersign.Desk.Standards.Rsl;
using Countersign.Desk.Standards.Spawning;
using Countersign.Desk.Standards.TdmRep;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Intake;

/// <summary>
/// What stands beside files about them: <c>robots.txt</c>, <c>ai.txt</c>, <c>tdmrep.json</c> (also below <c>.well-known</c>) and <c>rsl.xml</c> in a folder above,
/// which then stands for the root of a site; <c>NAME.headers</c> and <c>NAME.rsl.xml</c> beside a file; and the metadata of a page. Of each kind the nearest
/// folder's file counts. None of it depends on the file's own bytes alone, so none of it is kept with them. It is safe to use from several threads.
/// </summary>
public sealed class SiteSignals
{
    // Files above a folder are asked for once for each folder, and read once.
    private readonly ConcurrentDictionary<string, Site> _sites = new(StringComparer.Ordinal);

    // The largest of the limits of their readers: each refuses by itself what is too large for it.
    private const int MostBytes = 8 * 1024 * 1024;

    private sealed record Found<T>(T Value, string Root, string File) where T : class;

    private sealed record Site(Found<RobotsFile>? Robots, Found<RobotsFile>? Ai, Found<Rules>? Tdm, Found<RslDocument>? Rsl, ImmutableArray<Problem> Problems);

    private sealed record Rules((ImmutableArray<TdmRule> Rules, ImmutableArray<Problem> Problems) File);

    private static readonly Site s_none = new(null, null, null, null, []);

    /// <summary>Whether a file is one that says something about others, and is no asset itself.</summary>
    public static bool IsBeside(string path)
    {
        var name = Path.GetFileName(path);
        if (name is RobotsStandard.FileName or SpawningStandard.FileName or TdmRepStandard.FileName || RslStandard.FileNames.Contains(name)) return true;
        foreach (var ending in HeaderDump.Endings.Append(".rsl.xml"))
            if (name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length && File.Exists(path[..^ending.Length])) return true;
        return false;
    }

    /// <summary>A row with what stands beside its file.</summary>
    public ExaminedFile Added(ExaminedFile row)
    {
        if (row.Analysis is not { } analysis) return row;
        var path = row.File.Path;
        var folder = Path.GetDirectoryName(path);
        if (folder is null) return row;
        var top = Top(row.File);
        var site = SiteOf(folder, top);
        var wishes = new List<FoundPreference>();
        var findings = new List<Finding>(site.Problems.Select(Defect));
        void Take(Reading reading, string file)
        {
            wishes.AddRange(reading.Wishes.Select(wish => new FoundPreference(wish.Act.Name, wish.Allows, Says(wish), wish.Source(file))));
            findings.AddRange(reading.Wishes.GroupBy(wish => (wish.Standard, wish.Term, wish.Line, wish.Says, wish.Allows)).Select(same => Signal(same.First(), [.. same.Select(wish => wish.Act.Name)], file)));
            findings.AddRange(reading.Problems.Select(problem => Defect(problem.In(file))));
        }

        // A document that a page or a response names is read when it lies where its address says; nothing is fetched.
        void Follow((string Url, int Line) link, string file)
        {
            var root = link.Url.StartsWith('/') || link.Url.Contains("://", StringComparison.Ordinal) ? site.Robots?.Root ?? top : folder;
            if (Here(link.Url) is not { } name || Bytes(Path.Combine(root, name)) is not { IsOk: true, Value: { } bytes }) findings.Add(Elsewhere(link, file));
            else if (RslDocument.Read(bytes).Try(out var named, out var problems)) Take(RslStandard.Read(named, Below(root, path)), name);
            else findings.AddRange(problems.Select(problem => Defect(problem.In(name))));
        }

        if (site.Robots is { } robots)
        {
            Take(RobotsStandard.Read(robots.Value, Below(robots.Root, path)), robots.File);
            if (site.Rsl is null) findings.AddRange(robots.Value.Licences.Select(licence => Elsewhere(licence, robots.File)));
        }
        if (site.Ai is { } ai) Take(SpawningStandard.Read(ai.Value, Below(ai.Root, path)), ai.File);
        if (site.Rsl is { } rsl) Take(RslStandard.Read(rsl.Value, Below(rsl.Root, path)), rsl.File);
        var tdm = site.Tdm is { } rules ? TdmRepStandard.Read(rules.Value.File, Below(rules.Root, path)) : Reading.Nothing;
        var tdmFile = site.Tdm?.File ?? "";
        foreach (var ending in HeaderDump.Endings)
        {
            if (!Bytes(path + ending).Try(out var bytes, out var problems)) { findings.AddRange(problems.Select(Defect)); continue; }
            if (bytes is null) continue;
            var name = Path.GetFileName(path) + ending;
            if (HeaderDump.Read(Importing.Text(bytes)) is not { } dump)
            {
                findings.Add(Defect(new("headers.form", "No line of it is a header field, or it is too large.", name)));
                continue;
            }
            Take(AiprefStandard.Read(dump), name);
            Take(SpawningStandard.Read(dump), name);
            foreach (var link in RslStandard.Links(dump)) Follow(link, name);
            // "The values found in this header supersede any value inferred from a TDM file" (TDMRep, processing priority).
            if (TdmRepStandard.Read(dump) is { Wishes.IsEmpty: false } said) (tdm, tdmFile) = (said, name);
        }
        if (analysis.Format == "html" || HtmlPage.IsName(path))
        {
            if (Bytes(path).Try(out var bytes, out var problems) && bytes is not null)
            {
                var page = HtmlPage.Read(bytes);
                var name = Path.GetFileName(path);
                Take(Cautious(page, SpawningStandard.Read(page)), name);
                foreach (var link in RslStandard.Links(page)) Follow(link, name);
                if (Cautious(page, TdmRepStandard.Read(page)) is { Wishes.IsEmpty: false } said) (tdm, tdmFile) = (said, name);
                foreach (var script in page.Scripts(RslStandard.MediaType))
                {
                    if (RslDocument.Read(System.Text.Encoding.UTF8.GetBytes(script.Content.Trim())).Try(out var inline, out problems)) Take(RslStandard.Read(inline, null, "html"), name);
                    else findings.AddRange(problems.Select(problem => Defect(problem.In(name))));
                }
            }
            else findings.AddRange(problems.Select(Defect));
        }
        Take(tdm, tdmFile);
        if (Bytes(path + ".rsl.xml") is { IsOk: true, Value: { } beside })
        {
            if (RslDocument.Read(beside).Try(out var companion, out var problems)) Take(RslStandard.Read(companion, null), Path.GetFileName(path) + ".rsl.xml");
            else findings.AddRange(problems.Select(problem => Defect(problem.In(Path.GetFileName(path) + ".rsl.xml"))));
        }
        if (wishes.Count + findings.Count == 0) return row;
        // A file beside that cannot be read may have reserved: until it can be, nothing that the others open is open.
        var isDoubtful = findings.Exists(finding => finding.Kind == FindingKinds.Defect);
        return row with
        {
            Analysis = analysis with { Findings = [.. analysis.Findings, .. findings], Preferences = [.. analysis.Preferences.Concat(wishes).Where(wish => !isDoubtful || !wish.Allows)] },
        };
    }

    private static Reading Cautious(HtmlPage page, Reading reading) => page.IsCut ? reading.OnlyReserving(new("page", "The page is longer than is read, so nothing is opened.")) : reading;

    private static string Says(Wish wish) => $"Beside the file ({wish.Standard}): {wish.Says}.";

    private static Finding Signal(Wish wish, ImmutableArray<string> acts, string file) => new()
    {
        Kind = FindingKinds.Signal, Code = "signal." + wish.Standard, Says = $"{wish.Source(file)}: {wish.Says}.",
        Detail = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal)
            .Add("file", file).Add("term", wish.Term).Add("mechanism", wish.Mechanism).Add(wish.Allows ? "opens" : "reserves", string.Join(", ", acts)),
    };

    private static Finding Elsewhere((string Url, int Line) licence, string file) => new()
    {
        Kind = FindingKinds.Signal, Code = "signal.rsl-elsewhere", Says = $"{file}, line {licence.Line}: the terms are in an RSL document that is not here and was not fetched.",
        Detail = ImmutableSortedDictionary<string, string>.Empty.Add("file", file).Add("url", AiprefStandard.Shown(licence.Url)),
    };

    private static Finding Defect(Problem problem) => new()
    {
        Kind = FindingKinds.Defect, Code = problem.Code, Says = $"{(problem.Where is null ? "" : problem.Where + ": ")}{problem.What}",
    };

    // The folder that was asked about: what stands above it belongs to somebody else.
    private static string Top(WalkedFile file)
    {
        var name = file.Name.Replace('/', Path.DirectorySeparatorChar);
        return file.Path.EndsWith(Path.DirectorySeparatorChar + name, StringComparison.Ordinal) ? file.Path[..^(name.Length + 1)] : Path.GetDirectoryName(file.Path)!;
    }

    private static string Below(string root, string path) => PathPattern.Below(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'));

    private Site SiteOf(string folder, string top)
    {
        if (_sites.TryGetValue(folder, out var known)) return known;
        var above = folder.Length > top.Length && folder.StartsWith(top, StringComparison.Ordinal) && Path.GetDirectoryName(folder) is { } parent ? SiteOf(parent, top) : s_none;
        return _sites.GetOrAdd(folder, At(folder, above));
    }

    private static Site At(string folder, Site above)
    {
        var problems = new List<Problem>();
        var robots = Read(RobotsStandard.FileName, bytes => Outcome.Ok(RobotsFile.Read(bytes)));
        var ai = Read(SpawningStandard.FileName, bytes => Outcome.Ok(RobotsFile.Read(bytes)));
        var tdm = Read(Path.Combine(".well-known", TdmRepStandard.FileName), bytes => Outcome.Ok(new Rules(TdmRepStandard.Rules(bytes)))) ?? Read(TdmRepStandard.FileName, bytes => Outcome.Ok(new Rules(TdmRepStandard.Rules(bytes))));
        var rsl = RslStandard.FileNames.Concat(robots?.Value.Licences.Select(licence => Here(licence.Url)).OfType<string>() ?? []).Select(name => Read(name, bytes => RslDocument.Read(bytes))).FirstOrDefault(found => found is not null);
        if (robots is null && ai is null && tdm is null && rsl is null && problems.Count == 0) return above;
        return new(robots ?? above.Robots, ai ?? above.Ai, tdm ?? above.Tdm, rsl ?? above.Rsl, [.. above.Problems, .. problems]);

        Found<T>? Read<T>(string name, Func<ReadOnlyMemory<byte>, Outcome<T>> read) where T : class
        {
            if (!Bytes(Path.Combine(folder, name)).Try(out var bytes, out var unreadable)) problems.AddRange(unreadable);
            else if (bytes is not null)
            {
                if (read(bytes).Try(out var value, out var wrong)) return new(value, folder, name.Replace(Path.DirectorySeparatorChar, '/'));
                problems.AddRange(wrong.Select(problem => problem.In(name)));
            }
            return null;
        }
    }

    // A licence that robots.txt names by an address may lie in the folder that stands for the site; a name that leads out of it is not followed.
    private static string? Here(string url)
    {
        var address = url.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme ? url.IndexOf('/', scheme + 3) is > 0 and var slash ? url[slash..] : "" : url;
        var name = Uri.UnescapeDataString(address.Split('?', '#')[0]).TrimStart('/');
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)) return null;
        return name.Split('/', '\\').Contains("..") || Path.IsPathRooted(name) ? null : name.Replace('/', Path.DirectorySeparatorChar);
    }

    // Null where there is no such file. At most what the readers take, and one byte more, so that they see that there is more.
    private static Outcome<byte[]?> Bytes(string path)
    {
        if (PathKinds.Behind(path) != PathKind.File) return Outcome.Ok<byte[]?>(null);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[Math.Min(stream.Length, MostBytes + 1)];
            return Outcome.Ok<byte[]?>(bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }
}
