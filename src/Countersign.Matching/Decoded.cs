namespace Countersign.Matching;

/// <summary>
/// What came of decoding hostile bytes: a value, or the reason there is none. Exactly one of the two is present.
/// </summary>
/// <typeparam name="T">What was decoded.</typeparam>
public sealed class Decoded<T> where T : class
{
    private Decoded(T? value, DecodeFailure? failure) => (Value, Failure) = (value, failure);

    /// <summary>The decoded value, or null when <see cref="Failure"/> says why not.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was decoded, or null when <see cref="Value"/> is there.</summary>
    public DecodeFailure? Failure { get; }

    /// <summary>Takes the result apart.</summary>
    /// <param name="value">The value when true is returned.</param>
    /// <param name="failure">The failure when false is returned.</param>
    /// <returns>True when there is a value.</returns>
    public bool TryGet(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out DecodeFailure? failure)
    {
        (value, failure) = (Value, Failure);
        return value is not null;
    }

    internal static Decoded<T> Of(T value) => new(value, null);

    internal static Decoded<T> Not(DecodeFailure failure) => new(null, failure);
}

/// <summary>Why bytes could not be decoded. An expected outcome, never thrown.</summary>
/// <param name="Code">Stable, for programs: <c>picture.*</c> or <c>text.*</c>; each decoder lists its own.</param>
/// <param name="Message">What is wrong, for people, with the figures that matter.</param>
/// <param name="Advice">What to try next.</param>
public record DecodeFailure(string Code, string Message, string Advice);
