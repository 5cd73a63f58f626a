using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Core.Parties;

/// <summary>An id in somebody else's register. It is checked against its scheme's own form and check digit, and never invented.</summary>
/// <param name="Scheme">One of <see cref="ExternalIdSchemes.Names"/>.</param>
/// <param name="Value">The scheme's own compact form.</param>
public sealed record ExternalId(string Scheme, string Value)
{
    /// <summary>Checks form and check digit.</summary>
    public static Outcome<ExternalId> Create(string scheme, string value)
    {
        if (!ExternalIdSchemes.Names.Contains(scheme))
            return new Problem("id.unknown-scheme", $"'{scheme}' is not a register this version can check.", Try: "One of: " + string.Join(", ", ExternalIdSchemes.Names) + ".");
        var compact = ExternalIdSchemes.Compact(scheme, value);
        return compact is not null
            ? new ExternalId(scheme, compact)
            : new Problem("id.check-digit", $"'{value}' is not a valid {scheme.ToUpperInvariant()}: its form or check digit is wrong.", Try: "Copy it again from the register.");
    }

    internal static Tree? ToTree(ImmutableArray<ExternalId> ids) =>
        ids.IsEmpty ? null : new Tree.Map([.. ids.OrderBy(id => id.Scheme, StringComparer.Ordinal).Select(id => new KeyValuePair<string, Tree>(id.Scheme, id.Value))]);

    internal static ImmutableArray<ExternalId> FromTree(TreeReader form, string name)
    {
        if (form.Nested(name) is not { } nested) return [];
        var ids = ImmutableArray.CreateBuilder<ExternalId>();
        nested.Close((scheme, value) =>
        {
            var text = value is Tree.Text t ? t.Value : value is Tree.Whole w ? w.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
            var outcome = Create(scheme, text);
            if (outcome.IsOk) ids.Add(outcome.Value);
            else foreach (var problem in outcome.Problems) nested.Report(problem.Code, problem.What, scheme, problem.Try);
        });
        return [.. ids.OrderBy(id => id.Scheme, StringComparer.Ordinal)];
    }
}
