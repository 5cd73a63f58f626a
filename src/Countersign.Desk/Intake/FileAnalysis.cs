using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Core.Shared;

namespace Countersign.Desk.Intake;

/// <summary>What was found out about some bytes: it depends on them alone, and on <see cref="CurrentVersion"/>.</summary>
public sealed record FileAnalysis
{
    /// <summary>Raised whenever the same bytes would be analysed differently.</summary>
    public const int CurrentVersion = 3;

    /// <summary>image, audio, video, text, model or other.</summary>
    public required string Kind { get; init; }

    /// <summary>The format, by its bytes: <c>jpeg</c>, <c>wav</c>, <c>fountain</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Internet media type.</summary>
    public required string Mime { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>For pictures: width and height in pixels, as displayed.</summary>
    public int[]? Size { get; init; }

    /// <summary>For pictures: PDQ, 64 hex digits.</summary>
    public string? Pdq { get; init; }

    /// <summary>For pictures: PDQ quality, 0 to 100.</summary>
    public int? PdqQuality { get; init; }

    /// <summary>For texts: how many words.</summary>
    public int? Words { get; init; }

    /// <summary>For sound and film: what ffprobe says of the container, for people.</summary>
    public string? Container { get; init; }

    /// <summary>Signals, credentials and defects.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Wishes the file carries.</summary>
    public ImmutableArray<FoundPreference> Preferences { get; init; } = [];

    /// <summary>What in the file says that a model made it; null when nothing does.</summary>
    public string? MadeByModel { get; init; }

    /// <summary>The day, and the trust lists, that the verdict on its Content Credentials is of; null when it has none.</summary>
    public string? CredentialsAsOf { get; init; }

    /// <summary>Why it could not be looked into; null when it was.</summary>
    public Problem? Problem { get; init; }
}

/// <summary>An analysis with the matches against the register, as it is kept.</summary>
internal sealed record KeptAnalysis(FileAnalysis Analysis, ImmutableArray<Finding> Matches);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptAnalysis))]
internal sealed partial class IntakeJson : JsonSerializerContext;
