namespace Countersign.Credentials.Validation;

/// <summary>What a status says of the thing it concerns (C2PA 2.2 §15.2.2).</summary>
public enum StatusKind
{
    /// <summary>Something was checked and is as it should be.</summary>
    Success,
    /// <summary>Worth knowing; it neither helps nor harms.</summary>
    Informational,
    /// <summary>Something is wrong.</summary>
    Failure,
}

/// <summary>One entry of a validation result.</summary>
/// <param name="Code">The specification's own status code, e.g. <c>assertion.dataHash.match</c> (C2PA 2.2 §15.2.2, CAWG identity 1.2 §7).</param>
/// <param name="Kind">Success, informational or failure.</param>
/// <param name="Uri">The JUMBF URI of the box it concerns; empty where there is none.</param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Offset">
/// The byte it concerns, or null. Counted from the start of the manifest store for boxes, from the start of the file for the content of the asset.
/// </param>
public sealed record ValidationStatus(string Code, StatusKind Kind, string Uri, string Says, long? Offset = null)
{
    internal static ValidationStatus Success(string code, string uri, string says, long? offset = null) => new(code, StatusKind.Success, uri, says, offset);

    internal static ValidationStatus Informational(string code, string uri, string says, long? offset = null) => new(code, StatusKind.Informational, uri, says, offset);

    internal static ValidationStatus Failure(string code, string uri, string says, long? offset = null) => new(code, StatusKind.Failure, uri, says, offset);
}
