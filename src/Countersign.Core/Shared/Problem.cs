namespace Countersign.Core.Shared;

/// <summary>An expected failure, as a value: what went wrong, where, and what to do next.</summary>
/// <param name="Code">Stable, dotted, lower case, for programs: <c>statement.unknown-act</c>.</param>
/// <param name="What">One sentence in plain words.</param>
/// <param name="Where">A path, line, byte offset or region; null when there is no such place.</param>
/// <param name="Try">The next step; null when there is none to offer.</param>
public sealed record Problem(string Code, string What, string? Where = null, string? Try = null)
{
    /// <summary>The same problem, placed: an outer place goes in front of the one already known.</summary>
    public Problem In(string place) => this with { Where = Where is null ? place : $"{place}: {Where}" };

    /// <inheritdoc />
    public override string ToString() =>
        $"{(Where is null ? "" : Where + ": ")}{What} [{Code}]{(Try is null ? "" : " Try: " + Try)}";
}
