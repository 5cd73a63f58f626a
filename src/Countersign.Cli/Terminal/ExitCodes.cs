using Countersign.Core.Clearance;
using Countersign.Core.Shared;

namespace Countersign.Cli.Terminal;

/// <summary>What the process answers with: one table for all verbs.</summary>
internal static class ExitCodes
{
    /// <summary>Clear, or done.</summary>
    public const int Done = 0;

    /// <summary>It ran, and the answer is no.</summary>
    public const int No = 1;

    /// <summary>It ran, and something is unknown.</summary>
    public const int Unknown = 2;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 3;

    /// <summary>It could not run: a missing tool, a lock, the disk.</summary>
    public const int CouldNotRun = 4;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;

    public static int Of(Verdict verdict) => verdict switch { Verdict.Allow => Done, Verdict.Deny => No, _ => Unknown };

    /// <summary>The machine's troubles are 4; everything a person can correct in what they gave is 3.</summary>
    public static int Of(Problem problem) => problem.Code is "statement.tampered" || problem.Code.Split('.')[0] is "workspace" or "disk" or "tool" ? CouldNotRun : BadInput;
}
