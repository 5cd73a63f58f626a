using System.Collections.Immutable;
using Countersign.Core.Clearance;

namespace Countersign.Desk.Filtering;

/// <summary>What was decided, and why. Items with the same signals share one.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Code">The rule that decided, <c>statement</c> for a statement of the register, or the code of the problem in the way.</param>
/// <param name="Says">The reason, in plain words.</param>
/// <param name="Source">The field and value, or the document, it was read from; null when it has none.</param>
/// <param name="Statement">The id of the deciding statement; null for a rule.</param>
internal sealed record ItemAnswer(Verdict Verdict, string Code, string Says, string? Source, string? Statement)
{
    /// <summary>The code of everything a statement of the register decides.</summary>
    public const string ByStatement = "statement";

    /// <summary>A row that is no row: it has nothing that could be written into an output, whatever is kept.</summary>
    public const string BrokenRow = "row.broken";

    /// <summary>Whether it goes into the output.</summary>
    public bool IsKept(bool keepUnknown) => Verdict == Verdict.Allow || (keepUnknown && Verdict == Verdict.Unknown && Code != BrokenRow);
}

/// <summary>A file of an item, as it was when it was decided.</summary>
/// <param name="Name">Its name in answers.</param>
/// <param name="Sha256">Its content; null when it could not be read.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Stamp">When it was last written, in ticks; 0 for a member of an archive.</param>
internal sealed record ItemFile(string Name, string? Sha256, long Bytes, long Stamp);

/// <summary>One item, decided.</summary>
/// <param name="Name">How it is called: a file, the common stem of its files, a path or address of a row, or the row's number.</param>
/// <param name="CapturedAt">When its signals were captured; null when nobody says.</param>
/// <param name="Answer">The decision.</param>
/// <param name="Files">The files it consists of; empty for a row that names none.</param>
internal sealed record DecidedItem(string Name, string? CapturedAt, ItemAnswer Answer, ImmutableArray<ItemFile> Files);
