namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// The IPTC NewsCodes "digital source type" and the two terms of C2PA, and what each says about trained models.
/// Terms: cv.iptc.org/newscodes/digitalsourcetype, c2pa.org/digitalsourcetype. Which count as generative: C2PA asset signals rubric, 2026-08-06.
/// </summary>
internal static class DigitalSourceTypes
{
    private static readonly Dictionary<string, (AiMade Made, string Says)> Terms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trainedAlgorithmicMedia"] = (AiMade.Fully, "made by a trained model"),
        ["compositeWithTrainedAlgorithmicMedia"] = (AiMade.Composite, "put together or edited with parts from a trained model"),
        ["compositeSynthetic"] = (AiMade.Composite, "put together with synthetic parts"),
        ["trainedAlgorithmicData"] = (AiMade.Fully, "data made by a trained model"),
        // By an algorithm that was not trained on sampled content: the definition rules a model out.
        ["algorithmicMedia"] = (AiMade.No, "made by an algorithm without training data"),
        // The algorithm may or may not be a trained one.
        ["algorithmicallyEnhanced"] = (AiMade.Unstated, "enhanced by an algorithm"),
        // The rubric: may hold generated parts.
        ["composite"] = (AiMade.Unstated, "put together from several sources"),
        ["screenCapture"] = (AiMade.Unstated, "a capture of a screen"),
        ["digitalArt"] = (AiMade.Unstated, "digital art (retired term)"),
        ["virtualRecording"] = (AiMade.Unstated, "a recording of a virtual event"),
        ["dataDrivenMedia"] = (AiMade.Unstated, "media driven by data"),
        ["softwareImage"] = (AiMade.Unstated, "made by software (retired term)"),
        ["empty"] = (AiMade.Unstated, "begun on a blank canvas"),
        // Captured or made by a person.
        ["digitalCapture"] = (AiMade.No, "captured by a camera or a recorder"),
        ["computationalCapture"] = (AiMade.No, "captured by a device from several exposures"),
        ["compositeCapture"] = (AiMade.No, "put together from captures"),
        ["digitalCreation"] = (AiMade.No, "made by a person with digital tools"),
        ["negativeFilm"] = (AiMade.No, "digitised from a negative"),
        ["positiveFilm"] = (AiMade.No, "digitised from a positive"),
        ["print"] = (AiMade.No, "digitised from a print"),
        // Edits by a person to something whose origin the term leaves open.
        ["humanEdits"] = (AiMade.Unstated, "edited by a person"),
        ["minorHumanEdits"] = (AiMade.Unstated, "slightly edited by a person (retired term)"),
    };

    public static Signal? Read(Field field, FieldSink sink)
    {
        // The property of the file itself, alone or as the first of an array; one inside xmpMM:Ingredients is somebody else's.
        if (field.Name is not ("XMP Iptc4xmpExt:DigitalSourceType" or "XMP Iptc4xmpExt:DigitalSourceType[1]")) return null;
        var term = field.Value.TrimEnd('/').Split('/', ':', '#')[^1].Trim();
        var known = Terms.TryGetValue(term, out var row);
        var says = known ? $"The file says that it was {row.Says}." : "The file names a digital source type that is not in the vocabulary.";
        return new("signal.digital-source-type", says, field.Name, sink.Show(field.Value), field.Offset)
        {
            Term = known ? Terms.Keys.First(k => k.Equals(term, StringComparison.OrdinalIgnoreCase)) : sink.Show(term),
            AiMade = known ? row.Made : AiMade.Unstated,
        };
    }
}
