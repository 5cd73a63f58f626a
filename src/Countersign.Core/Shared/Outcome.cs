using System.Diagnostics.CodeAnalysis;

namespace Countersign.Core.Shared;

/// <summary>Either a value or at least one <see cref="Problem"/>; never both, never neither.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Outcome<T>
{
    private readonly T? _value;
    private readonly IReadOnlyList<Problem>? _problems;

    private Outcome(T? value, IReadOnlyList<Problem>? problems) => (_value, _problems) = (value, problems);

    /// <summary>True when there is a value.</summary>
    public bool IsOk => _problems is null;

    /// <summary>The value. Asking for it on a failure is a bug in the caller.</summary>
    public T Value => _problems is null ? _value! : throw new InvalidOperationException("No value: " + _problems[0]);

    /// <summary>The problems; empty when there is a value.</summary>
    public IReadOnlyList<Problem> Problems => _problems ?? [];

    /// <summary>Unpacks the value, or the problems.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, out IReadOnlyList<Problem> problems)
    {
        value = _value;
        problems = Problems;
        return IsOk;
    }

    /// <summary>Carries the value on, or the problems through.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => IsOk ? next(_value!) : Outcome.Fail<TNext>(_problems!);

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(Problem problem) => new(default, [problem]);

    internal static Outcome<T> Failed(IReadOnlyList<Problem> problems) =>
        problems.Count == 0 ? throw new ArgumentException("A failure needs a problem.", nameof(problems)) : new(default, problems);
}

/// <summary>Makes outcomes where a conversion cannot say which.</summary>
public static class Outcome
{
    /// <summary>A success.</summary>
    public static Outcome<T> Ok<T>(T value) => value;

    /// <summary>A failure with one problem or more.</summary>
    public static Outcome<T> Fail<T>(IReadOnlyList<Problem> problems) => Outcome<T>.Failed(problems);
}
