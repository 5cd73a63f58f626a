namespace Countersign.Desk.Filtering.Rows;

/// <summary>What a column of a manifest is taken for.</summary>
internal enum ColumnRole
{
    /// <summary>Carried through, and not read.</summary>
    None,

    /// <summary>A local file, relative to the manifest.</summary>
    Path,

    /// <summary>Where it was found.</summary>
    Url,

    /// <summary>Its content hash, as whoever made the manifest states it.</summary>
    Sha256,

    /// <summary>When its signals were captured.</summary>
    CapturedAt,

    /// <summary>AIPREF: the <c>Content-Usage</c> field.</summary>
    ContentUsage,

    /// <summary>The <c>X-Robots-Tag</c> field.</summary>
    XRobotsTag,

    /// <summary>TDMRep: <c>tdm-reservation</c>.</summary>
    TdmReservation,

    /// <summary>PLUS: Data Mining.</summary>
    PlusDataMining,

    /// <summary>Yes or no: the <c>noai</c> directive.</summary>
    NoAi,

    /// <summary>Response headers, as a JSON object or as lines.</summary>
    Headers,

    /// <summary>It looks like a preference, and nothing here reads it.</summary>
    NotUnderstood,
}
