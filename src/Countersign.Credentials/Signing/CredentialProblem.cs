namespace Countersign.Credentials.Signing;

/// <summary>An expected failure of building or signing, as a value.</summary>
/// <param name="Code">Stable, dotted, lower case, for programs: <c>action.created.source-type</c>.</param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Where">The action, ingredient, assertion or path it concerns; null when there is no such place.</param>
/// <param name="Next">What to do about it; null when there is nothing to offer.</param>
public sealed record CredentialProblem(string Code, string Says, string? Where = null, string? Next = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Where is null ? "" : Where + ": ")}{Says} [{Code}]{(Next is null ? "" : " Next: " + Next)}";
}
