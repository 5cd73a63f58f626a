using Countersign.Core.Shared;

namespace Countersign.Core.Parties;

/// <summary>Names a party: <c>party:</c> and a slug.</summary>
public readonly record struct PartyId : IComparable<PartyId>
{
    private readonly string? _slug;

    private PartyId(string slug) => _slug = slug;

    /// <summary>The part after <c>party:</c>.</summary>
    public string Slug => _slug ?? "";

    /// <summary>Reads <c>party:ada-lindqvist</c>; the prefix may be left out.</summary>
    public static Outcome<PartyId> Parse(string text)
    {
        var slug = text.StartsWith("party:", StringComparison.Ordinal) ? text[6..] : text;
        return Shared.Slug.IsValid(slug)
            ? new PartyId(slug)
            : new Problem("id.party", $"'{text}' is not a party id.", Try: "Write 'party:' and a name of a–z, 0–9, '-' and '.', such as party:ada-lindqvist.");
    }

    /// <inheritdoc />
    public int CompareTo(PartyId other) => string.CompareOrdinal(Slug, other.Slug);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(PartyId a, PartyId b) => a.CompareTo(b) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(PartyId a, PartyId b) => a.CompareTo(b) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(PartyId a, PartyId b) => a.CompareTo(b) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(PartyId a, PartyId b) => a.CompareTo(b) >= 0;

    /// <inheritdoc />
    public override string ToString() => "party:" + Slug;
}
