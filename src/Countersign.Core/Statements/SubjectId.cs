using Countersign.Core.Personas;
using Countersign.Core.Shared;

namespace Countersign.Core.Statements;

/// <summary>What kind of thing a consent is about.</summary>
public enum SubjectKind
{
    /// <summary>A registered creation.</summary>
    Work,

    /// <summary>What makes a person recognisable.</summary>
    Persona,

    /// <summary>A trained model.</summary>
    Model,
}

/// <summary>
/// Names anything a consent can be about: <c>work:slug</c>, <c>persona:slug/voice</c> or <c>model:slug</c>. A persona without a facet
/// means every facet of it.
/// </summary>
public readonly record struct SubjectId : IComparable<SubjectId>
{
    private readonly string? _slug;

    private SubjectId(SubjectKind kind, string slug, Facet? facet) => (Kind, _slug, Facet) = (kind, slug, facet);

    /// <summary>What it names.</summary>
    public SubjectKind Kind { get; }

    /// <summary>The part between ':' and '/'.</summary>
    public string Slug => _slug ?? "";

    /// <summary>The facet of a persona; null for all of them and for other kinds.</summary>
    public Facet? Facet { get; }

    /// <summary>The register entry this subject belongs to: itself without its facet.</summary>
    public SubjectId Entry => new(Kind, Slug, null);

    /// <summary>The facet <paramref name="facet"/> of this persona.</summary>
    public SubjectId With(Facet facet) => Kind == SubjectKind.Persona ? new(Kind, Slug, facet) : throw new InvalidOperationException("Only a persona has facets.");

    /// <summary>Reads an id.</summary>
    public static Outcome<SubjectId> Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Words.Parse<SubjectKind>(text[..colon]).Try(out var kind, out _))
        {
            var slug = text[(colon + 1)..];
            Facet? facet = null;
            if (kind == SubjectKind.Persona && slug.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            {
                var parsed = Words.Parse<Facet>(slug[(slash + 1)..]);
                if (!parsed.IsOk) return Outcome.Fail<SubjectId>(parsed.Problems);
                facet = parsed.Value;
                slug = slug[..slash];
            }
            if (Shared.Slug.IsValid(slug)) return new SubjectId(kind, slug, facet);
        }
        return new Problem("id.subject", $"'{text}' does not name a subject.", Try: "Write work:…, model:… or persona:…/voice (face, body, name, performance).");
    }

    /// <summary>
    /// Whether a statement about this subject speaks about <paramref name="used"/>: true when it covers all of it, unknown when it
    /// covers only a part (one facet of a persona used whole), false otherwise.
    /// </summary>
    public Truth Covers(SubjectId used)
    {
        if (Kind != used.Kind || Slug != used.Slug) return Truth.False;
        if (Facet is null || Facet == used.Facet) return Truth.True;
        return used.Facet is null ? Truth.Unknown : Truth.False;
    }

    /// <inheritdoc />
    public int CompareTo(SubjectId other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>Ordinal order.</summary>
    public static bool operator <(SubjectId a, SubjectId b) => a.CompareTo(b) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(SubjectId a, SubjectId b) => a.CompareTo(b) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(SubjectId a, SubjectId b) => a.CompareTo(b) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(SubjectId a, SubjectId b) => a.CompareTo(b) >= 0;

    /// <inheritdoc />
    public override string ToString() => $"{Words.Of(Kind)}:{Slug}{(Facet is { } facet ? "/" + Words.Of(facet) : "")}";
}
