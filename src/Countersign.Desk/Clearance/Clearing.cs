using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Credentials;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Packs;
using Countersign.Desk.Registry;
using Countersign.Desk.Reports;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Clearance;

/// <summary>One file and the decision on it.</summary>
/// <param name="File">The file, looked at.</param>
/// <param name="Use">The use asked of it.</param>
/// <param name="Decision">The decision.</param>
public sealed record ClearedAsset(ExaminedFile File, Use Use, AssetDecision Decision)
{
    /// <summary>The answer.</summary>
    public Verdict Verdict => Decision.Decision.Verdict;
}

/// <summary>A folder, cleared.</summary>
/// <param name="Id">The clearance's id on record.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Production">What the production says of itself; null when it says nothing.</param>
/// <param name="Use">The use asked, before what is declared of single files.</param>
/// <param name="Assets">One for each file, by name.</param>
/// <param name="Register">The register it was decided with.</param>
public sealed record Cleared(string Id, DateTimeOffset DecidedAt, Production? Production, Use Use, ImmutableArray<ClearedAsset> Assets, Register Register)
{
    /// <summary>The worst of the files; unknown when there are none.</summary>
    public Verdict Verdict => Assets.IsEmpty ? Verdict.Unknown : Assets.Min(asset => asset.Verdict);

    /// <summary>How many files have this answer.</summary>
    public int Count(Verdict verdict) => Assets.Count(asset => asset.Verdict == verdict);
}

/// <summary>What a caller asks for over what the production declares.</summary>
/// <param name="Use">Lays the caller's own words over the production's use.</param>
/// <param name="Production">The production file; null to look for one in the folder.</param>
/// <param name="OpenArchives">Whether archives are opened.</param>
/// <param name="SkipUntouched">Whether files that seem untouched since they were read are taken as they were, unread.</param>
/// <param name="Report">Where the report will be written; one of ours that is there already is no asset. Null when none is asked for.</param>
public sealed record ClearRequest(Func<Use?, Outcome<Use>> Use, string? Production = null, bool OpenArchives = false, bool SkipUntouched = false, string? Report = null);

/// <summary>The main job: looks at every file, decides each, and records the decisions.</summary>
public sealed class Clearing(DeskWorkspace workspace)
{
    /// <summary>Clears paths.</summary>
    public async Task<Outcome<Cleared>> ClearAsync(IReadOnlyList<string> paths, ClearRequest request, Action<IntakeProgress>? progress, CancellationToken cancel)
    {
        var productionFile = request.Production ?? paths.Where(Directory.Exists).Select(path => Path.Combine(path, Production.FileName)).FirstOrDefault(File.Exists);
        Production? production = null;
        if (productionFile is not null && !Production.Read(productionFile).Try(out production, out var problems)) return Outcome.Fail<Cleared>(problems);
        if (!request.Use(production?.Use).Try(out var use, out problems)) return Outcome.Fail<Cleared>(problems);

        if (!PackFiles.Shipped.Then(shipped => shipped.Choose(production?.Packs ?? [])).Try(out var packs, out problems)) return Outcome.Fail<Cleared>(problems);

        var registry = new RegistryStore(workspace);
        if (!registry.LoadFacts().Try(out var facts, out problems)) return Outcome.Fail<Cleared>(problems);
        if (!registry.References().Try(out var references, out problems)) return Outcome.Fail<Cleared>(problems);
        if (!FileWalk.Of(paths, path => IsOwn(path, productionFile, request.Report) || SiteSignals.IsBeside(path)).Try(out var files, out problems)) return Outcome.Fail<Cleared>(problems);

        if (!CredentialDesk.Of(workspace.Folder, workspace.Clock).Try(out var credentials, out problems)) return Outcome.Fail<Cleared>(problems);
        using var opened = request.OpenArchives ? OpenedArchives.In(workspace.Folder, files) : null;
        if (!ReferenceSet.Open(workspace, references).Try(out var searched, out problems)) return Outcome.Fail<Cleared>(problems);
        using var searching = searched;
        var run = new IntakeRun(workspace, new FileExaminer(credentials: credentials), searched, request.SkipUntouched);
        if (!(await run.ExamineAsync(opened?.Files ?? files, progress, cancel).ConfigureAwait(false)).Try(out var examined, out problems)) return Outcome.Fail<Cleared>(problems);

        var now = workspace.Now;
        var asOf = AsOf.Moment(now);
        var engine = new ClearanceIndex(facts);
        var assets = examined.Select(file => Decide(file, production, request, use, engine, asOf, packs)).ToImmutableArray();
        var cleared = new Cleared(Guid.CreateVersion7(now).ToString("n"), now, production, use, assets, facts.Register);
        return Record(cleared).Then(_ => Outcome.Ok(cleared));
    }

    // What says how to clear, and the page that this run writes over, are not the production's assets.
    private static bool IsOwn(string path, string? productionFile, string? report) =>
        (productionFile is not null && Path.GetFullPath(productionFile) == path) || (report is not null && Path.GetFullPath(report) == path && ClearanceReport.IsOurs(path));

    private static ClearedAsset Decide(ExaminedFile file, Production? production, ClearRequest request, Use asked, IClearanceEngine engine, AsOf asOf, PackSet packs)
    {
        var use = asked;
        ImmutableArray<Origin> origins = [];
        if (production is not null)
        {
            (var declared, origins) = production.For(file.File.Name);
            // What the caller says goes over what the file declares: it was read once already, so it cannot fail here.
            use = request.Use(declared).Value;
        }
        return new(file, use, AssetRule.Decide(AssetFactsOf(file, origins), use, engine, asOf, packs));
    }

    private static AssetFacts AssetFactsOf(ExaminedFile file, ImmutableArray<Origin> origins) => new(
        // A file that could not be read has no content to speak of; no attestation can be about it.
        file.Sha256 ?? "",
        [.. file.Matches.Where(match => match.Subject is not null).Select(match => new SubjectSeen(SubjectId.Parse(match.Subject!).Value, match.IsStrong, match.IsWhole, match.Says))],
        [.. (file.Analysis?.Preferences ?? []).Select(preference => new Preference(Act.Parse(preference.Act).Value, preference.Allows, preference.Says, preference.Source))],
        file.Analysis?.MadeByModel,
        origins,
        file.Problem?.What);

    private Outcome<int> Record(Cleared cleared) => workspace.Ask(desk =>
    {
        var row = new ClearanceRow
        {
            Id = cleared.Id, DecidedAt = cleared.DecidedAt, Requester = cleared.Use.Requester.ToString(), Person = cleared.Use.Person?.ToString(),
            Use = DeterministicCbor.Write(cleared.Use.ToTree()), Verdict = Words.Of(cleared.Verdict),
        };
        row.Assets.AddRange(cleared.Assets.Select(asset => new ClearedAssetRow
        {
            ClearanceId = cleared.Id, File = asset.File.File.Name, Sha256 = asset.File.Sha256, Verdict = Words.Of(asset.Verdict),
            Decision = DeterministicCbor.Write(Tree.Of(("use", asset.Use.ToTree()), ("decision", asset.Decision.Decision.ToTree()))),
        }));
        desk.Record(row);
        return row.Assets.Count;
    });
}
