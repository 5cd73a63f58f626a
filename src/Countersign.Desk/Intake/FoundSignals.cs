using System.Collections.Immutable;
using Countersign.Desk.Intake.Signals;
using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Intake;

/// <summary>What a file says of itself, as findings, wishes, and the statement that a model made it.</summary>
internal static class FoundSignals
{
    public static FileAnalysis Added(FileAnalysis analysis, ReadOnlyMemory<byte> bytes, MediaType media)
    {
        var reading = SignalReader.Read(bytes, media);
        var made = reading.Signals.Where(signal => signal.AiMade is AiMade.Fully or AiMade.Composite).Select(signal => $"{signal.Field}: {signal.Term ?? signal.Value}").FirstOrDefault();
        return analysis with
        {
            Findings = [.. analysis.Findings, .. reading.Signals.Select(Found), .. reading.Defects.Select(Found)],
            Preferences = [.. analysis.Preferences, .. reading.Signals.SelectMany(signal => signal.Acts.Select(wish => new FoundPreference(wish.Act, wish.Allows, signal.Says, $"{signal.Field} = {signal.Value}")))],
            MadeByModel = analysis.MadeByModel ?? made,
        };
    }

    private static Finding Found(Signal signal)
    {
        var detail = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal).Add("field", signal.Field).Add("value", signal.Value);
        if (signal.Term is not null) detail = detail.Add("term", signal.Term);
        if (signal.Tool is not null) detail = detail.Add("tool", signal.Tool);
        return new() { Kind = FindingKinds.Signal, Code = signal.Code, Says = signal.Says, At = At(signal.Offset), Detail = detail };
    }

    private static Finding Found(SignalDefect defect) => new() { Kind = FindingKinds.Defect, Code = defect.Code, Says = defect.Says, At = At(defect.Offset) };

    private static FoundAt? At(long? offset) => offset is null ? null : new() { Offset = offset };
}
