using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Validation;

namespace Countersign.Desk.Credentials;

/// <summary>Whether a file's credentials pass.</summary>
public enum CredentialAnswer
{
    /// <summary>They do.</summary>
    Yes,
    /// <summary>They do not.</summary>
    No,
    /// <summary>The file could not be read.</summary>
    Unknown,
}

/// <summary>One file with what its credentials say, or why it could not be read.</summary>
/// <param name="File">The path as it was given.</param>
/// <param name="Report">The report; null when the file could not be read.</param>
/// <param name="Problem">Why it could not; null when it was.</param>
public sealed record CredentialResult(string File, CredentialReport? Report, Problem? Problem)
{
    /// <summary>The file beside it that the manifest store was taken from; null when the store was in the file, or there is none.</summary>
    public string? Sidecar { get; init; }

    /// <summary>The state in the words of answers: trusted, valid, invalid, none or error; <c>unread</c> for a file that could not be read.</summary>
    public string Word => Report is null ? "unread" : Words.Of(Report.State);

    /// <summary>True for a file that is as it was signed, by somebody who is on no trust list in use.</summary>
    public bool IsOfUnknownSigner => Report is { State: CredentialState.Valid, Trust: not SignerTrust.Trusted };

    /// <summary>Whether the file passes.</summary>
    /// <param name="allowNone">Whether a file without credentials does.</param>
    /// <param name="requireTrusted">Whether one whose signer is on no list does not.</param>
    public CredentialAnswer Judge(bool allowNone, bool requireTrusted) => Report?.State switch
    {
        null => CredentialAnswer.Unknown,
        CredentialState.Trusted => CredentialAnswer.Yes,
        CredentialState.Valid => requireTrusted ? CredentialAnswer.No : CredentialAnswer.Yes,
        CredentialState.None => allowNone ? CredentialAnswer.Yes : CredentialAnswer.No,
        _ => CredentialAnswer.No,
    };

    /// <summary>The failure codes of the active manifest, each once, sorted.</summary>
    internal static IEnumerable<string> Failures(CredentialReport report) =>
        (report.Active?.Statuses ?? []).Where(s => s.Kind == StatusKind.Failure).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The failure codes that ingredients have and their records have not.</summary>
    internal static IEnumerable<string> IngredientFailures(CredentialReport report) =>
        report.Ingredients.SelectMany(i => i.New).Where(s => s.Kind == StatusKind.Failure).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal);
}
