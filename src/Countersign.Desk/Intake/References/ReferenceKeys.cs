using System.Collections.Immutable;
using System.Globalization;
using Countersign.Desk.Storage;
using Countersign.Matching.Index;

namespace Countersign.Desk.Intake.References;

/// <summary>The reference files by the key that an index has for them. One file may be the reference of several subjects.</summary>
internal sealed class ReferenceKeys(ImmutableArray<ReferenceRow> rows)
{
    private readonly ILookup<ItemKey, ReferenceRow> _rows = rows.ToLookup(row => Of(row.Sha256));

    /// <summary>The rows of a key; none when the register no longer has it.</summary>
    public IEnumerable<ReferenceRow> this[ItemKey key] => _rows[key];

    /// <summary>The keys of the rows that are so.</summary>
    public IReadOnlyCollection<ItemKey> Where(Func<ReferenceRow, bool> are) => [.. _rows.Where(same => are(same.First())).Select(same => same.Key)];

    /// <summary>The key of a content: the first half of its SHA-256.</summary>
    public static ItemKey Of(string sha256) => new(UInt128.Parse(sha256.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
