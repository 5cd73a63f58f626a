using System.Collections.Frozen;

namespace Countersign.Credentials.Summary;

/// <summary>What a digital source type says of the part that machines had.</summary>
public enum AiShare
{
    /// <summary>Nothing is said.</summary>
    NotSaid,
    /// <summary>The signer says that no generative model made it.</summary>
    None,
    /// <summary>Generative models may have had a part; the term leaves it open.</summary>
    Possible,
    /// <summary>Made by an algorithm that was not trained on examples.</summary>
    Algorithmic,
    /// <summary>Parts were made by a generative model.</summary>
    Part,
    /// <summary>All of it was made by a generative model.</summary>
    Whole,
}

/// <summary>
/// The terms of the IPTC vocabulary of digital source types and those that C2PA adds (2.2 §18.14.4.5), with what each says of machines. How terms are grouped follows
/// the signals of the C2PA conformance task force (2026-08-06).
/// </summary>
internal static class SourceTypeMeanings
{
    private const string Iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private const string C2pa = "http://c2pa.org/digitalsourcetype/";

    private static readonly FrozenDictionary<string, (AiShare Share, string Says)> s_terms = new Dictionary<string, (AiShare, string)>
    {
        [Iptc + "trainedAlgorithmicMedia"] = (AiShare.Whole, "made by a generative model"),
        [Iptc + "compositeWithTrainedAlgorithmicMedia"] = (AiShare.Part, "put together with parts made by a generative model"),
        [Iptc + "compositeSynthetic"] = (AiShare.Part, "put together with synthetic parts"),
        [Iptc + "algorithmicMedia"] = (AiShare.Algorithmic, "made by an algorithm that was not trained on examples"),
        [Iptc + "algorithmicallyEnhanced"] = (AiShare.Algorithmic, "enhanced by an algorithm"),
        [Iptc + "composite"] = (AiShare.Possible, "put together from several parts, which may include generated ones"),
        [Iptc + "compositeCapture"] = (AiShare.None, "put together from captures"),
        [Iptc + "computationalCapture"] = (AiShare.None, "captured by a device that combined several frames"),
        [Iptc + "digitalCapture"] = (AiShare.None, "captured by a device"),
        [Iptc + "digitalCreation"] = (AiShare.None, "created by a person with digital tools"),
        [Iptc + "digitalArt"] = (AiShare.Possible, "created with digital tools"),
        [Iptc + "humanEdits"] = (AiShare.None, "edited by a person"),
        [Iptc + "minorHumanEdits"] = (AiShare.None, "edited by a person in small ways"),
        [Iptc + "dataDrivenMedia"] = (AiShare.Algorithmic, "drawn from data by a program"),
        [Iptc + "virtualRecording"] = (AiShare.Possible, "recorded in a virtual event"),
        [Iptc + "screenCapture"] = (AiShare.Possible, "captured from a screen, which may show generated content"),
        [Iptc + "negativeFilm"] = (AiShare.None, "digitised from a negative"),
        [Iptc + "positiveFilm"] = (AiShare.None, "digitised from a positive"),
        [Iptc + "print"] = (AiShare.None, "digitised from a print"),
        [Iptc + "softwareImage"] = (AiShare.Possible, "made by software"),
        [C2pa + "empty"] = (AiShare.None, "begun from an empty canvas"),
        [C2pa + "trainedAlgorithmicData"] = (AiShare.Whole, "data made by a generative model"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The term in its own spelling: <c>https</c> and a missing scheme are read as <c>http</c>.</summary>
    public static string Normalise(string term)
    {
        if (term.StartsWith("https://", StringComparison.Ordinal)) term = "http://" + term[8..];
        return term;
    }

    /// <summary>What a term says; <see cref="AiShare.NotSaid"/> for a term that is not known.</summary>
    public static AiShare ShareOf(string? term) => term is not null && s_terms.TryGetValue(Normalise(term), out var known) ? known.Share : AiShare.NotSaid;

    /// <summary>A term in plain words, to follow "was"; null for a term that is not known.</summary>
    public static string? InWords(string? term) => term is not null && s_terms.TryGetValue(Normalise(term), out var known) ? known.Says : null;

    /// <summary>Every known term.</summary>
    public static IEnumerable<string> Known => s_terms.Keys;
}
