namespace Countersign.Desk.Intake.Sniffing;

/// <summary>What a file is, in the coarse sense that decides who looks at it next.</summary>
public enum MediaKind
{
    /// <summary>Nothing known, or nothing in it.</summary>
    Other,
    /// <summary>Still or moving pictures without sound: also GIF and SVG.</summary>
    Image,
    /// <summary>Sound.</summary>
    Audio,
    /// <summary>Film. A container of film that holds only sound is seen by the probe, not here.</summary>
    Video,
    /// <summary>Characters.</summary>
    Text,
    /// <summary>Weights of a trained model.</summary>
    Model,
    /// <summary>A package of other files, or one packed file.</summary>
    Archive,
    /// <summary>A laid-out document.</summary>
    Document,
}

/// <summary>What a file is, by its bytes.</summary>
/// <param name="Kind">The coarse kind.</param>
/// <param name="Format">A short stable name in lower case: <c>jpeg</c>, <c>wav</c>, <c>fountain</c>, <c>empty</c>, <c>unknown</c>.</param>
/// <param name="Mime">The media type; the registered one where there is one.</param>
public sealed record MediaType(MediaKind Kind, string Format, string Mime)
{
    /// <summary>The kind as <c>countersign/clear/1</c> names it: image, audio, video, text, model or other.</summary>
    public string AssetKind => Kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
        MediaKind.Text => "text",
        MediaKind.Model => "model",
        // Archives and documents hold works of any kind; until they are opened, "other" promises nothing.
        _ => "other",
    };
}
