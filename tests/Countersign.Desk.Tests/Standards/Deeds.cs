using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Countersign.Desk.Tests.Standards;

/// <summary>Things that are done with a work, finer than any standard's words: what our acts and the standards' terms are both made of. The two are put together here by hand and apart from the code.</summary>
internal enum Deed { TrainFoundation, TrainStyle, TrainAnalytic, Mine, SearchIndex, ModelIndex, AnalyseOtherwise, Prompt, Generate, ShowExcerpt }

/// <summary>What a document says of deeds, read as its standard means it, under one price and in one country.</summary>
internal sealed record Said(HashSet<Deed> Allowed, HashSet<Deed> Reserved)
{
    public static Said Nothing => new([], []);
}

internal static class Deeds
{
    public static readonly Deed[] All = Enum.GetValues<Deed>();
    public static readonly Deed[] Training = [Deed.TrainFoundation, Deed.TrainStyle, Deed.TrainAnalytic];
    public static readonly Deed[] Generative = [Deed.TrainFoundation, Deed.TrainStyle];

    /// <summary>The deeds an act of ours holds. A model of a person is not among them: no standard opens it.</summary>
    public static Deed[] Of(string act) => act switch
    {
        "train" => Training,
        "train.generative" => Generative,
        "train.generative.foundation" => [Deed.TrainFoundation],
        "train.generative.style" => [Deed.TrainStyle],
        "train.analytic" => [Deed.TrainAnalytic],
        "analyse" => [Deed.Mine, Deed.SearchIndex, Deed.ModelIndex, Deed.AnalyseOtherwise],
        "analyse.index" => [Deed.SearchIndex, Deed.ModelIndex],
        "analyse.mine" => [Deed.Mine],
        "prompt" => [Deed.Prompt],
        "generate" => [Deed.Generate],
        "distribute.publish" => [Deed.ShowExcerpt],
        _ => throw new ArgumentException(act),
    };

    /// <summary>The act to ask for a deed.</summary>
    public static string Asked(Deed deed) => deed switch
    {
        Deed.TrainFoundation => "train.generative.foundation",
        Deed.TrainStyle => "train.generative.style",
        Deed.TrainAnalytic => "train.analytic",
        Deed.Mine => "analyse.mine",
        Deed.SearchIndex or Deed.ModelIndex => "analyse.index",
        Deed.AnalyseOtherwise => "analyse",
        Deed.Prompt => "prompt",
        Deed.Generate => "generate",
        _ => "distribute.publish",
    };

    /// <summary>A pattern of robots.txt, by another way than the code's.</summary>
    public static bool Matches(string pattern, string path) => pattern.Length > 0
        && Regex.IsMatch(path, "^" + Regex.Escape(pattern.TrimEnd('$')).Replace(@"\*", ".*", StringComparison.Ordinal) + (pattern.EndsWith('$') ? "$" : ""), RegexOptions.Singleline);

    /// <summary>AIPREF: what the pairs of a value say; search=y lets the search do inside what it likes.</summary>
    public static Said Aipref(IEnumerable<(string Key, string? Value)> pairs)
    {
        var last = new Dictionary<string, string?>();
        foreach (var (key, value) in pairs) last[key] = value;
        var said = Said.Nothing;
        if (last.GetValueOrDefault("train-ai") == "y") said.Allowed.UnionWith(Generative);
        if (last.GetValueOrDefault("train-ai") == "n") said.Reserved.UnionWith(Generative);
        if (last.GetValueOrDefault("search") == "y") said.Allowed.UnionWith([Deed.SearchIndex, Deed.ShowExcerpt, Deed.TrainAnalytic, Deed.AnalyseOtherwise]);
        if (last.GetValueOrDefault("search") == "n") said.Reserved.UnionWith([Deed.SearchIndex]);
        return said;
    }

    /// <summary>TDMRep: mining; and in the widest reading, which whoever reads what we write may take, the training of models.</summary>
    public static Said Tdm(int? reservation, bool isWide = false) => reservation switch
    {
        0 => new(isWide ? [Deed.Mine, .. Training] : [Deed.Mine], []),
        1 => new([], [Deed.Mine, .. Training]),
        _ => Said.Nothing,
    };

    /// <summary>The deeds of a word of RSL.</summary>
    public static Deed[] Rsl(string word) => word switch
    {
        "ai-train" => Training,
        "ai-input" => [Deed.Prompt, Deed.Generate],
        "ai-index" => [Deed.ModelIndex],
        "search" => [Deed.SearchIndex, Deed.ShowExcerpt],
        "ai-all" => [.. Training, Deed.Prompt, Deed.Generate, Deed.ModelIndex],
        "all" => [.. All],
        _ => [],
    };

    /// <summary>A value of PLUS.</summary>
    public static Said Plus(string term) => term switch
    {
        "DMI-ALLOWED" => new([Deed.Mine, Deed.SearchIndex, Deed.ModelIndex, .. Training], []),
        "DMI-PROHIBITED" => new([], [Deed.Mine, Deed.SearchIndex, Deed.ModelIndex, .. Training]),
        "DMI-PROHIBITED-AIMLTRAINING" => new([], [.. Training]),
        "DMI-PROHIBITED-GENAIMLTRAINING" => new([], [.. Generative]),
        "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING" => new([Deed.SearchIndex, Deed.ShowExcerpt], [Deed.Mine, Deed.ModelIndex, .. Training]),
        _ => Said.Nothing,
    };

    /// <summary>An entry of CAWG.</summary>
    public static Deed[] Cawg(string entry) => entry switch
    {
        "cawg.data_mining" => [Deed.Mine],
        "cawg.ai_inference" => [Deed.Prompt, Deed.AnalyseOtherwise],
        "cawg.ai_generative_training" => Generative,
        "cawg.ai_training" => [Deed.TrainAnalytic],
        _ => [],
    };

    /// <summary>One offer of an RSL document: what it lets be done, in which countries (null: all) and for what price (empty: none). Null where it has conditions of other kinds.</summary>
    public sealed record Offer(HashSet<Deed> Deeds, string[]? Countries, string[] NotCountries, string Price);

    private static readonly XNamespace s_rsl = "https://rslstandard.org/rsl";

    /// <summary>The offers of an RSL document for a path, and what it prohibits.</summary>
    public static (List<Offer> Offers, HashSet<Deed> Prohibited) RslOffers(string text, string path)
    {
        var contents = XDocument.Parse(text).Root!.Elements(s_rsl + "content").Where(content => Matches((string)content.Attribute("url")!, path)).ToList();
        var most = contents.Count == 0 ? 0 : contents.Max(content => ((string)content.Attribute("url")!).Length);
        var offers = new List<Offer>();
        var prohibited = new HashSet<Deed>();
        foreach (var licence in contents.Where(content => ((string)content.Attribute("url")!).Length == most).SelectMany(content => content.Elements(s_rsl + "license")))
        {
            string[] Words(string element, string type) => [.. licence.Elements(s_rsl + element).Where(part => (string?)part.Attribute("type") == type).SelectMany(part => part.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
            bool Has(string type) => licence.Elements(s_rsl + "permits").Any(part => (string?)part.Attribute("type") == type);
            var refused = Words("prohibits", "usage").SelectMany(Rsl).ToHashSet();
            prohibited.UnionWith(refused);
            var deeds = (Has("usage") ? Words("permits", "usage").SelectMany(Rsl) : Rsl("all")).Where(deed => !refused.Contains(deed)).ToHashSet();
            if (Has("user") || Words("prohibits", "user").Length > 0) continue;
            var price = string.Join("+", licence.Elements(s_rsl + "payment").Where(payment => (string?)payment.Attribute("type") is not ("free" or null))
                .Select(payment => string.Create(CultureInfo.InvariantCulture, $"{(string?)payment.Attribute("type")} {payment.Element(s_rsl + "amount")?.Value} {(string?)payment.Element(s_rsl + "amount")?.Attribute("currency")}")));
            offers.Add(new(deeds, Has("geo") ? Words("permits", "geo") : null, Words("prohibits", "geo"), price));
        }
        return (offers, prohibited);
    }
}
