using System.Collections.Immutable;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>
/// One row of a standard's mapping table: a term of the standard, what it means there, and what an import and an export lose. The code maps by
/// these rows, and the published loss table is written from them, so that the two cannot differ.
/// </summary>
/// <param name="Name">The term as the standard writes it: <c>train-ai=y</c>.</param>
/// <param name="Means">Its meaning there, in our own words.</param>
public sealed record Term(string Name, string Means)
{
    /// <summary>The acts an import opens. Each lies within what the term allows: an act of which the standard leaves a part open is not here.</summary>
    public ImmutableArray<Act> Opens { get; init; } = [];

    /// <summary>The acts an import reserves. Where no act says just as much, one that says more.</summary>
    public ImmutableArray<Act> Reserves { get; init; } = [];

    /// <summary>The acts whose answer an export of this term needs. A term that allows needs all of them open to anybody without conditions; one that reserves needs a refusal of any of them, or of a part of one. Empty where the term is never written.</summary>
    public ImmutableArray<Act> Written { get; init; } = [];

    /// <summary>What an import of it leaves unknown; null when nothing.</summary>
    public string? Unknown { get; init; }

    /// <summary>What an export of a refusal by it cannot say; null when nothing.</summary>
    public string? Unsaid { get; init; }

    /// <summary>What an export leaves out by it although it is open; null when nothing.</summary>
    public string? Unopened { get; init; }

    /// <summary>Acts by name, for tables in code.</summary>
    internal static ImmutableArray<Act> Acts(params ReadOnlySpan<string> names)
    {
        var acts = ImmutableArray.CreateBuilder<Act>(names.Length);
        foreach (var name in names) acts.Add(Act.Parse(name).Value);
        return acts.MoveToImmutable();
    }
}

/// <summary>Something that a mapping could not carry over.</summary>
/// <param name="Term">Of what: a term of the standard, an act, a condition.</param>
/// <param name="Says">What is unknown after the import, or unsaid in the export, in plain words.</param>
public sealed record Loss(string Term, string Says);
