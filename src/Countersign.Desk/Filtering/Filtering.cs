using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Credentials;
using Countersign.Desk.Filtering.Progress;
using Countersign.Desk.Filtering.Rows;
using Countersign.Desk.Filtering.Signing;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.References;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Filtering;

/// <summary>Keeps of a data set what may be used, with the reason for everything that is left out, and signs the summary.</summary>
public sealed class Filtering(DeskWorkspace workspace)
{
    /// <summary>Filters. A run that was killed is gone on with when nothing it rests on has changed.</summary>
    public async Task<Outcome<Filtered>> FilterAsync(FilterRequest request, Action<FilterProgress>? progress, CancellationToken cancel)
    {
        var names = OutputNames.For(request.Output);
        try
        {
            return await RunAsync(request, names, progress, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, names.Output);
        }
    }

    private async Task<Outcome<Filtered>> RunAsync(FilterRequest request, OutputNames names, Action<FilterProgress>? progress, CancellationToken cancel)
    {
        if (!RowColumns.Parse(request.Columns ?? []).Try(out var columns, out var problems)) return Outcome.Fail<Filtered>(problems);
        if (!SourceChoice.Open(request, names, columns).Try(out var chosen, out problems)) return Outcome.Fail<Filtered>(problems);
        var registry = new RegistryStore(workspace);
        if (!registry.LoadFacts().Try(out var facts, out problems)) return Outcome.Fail<Filtered>(problems);
        if (!ReferenceSet.Load(workspace).Try(out var references, out problems)) return Outcome.Fail<Filtered>(problems);
        using var searched = references;
        if (!CredentialDesk.Of(workspace.Folder, workspace.Clock).Try(out var credentials, out problems)) return Outcome.Fail<Filtered>(problems);
        if (!DeskKey.Open(workspace.Folder).Try(out var key, out problems)) return Outcome.Fail<Filtered>(problems);
        using var signing = key;

        if (Placing.Refusal(request, names) is { } refused) return refused;
        if (!RunJournal.Open(names.Partial).Try(out var journal, out problems)) return Outcome.Fail<Filtered>(problems);
        using var running = journal;
        progress?.Invoke(new("Reading the input", 0));
        if (!chosen.Source.Fingerprint(cancel).Try(out var input, out problems))
        {
            if (journal.Last is null) journal.Remove();
            return Outcome.Fail<Filtered>(problems);
        }

        var asked = DeterministicCbor.IdOf(Tree.Of(
            ("use", chosen.Use.ToTree()), ("keepUnknown", request.KeepUnknown), ("columns", columns.ToString()), ("source", chosen.Source.Kind),
            ("asOf", request.AsOf is { } named ? (Tree)Rfc3339.Write(named) : null)));
        var binding = new RunBinding(input, FactsDigest.Of(facts, references, credentials.Digest), asked, Path.GetFileName(names.Output), Rfc3339.Write(request.AsOf ?? workspace.Now));
        var before = journal.Last?.Run;
        // The time of the run that began: what goes on with it must not see another day.
        var asOf = AsOf.Moment(request.AsOf ?? workspace.Now);
        if (before is not null && binding.Continues(before) && Rfc3339.TryParseTime(before.AsOf, out var began)) asOf = AsOf.Moment(began);
        else if (Rfc3339.TryParseTime(binding.AsOf, out var written)) asOf = AsOf.Moment(written);
        var decider = new ItemDecider(chosen.Use, new ClearanceIndex(facts), facts, asOf, references, new RowSignals(columns));
        var deciding = new Deciding(chosen.Source, decider, new FileExaminer(credentials: credentials.At(asOf.At)), references, journal, workspace.Clock);
        var (resumed, startedOver, table) = Begin(journal, binding, before, deciding);
        if (await deciding.RunAsync(table, progress, cancel).ConfigureAwait(false) is { } undecided) return undecided;

        using var tally = new FilterTally(request.KeepUnknown);
        var writing = new Writing(chosen.Source, chosen.Output, journal, tally);
        if (await writing.RunAsync(progress, cancel).ConfigureAwait(false) is { } unwritten) return unwritten;
        if (!chosen.Source.Fingerprint(cancel).Try(out var after, out problems)) return Outcome.Fail<Filtered>(problems);
        if (after != input) return new Problem("file.changed", "The input changed while it was filtered.", request.Input, "Wait until whoever writes it is done, then filter again.");

        var summary = new FilterSummary
        {
            Use = chosen.Use, AsOf = asOf.At, KeepsUnknown = request.KeepUnknown,
            Input = new(chosen.Source.Kind, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Input))), input, tally.Files, tally.FilesSha256()),
            FactsSha256 = binding.Facts, Columns = columns.ToString(),
            Kept = tally.Kept, Allow = tally.Of(Verdict.Allow), Deny = tally.Of(Verdict.Deny), Unknown = tally.Of(Verdict.Unknown), Problems = tally.Problems,
            Reasons = tally.Reasons(), Outputs = [.. writing.Outputs(names)], KeyId = signing.Id,
        };
        Placing.Sign(summary, journal, signing);
        Placing.Place(journal, names);
        return new Filtered(summary, names, resumed, startedOver);
    }

    /// <summary>Goes on with what an earlier run decided, or begins anew and says why.</summary>
    private static (long Resumed, string? StartedOver, AnswerTable Table) Begin(RunJournal journal, RunBinding binding, RunBinding? before, Deciding deciding)
    {
        string? why = null;
        if (before is not null)
        {
            AnswerTable answers = new();
            why = binding.Continues(before) ? deciding.WhyNotContinue(out answers) : "the input, the register or what was asked has changed";
            if (why is null)
            {
                journal.Continue();
                return (journal.Last!.Items, null, answers);
            }
        }
        journal.Begin(binding);
        return (0, why, new());
    }
}
