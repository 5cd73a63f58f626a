namespace Countersign.Core.Statements;

/// <summary>What a scope can limit.</summary>
public enum Dimension
{
    /// <summary>What is done.</summary>
    Act,

    /// <summary>To which subject.</summary>
    Subject,

    /// <summary>Who may use it: parties, or groups whose members may. Written <c>to</c>.</summary>
    Requester,

    /// <summary>In which production.</summary>
    Project,

    /// <summary>Through which medium: theatrical, streaming, broadcast, radio, print, online, game, and so on.</summary>
    Medium,

    /// <summary>Where: ISO 3166 codes, and the groups <see cref="Territories"/> knows.</summary>
    Territory,

    /// <summary>In which language: BCP 47 tags; a tag covers its longer forms.</summary>
    Language,

    /// <summary>When the use takes place.</summary>
    Period,

    /// <summary>How much.</summary>
    Quantity,

    /// <summary>For whom: <c>general</c> or <c>personalised</c>.</summary>
    Audience,

    /// <summary>What for: <c>fiction</c>, <c>advertising/alcohol</c>, <c>political</c>; a purpose covers those below it.</summary>
    Purpose,

    /// <summary>The age of the person as shown.</summary>
    AgeBand,

    /// <summary>With which tool or model.</summary>
    Tool,

    /// <summary>A finer operation in another vocabulary's words, as a path: <c>odrl/use/play</c>.</summary>
    Operation,

    /// <summary>Named facts that must be so, such as <c>separately-signed</c>.</summary>
    Requires,

    /// <summary>A limit that this version cannot read.</summary>
    Unrecognised,
}
