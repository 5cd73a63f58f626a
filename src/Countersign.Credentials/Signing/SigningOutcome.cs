using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing;

/// <summary>Either something signed or at least one problem; never both, never neither.</summary>
public sealed class SigningOutcome
{
    private SigningOutcome(SignedCredential? signed, IReadOnlyList<CredentialProblem> problems)
    {
        Signed = signed;
        Problems = problems;
    }

    /// <summary>What was made, or null when there are problems.</summary>
    public SignedCredential? Signed { get; }

    /// <summary>Why nothing was made; empty when something was.</summary>
    public IReadOnlyList<CredentialProblem> Problems { get; }

    /// <summary>A failure, for whoever carries a signing further: writes its result somewhere, say.</summary>
    /// <param name="problem">Why.</param>
    public static SigningOutcome Failure(CredentialProblem problem) => Failed(problem);

    internal static SigningOutcome Of(SignedCredential signed) => new(signed, []);

    internal static SigningOutcome Failed(params IReadOnlyList<CredentialProblem> problems) =>
        problems.Count == 0 ? throw new ArgumentException("A failure needs a problem.", nameof(problems)) : new(null, problems);
}

/// <summary>A credential that was signed, and verified after that.</summary>
/// <param name="ManifestLabel">The label of the new manifest, <c>urn:c2pa:UUID</c> (C2PA 2.2 §8.1).</param>
/// <param name="Store">The whole manifest store as JUMBF, without what the container wraps around it.</param>
/// <param name="Carrier">Where the store stands in the output, with what the container wraps around it; null for a sidecar.</param>
/// <param name="Statuses">What the check after signing said.</param>
/// <param name="Notes">What a person should know: a time-stamp that was not to be had, a label that had to be changed.</param>
public sealed record SignedCredential(
    string ManifestLabel,
    ReadOnlyMemory<byte> Store,
    ByteRange? Carrier,
    IReadOnlyList<ValidationStatus> Statuses,
    IReadOnlyList<string> Notes);
