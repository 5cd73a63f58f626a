using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Standards.Rsl;

/// <summary>The uses that RSL's words (1.0, section 3.4.1.1) are made of, so that a word that holds others can be taken apart.</summary>
[Flags]
internal enum RslUses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Training or fine-tuning of models.</summary>
    AiTrain = 1,

    /// <summary>Input to models: retrieval, grounding, summaries in answers.</summary>
    AiInput = 2,

    /// <summary>A model system's own index.</summary>
    AiIndex = 4,

    /// <summary>Search that answers with links and short excerpts.</summary>
    Search = 8,

    /// <summary>Whatever else AI systems do.</summary>
    AiOther = 16,

    /// <summary>Whatever else is automated.</summary>
    Other = 32,

    /// <summary>Every use by AI systems.</summary>
    AiAll = AiTrain | AiInput | AiIndex | AiOther,

    /// <summary>Every automated processing.</summary>
    All = AiAll | Search | Other,
}

/// <summary>What a licence asks for.</summary>
/// <param name="Type">purchase, subscription, training, crawl, use, contribution, attribution or free; as written.</param>
/// <param name="Amount">How much, as written; null when none is stated.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Terms">Addresses of terms that go with it.</param>
internal sealed record RslPayment(string Type, string? Amount, string? Currency, ImmutableArray<string> Terms)
{
    /// <summary>Whether it asks for nothing.</summary>
    public bool IsFree => Type is "free" or "" && Amount is null && Terms.IsEmpty;
}

/// <summary>One <c>license</c>: an offer by itself. A kind of limit that it does not state is not limited; what it permits of a kind is all it permits of it; and what it prohibits stands over what it permits.</summary>
internal sealed record RslLicence
{
    /// <summary>The line it begins on.</summary>
    public int Line { get; init; }

    /// <summary>The permitted uses; null when it does not limit them.</summary>
    public ImmutableArray<string>? Permits { get; init; }

    /// <summary>The prohibited uses.</summary>
    public ImmutableArray<string> Prohibits { get; init; } = [];

    /// <summary>The countries it is limited to; null for no limit.</summary>
    public ImmutableArray<string>? Countries { get; init; }

    /// <summary>The countries it does not hold in.</summary>
    public ImmutableArray<string> NotCountries { get; init; } = [];

    /// <summary>What it asks for. Of several nobody says whether all are owed or one.</summary>
    public ImmutableArray<RslPayment> Payments { get; init; } = [];

    /// <summary>Reports that it asks for: the type, the profile and where to.</summary>
    public ImmutableArray<string> Reports { get; init; } = [];

    /// <summary>Conditions that this version does not understand, each by what it is called. A licence that has any is not taken to be fulfilled.</summary>
    public ImmutableArray<(string Name, string Value)> Others { get; init; } = [];

    /// <summary>The words of RSL 1.0.</summary>
    public static readonly FrozenDictionary<string, RslUses> Words = new Dictionary<string, RslUses>(StringComparer.Ordinal)
    {
        ["all"] = RslUses.All, ["ai-all"] = RslUses.AiAll, ["ai-train"] = RslUses.AiTrain, ["ai-input"] = RslUses.AiInput, ["ai-index"] = RslUses.AiIndex, ["search"] = RslUses.Search,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words of the drafts before 1.0, which files still have. They are heard where they prohibit, and never permit.</summary>
    public static readonly FrozenDictionary<string, RslUses> DraftWords = new Dictionary<string, RslUses>(StringComparer.Ordinal)
    {
        ["train-ai"] = RslUses.AiTrain, ["train-genai"] = RslUses.AiTrain, ["ai-use"] = RslUses.AiInput, ["ai-summarize"] = RslUses.AiInput,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The uses it prohibits.</summary>
    public RslUses Prohibited => Prohibits.Aggregate(RslUses.None, (uses, word) => uses | Words.GetValueOrDefault(word, DraftWords.GetValueOrDefault(word)));

    /// <summary>The uses it permits, under whatever it asks for. A prohibition in a word that nobody knows may be of any of them.</summary>
    public RslUses Permitted => Prohibits.Any(word => !Words.ContainsKey(word) && !DraftWords.ContainsKey(word)) ? RslUses.None
        : (Permits is { } words ? words.Aggregate(RslUses.None, (uses, word) => uses | Words.GetValueOrDefault(word)) : RslUses.All) & ~Prohibited;

    /// <summary>Whether it asks for nothing and holds for everybody everywhere.</summary>
    public bool IsUnconditional => Countries is null && NotCountries.IsEmpty && Others.IsEmpty && Reports.IsEmpty && Payments.All(payment => payment.IsFree);
}

/// <summary>One <c>content</c>: what the licences in it are for.</summary>
/// <param name="Url">As written.</param>
/// <param name="Pattern">Its path as a pattern; null for one without a path, which is for whatever the document was found with.</param>
/// <param name="Licences">The offers.</param>
internal sealed record RslContent(string Url, PathPattern? Pattern, ImmutableArray<RslLicence> Licences);
