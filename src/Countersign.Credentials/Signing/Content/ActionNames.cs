namespace Countersign.Credentials.Signing.Content;

/// <summary>The names of actions that have rules of their own (C2PA 2.2 §15.10.3.2.2 and §18.14).</summary>
public static class ActionNames
{
    /// <summary>The asset was first made.</summary>
    public const string Created = "c2pa.created";
    /// <summary>An asset was opened, and is the parent.</summary>
    public const string Opened = "c2pa.opened";
    /// <summary>Something was placed into the asset.</summary>
    public const string Placed = "c2pa.placed";
    /// <summary>Something placed before was removed.</summary>
    public const string Removed = "c2pa.removed";
    /// <summary>The encoding was changed.</summary>
    public const string Transcoded = "c2pa.transcoded";
    /// <summary>The container was changed.</summary>
    public const string Repackaged = "c2pa.repackaged";
    /// <summary>An assertion of an earlier manifest was redacted.</summary>
    public const string Redacted = "c2pa.redacted";
    /// <summary>The language was changed.</summary>
    public const string Translated = "c2pa.translated";
    /// <summary>A watermark was put in.</summary>
    public const string Watermarked = "c2pa.watermarked";
    /// <summary>The content was edited.</summary>
    public const string Edited = "c2pa.edited";
    /// <summary>Metadata was edited, and the content was not.</summary>
    public const string EditedMetadata = "c2pa.edited.metadata";
    /// <summary>The asset was published.</summary>
    public const string Published = "c2pa.published";

    /// <summary>The only actions of an update manifest (C2PA 2.2 §11.2.3).</summary>
    internal static bool AllowedInUpdate(string name) => name is EditedMetadata or Opened or Published or Redacted;

    /// <summary>Actions that are read and never written (C2PA 2.2 §18.14.11, and the table of §18.14.1).</summary>
    internal static bool IsDeprecated(string name) => name is "c2pa.copied" or "c2pa.formatted" or "c2pa.version_updated" or "c2pa.printed"
        or "c2pa.managed" or "c2pa.produced" or "c2pa.saved" or "c2pa.color_adjustments";
}
