using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Standards.Robots;

namespace Countersign.Desk.Standards.TdmRep;

/// <summary>One rule of a tdmrep.json.</summary>
/// <param name="Written">Its location, as written.</param>
/// <param name="Pattern">The location as a path pattern.</param>
/// <param name="Reservation">1, 0, or null where it is neither, which the protocol calls unset.</param>
/// <param name="Policy">The URL of the policy; null when none is named.</param>
internal sealed record TdmRule(string Written, PathPattern Pattern, int? Reservation, string? Policy);

/// <summary>The TDM Reservation Protocol (W3C community group, final report of 2 February 2024): a file at the origin, header fields, and HTML metadata.</summary>
public sealed class TdmRepStandard : IStandard
{
    internal const string Id = "tdmrep";

    /// <summary>The name of the file, below <c>.well-known/</c> at a site's root.</summary>
    public const string FileName = "tdmrep.json";

    // The largest known files have some hundred rules.
    private const int MaxBytes = 1024 * 1024;

    private static readonly Term s_reserved = new("tdm-reservation: 1", "text and data mining is reserved")
    {
        Reserves = Term.Acts("analyse.mine", "train"), Written = Term.Acts("analyse.mine", "train"),
        Unknown = "Whether indexing, and giving it to a model as input, are mining is not said.",
        Unsaid = "Mining and training are one word here: a refusal of one reserves both.",
    };

    private static readonly Term s_free = new("tdm-reservation: 0", "text and data mining is not reserved")
    {
        Opens = Term.Acts("analyse.mine"), Written = Term.Acts("analyse.mine", "train"),
        Unknown = "Whether the training of models is mining is disputed, so training stays unknown.",
        Unopened = "Mining alone, without training, cannot be opened.",
    };

    private static readonly Term s_policy = new("tdm-policy", "where licences can be had")
    {
        Unknown = "The policy is not fetched. Bring it as a file: a holder's own becomes grants (below); found by somebody else, it is an offer and opens nothing.",
        Unsaid = "Conditions, duties and prices belong into a policy (ODRL), which is exported apart.",
    };

    private static readonly Term s_inside = new("tdm:reservation in EPUB and PDF", "the same inside a book or a document") { Unknown = "It is not read: what such a file says inside is unknown." };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "TDMRep (W3C community group report, 2024)";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => [s_reserved, s_free, s_policy, s_inside, .. TdmPolicy.Terms];

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.Equals(FileName, StringComparison.OrdinalIgnoreCase) || HeaderDump.IsName(fileName) || HtmlPage.IsName(fileName);

    /// <summary>The rules of a tdmrep.json, in their order.</summary>
    internal static (ImmutableArray<TdmRule> Rules, ImmutableArray<Problem> Problems) Rules(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return ([], [new("tdmrep.too-large", "A tdmrep.json of more than a megabyte is not read.")]);
        var rules = ImmutableArray.CreateBuilder<TdmRule>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        try
        {
            using var json = JsonDocument.Parse(Importing.Text(bytes), new() { MaxDepth = 16, AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Array) return ([], [new("tdmrep.form", "A tdmrep.json is an array, also of one rule.", null, "Put [ and ] around it.")]);
            var index = 0;
            foreach (var item in json.RootElement.EnumerateArray())
            {
                index++;
                if (Rule(item) is { } rule) rules.Add(rule);
                else problems.Add(new("tdmrep.form", "This rule has no location that is a path, so it applies to nothing.", $"rule {index}", "Write \"location\": \"/path/\"."));
            }
        }
        catch (JsonException e)
        {
            return ([], [new("tdmrep.form", "The file is not JSON.", $"line {(e.LineNumber ?? 0) + 1}")]);
        }
        return (rules.ToImmutable(), problems.ToImmutable());
    }

    private static TdmRule? Rule(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("location", out var location) || location.ValueKind != JsonValueKind.String) return null;
        var written = location.GetString()!;
        // A whole address is no path, but people write them. Its path is what the rule is for; of which site it is not known here, so it can only reserve.
        var isAddress = Uri.TryCreate(written, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        var path = isAddress ? written[(written.IndexOf("://", StringComparison.Ordinal) + 3)..] : null;
        path = path is null ? written : path.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? path[slash..] : "/";
        if (!path.StartsWith('/')) return null;
        int? reservation = !item.TryGetProperty("tdm-reservation", out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt32(out var number) && number is 0 or 1 => number,
            // The protocol wants a number. A text is an error to it, which leaves the wish unset: what would open is unset, what reserves is heard.
            JsonValueKind.String when value.GetString() == "1" => 1,
            _ => null,
        };
        if (isAddress && reservation == 0) reservation = null;
        var policy = item.TryGetProperty("tdm-policy", out var at) && at.ValueKind == JsonValueKind.String ? at.GetString() : null;
        return new(written, PathPattern.Of(path), reservation, policy);
    }

    /// <summary>What a tdmrep.json says of a path: "the most specific match is the first in sequence".</summary>
    internal static Reading Read((ImmutableArray<TdmRule> Rules, ImmutableArray<Problem> Problems) file, string path)
    {
        var rule = file.Rules.FirstOrDefault(rule => rule.Pattern.Matches(path));
        var reading = rule is null ? Reading.Nothing : Said(rule.Reservation, rule.Policy, "file", $"{rule.Written} tdm-reservation: {(rule.Reservation is { } said ? said : "unset")}", null);
        reading = reading.And(new([], [], file.Problems));
        // A rule that could not be read may have come first.
        return file.Problems.IsEmpty ? reading : reading.OnlyReserving(new(FileName, "A rule could not be read, so nothing is opened."));
    }

    /// <summary>What a response says.</summary>
    internal static Reading Read(HeaderDump dump)
    {
        var values = dump.All("tdm-reservation").ToList();
        if (values.Count == 0) return Reading.Nothing;
        // A field that stands twice is an error to the protocol; one reservation among them is heard all the same.
        var said = values.Exists(field => field.Value == "1") ? 1 : values.TrueForAll(field => field.Value == "0") ? 0 : (int?)null;
        return Said(said, dump.All("tdm-policy").Select(field => field.Value).FirstOrDefault(), "header", $"tdm-reservation: {Aipref.AiprefStandard.Shown(values[0].Value)}", values[0].Line);
    }

    /// <summary>What a page says of itself.</summary>
    internal static Reading Read(HtmlPage page)
    {
        var values = page.Metas("tdm-reservation").ToList();
        if (values.Count == 0) return Reading.Nothing;
        var said = values.Exists(meta => meta.Content.Trim() == "1") ? 1 : values.TrueForAll(meta => meta.Content.Trim() == "0") ? 0 : (int?)null;
        return Said(said, page.Metas("tdm-policy").Select(meta => meta.Content).FirstOrDefault(), "html", $"tdm-reservation: {Aipref.AiprefStandard.Shown(values[0].Content)}", values[0].Line);
    }

    private static Reading Said(int? reservation, string? policy, string mechanism, string written, int? line)
    {
        if (reservation is null) return Reading.Nothing with { Losses = [new("tdm-reservation", "Its value is neither 0 nor 1, so it is unset.")] };
        var term = reservation == 1 ? s_reserved : s_free;
        var losses = Reading.Unknown(term).ToList();
        // With 0 the policy is not to be looked at.
        if (policy is not null && reservation == 1) losses.Add(new("tdm-policy: " + Aipref.AiprefStandard.Shown(policy), s_policy.Unknown!));
        return new([.. Wish.Of(term, Id, mechanism, written, line)], [.. losses], []);
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        if (HeaderDump.IsName(request.Source)) return Importing.Preferences(HeaderDump.Read(Importing.Text(document)) is { } dump ? Read(dump) : Reading.Nothing, request);
        if (HtmlPage.IsName(request.Source)) return Importing.Preferences(Read(HtmlPage.Read(document)), request);
        if (TdmPolicy.IsPolicy(document)) return TdmPolicy.Import(document, request);
        var file = Rules(document);
        if (file.Rules.IsEmpty && !file.Problems.IsEmpty) return Outcome.Fail<Imported>(file.Problems);
        if (request.Location is null && file.Rules.Any(rule => rule.Written != "/")) return Importing.NoLocation("This tdmrep.json");
        return Importing.Preferences(Read(file, PathPattern.Path(request.Location ?? "/")), request);
    }

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request)
    {
        if (!Location.Pattern(request, "A tdmrep.json").Try(out var pattern, out var problems)) return Outcome.Fail<Exported>(problems);
        var reservation = request.Terms.AnyRefused(s_reserved.Written) ? 1 : request.Terms.AreOpen(s_free.Written) ? 0 : (int?)null;
        var losses = Losing.Export(request.Terms, Terms);
        if (reservation is null) return new Exported("[]\n", losses);
        return new Exported($"[\n  {{ \"location\": {JsonSerializer.Serialize(pattern)}, \"tdm-reservation\": {reservation} }}\n]\n", losses);
    }
}
