namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// The PLUS property "Data Mining" (ns.useplus.org/ldf/vocab). PLUS counts search indexing and the
/// training of models as kinds of data mining: its narrower values name them as exceptions. No row widens a permission.
/// </summary>
internal static class PlusDataMining
{
    private const string Mine = "analyse.mine", Index = "analyse.index", Train = "train", Generative = "train.generative";

    private static readonly Dictionary<string, (ActPreference[] Acts, string Says)> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        // Says nothing, and nothing is made of it.
        ["DMI-UNSPECIFIED"] = ([], "says nothing about data mining"),
        // Opens what PLUS calls data mining, and not "analyse" as such, which may hold more than PLUS had in mind.
        ["DMI-ALLOWED"] = ([new(Mine, true), new(Index, true), new(Train, true)], "allows data mining"),
        ["DMI-PROHIBITED"] = ([new(Mine, false), new(Index, false), new(Train, false)], "prohibits data mining"),
        // Prohibits training alone; that the rest is allowed is not said.
        ["DMI-PROHIBITED-AIMLTRAINING"] = ([new(Train, false)], "prohibits the training of models"),
        // Leaves training that generates nothing (train.analytic) open, neither allowed nor disallowed.
        ["DMI-PROHIBITED-GENAIMLTRAINING"] = ([new(Generative, false)], "prohibits the training of generative models"),
        // Indexing is not prohibited. It is not turned into an allowance: PLUS means search engines, "analyse.index" means any index.
        ["DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"] = ([new(Mine, false), new(Train, false)], "prohibits data mining except for indexing by search engines"),
        // Prohibited, with conditions elsewhere. Only a person can read those, so until then it is a prohibition.
        ["DMI-PROHIBITED-SEECONSTRAINT"] = ([new(Mine, false), new(Index, false), new(Train, false)], "prohibits data mining, with constraints stated apart"),
        ["DMI-PROHIBITED-SEECONSTRAINTS"] = ([new(Mine, false), new(Index, false), new(Train, false)], "prohibits data mining, with constraints stated apart"),
        ["DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR"] = ([new(Mine, false), new(Index, false), new(Train, false)], "prohibits data mining, with an embedded rights expression"),
        ["DMI-PROHIBITED-SEELINKEDRIGHTSEXPR"] = ([new(Mine, false), new(Index, false), new(Train, false)], "prohibits data mining, with a linked rights expression"),
    };

    public static Signal? Read(Field field, FieldSink sink)
    {
        if (field.Name is not ("XMP plus:DataMining" or "XMP plus:DataMining[1]")) return null;
        var term = field.Value.TrimEnd('/').Split('/', '#')[^1].Trim();
        var known = Values.TryGetValue(term, out var row);
        var says = known ? $"The file {row.Says}." : "The file states a data mining value that PLUS does not define.";
        // "See constraints" without the constraints at hand would send the reader away empty.
        var constraint = sink.Fields.Find(f => f.Name.Contains("plus:OtherConstraints", StringComparison.OrdinalIgnoreCase) && !f.Name.Contains("xml:lang", StringComparison.Ordinal)).Value;
        if (constraint is not null) says += $" Other constraints: “{sink.Show(constraint)}”";
        return new("signal.plus-data-mining", says, field.Name, sink.Show(field.Value), field.Offset)
        {
            Term = known ? term.ToUpperInvariant() : sink.Show(term),
            Acts = known ? row.Acts : [],
        };
    }
}
