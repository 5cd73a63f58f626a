using System.Collections.Immutable;

namespace Countersign.Desk.Intake;

/// <summary>The kinds of finding, as they stand in answers.</summary>
public static class FindingKinds
{
    /// <summary>A Content Credential, or its trace.</summary>
    public const string Credential = "credential";

    /// <summary>A registered subject, or a part of one.</summary>
    public const string Match = "match";

    /// <summary>Something the file says of itself.</summary>
    public const string Signal = "signal";

    /// <summary>Something wrong with the file.</summary>
    public const string Defect = "defect";
}

/// <summary>Where in an asset, or in a reference, something is. Parts that do not apply are null.</summary>
public sealed record FoundAt
{
    /// <summary>From and to, in seconds.</summary>
    public double[]? Time { get; init; }

    /// <summary>Left, top, width and height as parts of the picture's width and height, 0 to 1.</summary>
    public double[]? Region { get; init; }

    /// <summary>From and to (not included), in Unicode code points of the decoded text.</summary>
    public int[]? Text { get; init; }

    /// <summary>Offset of the first byte.</summary>
    public long? Offset { get; init; }
}

/// <summary>Something seen in an asset.</summary>
public sealed record Finding
{
    /// <summary>One of <see cref="FindingKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Stable code: <c>match.pdq</c>, <c>signal.plus-data-mining</c>.</summary>
    public required string Code { get; init; }

    /// <summary>In plain words.</summary>
    public required string Says { get; init; }

    /// <summary>The registered subject it means; null when none.</summary>
    public string? Subject { get; init; }

    /// <summary>0 to 1; what it means is documented for each method in docs/matching.md. 1 for what is simply so.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>For a match: whether it is strong for its method.</summary>
    public bool IsStrong { get; init; }

    /// <summary>For a match: whether the asset as a whole is the subject.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Where in the asset.</summary>
    public FoundAt? At { get; init; }

    /// <summary>For a match: the reference file, by SHA-256.</summary>
    public string? Reference { get; init; }

    /// <summary>For a match: where in the reference.</summary>
    public FoundAt? ReferenceAt { get; init; }

    /// <summary>Named particulars: field, value, tool, distance, words.</summary>
    public ImmutableSortedDictionary<string, string> Detail { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A wish read from a file, before it is known what it is about.</summary>
public sealed record FoundPreference(string Act, bool Allows, string Says, string Source);
