using Countersign.Desk.Standards.Plus;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// The PLUS property "Data Mining" (ns.useplus.org/ldf/vocab), read by the table of <see cref="PlusStandard"/>.
/// </summary>
internal static class PlusDataMining
{
    public static Signal? Read(Field field, FieldSink sink)
    {
        if (field.Name is not ("XMP plus:DataMining" or "XMP plus:DataMining[1]")) return null;
        var term = field.Value.TrimEnd('/').Split('/', '#')[^1].Trim();
        var row = PlusStandard.Find(term);
        var says = row is not null ? $"The file {row.Means}." : "The file states a data mining value that PLUS does not define.";
        // "See constraints" without the constraints at hand would send the reader away empty.
        var constraint = sink.Fields.Find(f => f.Name.Contains("plus:OtherConstraints", StringComparison.OrdinalIgnoreCase) && !f.Name.Contains("xml:lang", StringComparison.Ordinal)).Value;
        if (constraint is not null) says += $" Other constraints: “{sink.Show(constraint)}”";
        return new("signal.plus-data-mining", says, field.Name, sink.Show(field.Value), field.Offset)
        {
            Term = row?.Name ?? sink.Show(term),
            Acts = row is null ? [] : [.. row.Opens.Select(act => new ActPreference(act.Name, true)), .. row.Reserves.Select(act => new ActPreference(act.Name, false))],
        };
    }
}
