using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Intake;

internal static class FoundSignals
{
    public static FileAnalysis Added(FileAnalysis analysis, ReadOnlyMemory<byte> bytes, MediaType media) => analysis;
}
