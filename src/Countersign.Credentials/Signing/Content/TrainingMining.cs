namespace Countersign.Credentials.Signing.Content;

/// <summary>What a use of the asset is answered with (CAWG training and data mining 1.1).</summary>
public enum MiningUse
{
    /// <summary>The use is allowed.</summary>
    Allowed,
    /// <summary>The use is not allowed.</summary>
    NotAllowed,
    /// <summary>The use is not allowed unconditionally; without more information it counts as not allowed.</summary>
    Constrained,
}

/// <summary>One answer.</summary>
/// <param name="Use">One of the constants of <see cref="TrainingMining"/>, or a label of one's own such as <c>com.example.indexing</c>.</param>
/// <param name="Answer">The answer.</param>
/// <param name="ConstraintInfo">Of a constrained use: a licence, an address, or free text.</param>
public sealed record MiningEntry(string Use, MiningUse Answer, string? ConstraintInfo = null);

/// <summary>The assertion <c>cawg.training-mining</c>: what the asset may be used for by data mining and models.</summary>
public static class TrainingMining
{
    /// <summary>Extracting text or data to find patterns.</summary>
    public const string DataMining = "cawg.data_mining";

    /// <summary>Input to a trained model, to infer a result.</summary>
    public const string AiInference = "cawg.ai_inference";

    /// <summary>Training of models that do not generate.</summary>
    public const string AiTraining = "cawg.ai_training";

    /// <summary>Training of models that generate.</summary>
    public const string AiGenerativeTraining = "cawg.ai_generative_training";

    /// <summary>
    /// Makes the assertion. The name of the field for a constraint is the one of the CDDL, <c>constraint_info</c>; the prose of the specification
    /// has <c>constraints_info</c>, which is read and not written.
    /// </summary>
    /// <param name="entries">At least one answer, each for another use.</param>
    /// <param name="gathered">
    /// True when the answer came from somebody else than the signer, such as a person at a form. False, the default, when the signer itself answers: the answer then
    /// carries the signer's name.
    /// </param>
    public static ClaimAssertion Assertion(IReadOnlyList<MiningEntry> entries, bool gathered = false)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var problems = Check(entries).ToList();
        var map = CborValue.Map(entries.DistinctBy(e => e.Use).Select(e => KeyValuePair.Create(e.Use, new CborFields()
            .Add("use", e.Answer switch { MiningUse.Allowed => "allowed", MiningUse.NotAllowed => "notAllowed", _ => "constrained" })
            .Add("constraint_info", e.ConstraintInfo)
            .ToMap())));
        return ClaimAssertion.OfCbor(Labels.TrainingMining, new CborFields().Add("entries", map).ToMap(), gathered).With(problems);
    }

    private static IEnumerable<CredentialProblem> Check(IReadOnlyList<MiningEntry> entries)
    {
        if (entries.Count == 0) yield return new("training-mining.empty", "No use is answered.", Labels.TrainingMining);
        foreach (var twice in entries.GroupBy(e => e.Use).Where(g => g.Count() > 1))
            yield return new("training-mining.twice", "A use is answered twice.", twice.Key);
        foreach (var entry in entries)
        {
            if (entry.Use.StartsWith("cawg.", StringComparison.Ordinal) ? entry.Use is not (DataMining or AiInference or AiTraining or AiGenerativeTraining) : !Labels.IsWellFormed(entry.Use))
                yield return new("training-mining.use", "The use is neither one of the four of CAWG nor a label of one's own.", entry.Use, "Write a label such as com.example.indexing.");
            if (entry.ConstraintInfo is not null && entry.Answer != MiningUse.Constrained)
                yield return new("training-mining.constraint", "Only a constrained use can have a constraint.", entry.Use);
        }
    }
}
