namespace Countersign.Core.Personas;

/// <summary>One thing that makes a person recognisable.</summary>
public enum Facet
{
    /// <summary>The speaking or singing voice.</summary>
    Voice,

    /// <summary>The face.</summary>
    Face,

    /// <summary>The body and how it moves.</summary>
    Body,

    /// <summary>The name, or a name they are known by.</summary>
    Name,

    /// <summary>A performance: what they did in a scene, apart from how they look.</summary>
    Performance,
}
