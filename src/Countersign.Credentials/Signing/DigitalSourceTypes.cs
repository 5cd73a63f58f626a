namespace Countersign.Credentials.Signing;

/// <summary>
/// The terms of <c>digitalSourceType</c> (C2PA 2.2 §18.14.4.5): IPTC's controlled vocabulary and the two terms of C2PA.
/// They are identifiers, written with <c>http:</c> as they are defined.
/// </summary>
public static class DigitalSourceTypes
{
    private const string Iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/";
    private const string C2pa = "http://c2pa.org/digitalsourcetype/";

    /// <summary>Made by a model from sampled content, e.g. a picture from a prompt.</summary>
    public const string TrainedAlgorithmicMedia = Iptc + "trainedAlgorithmicMedia";

    /// <summary>A mix in which a part was made by a model, such as inpainting.</summary>
    public const string CompositeWithTrainedAlgorithmicMedia = Iptc + "compositeWithTrainedAlgorithmicMedia";

    /// <summary>Made by an algorithm that was not trained on sampled content, such as a fractal.</summary>
    public const string AlgorithmicMedia = Iptc + "algorithmicMedia";

    /// <summary>Changed by an algorithm in a way that does not alter what is shown.</summary>
    public const string AlgorithmicallyEnhanced = Iptc + "algorithmicallyEnhanced";

    /// <summary>A mix with at least one synthetic part.</summary>
    public const string CompositeSynthetic = Iptc + "compositeSynthetic";

    /// <summary>A mix of parts.</summary>
    public const string Composite = Iptc + "composite";

    /// <summary>A mix of captures of the real world.</summary>
    public const string CompositeCapture = Iptc + "compositeCapture";

    /// <summary>A capture to which processing on the device added, such as several exposures merged.</summary>
    public const string ComputationalCapture = Iptc + "computationalCapture";

    /// <summary>A capture of the real world by a digital camera or recorder.</summary>
    public const string DigitalCapture = Iptc + "digitalCapture";

    /// <summary>Made by a person with digital tools that are not generative.</summary>
    public const string DigitalCreation = Iptc + "digitalCreation";

    /// <summary>Changed or put together by a person with tools that are not generative.</summary>
    public const string HumanEdits = Iptc + "humanEdits";

    /// <summary>A rendering of data, such as a chart.</summary>
    public const string DataDrivenMedia = Iptc + "dataDrivenMedia";

    /// <summary>A recording of a virtual event.</summary>
    public const string VirtualRecording = Iptc + "virtualRecording";

    /// <summary>A capture of a screen.</summary>
    public const string ScreenCapture = Iptc + "screenCapture";

    /// <summary>Digitised from a negative.</summary>
    public const string NegativeFilm = Iptc + "negativeFilm";

    /// <summary>Digitised from a positive film.</summary>
    public const string PositiveFilm = Iptc + "positiveFilm";

    /// <summary>Digitised from a print.</summary>
    public const string Print = Iptc + "print";

    /// <summary>No content yet, such as a blank canvas.</summary>
    public const string Empty = C2pa + "empty";

    /// <summary>Made by a model, where the result is data and not media.</summary>
    public const string TrainedAlgorithmicData = C2pa + "trainedAlgorithmicData";

    /// <summary>True for a term of either vocabulary, in the spelling that is written.</summary>
    internal static bool IsTerm(string value) =>
        (value.StartsWith(Iptc, StringComparison.Ordinal) && value.Length > Iptc.Length && IsName(value.AsSpan(Iptc.Length)))
        || value is Empty or TrainedAlgorithmicData;

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c)) return false;
        }

        return true;
    }
}
