using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>The grants that may count for one claim, and the one among them that a use chooses.</summary>
internal sealed class ClaimBook
{
    private readonly EntryBook _book;
    private readonly bool _isRanked;

    public ClaimBook(Claim claim, IReadOnlyList<Entry> grants)
    {
        Claim = claim;
        _book = new(grants, Reach.Whole);
        var pays = grants.SelectMany(entry => ((Grant)entry.Statement.Statement).Duties).Where(duty => duty.Kind == DutyKind.Pay).ToList();
        // With one currency and no price per unit the order does not depend on the use.
        _isRanked = pays.Select(duty => duty.Currency).Distinct(StringComparer.Ordinal).Count() <= 1 && pays.TrueForAll(duty => duty.Per is null);
        if (!_isRanked) return;
        var ranked = grants.OrderBy(entry => Price((Grant)entry.Statement.Statement)).ThenBy(entry => entry.Statement.Id, StringComparer.Ordinal).ThenBy(entry => entry.Chain.Links.Length);
        var rank = 0;
        foreach (var entry in ranked) entry.Rank = rank++;
    }

    public Claim Claim { get; }

    private static Rational Price(Grant grant) => grant.Duties.Where(duty => duty is { Kind: DutyKind.Pay, Amount: not null }).Aggregate(Rational.Zero, (sum, duty) => sum + duty.Amount!.Value);

    /// <summary>The grant chosen among those that apply; null when none does.</summary>
    public Entry? Chosen(Question question)
    {
        if (_isRanked)
        {
            var cheapest = new Cheapest { Question = question };
            _book.Visit(question, ref cheapest);
            return cheapest.Best;
        }
        var applying = new Applying { Question = question, Entries = [] };
        _book.Visit(question, ref applying);
        if (applying.Entries.Count == 0) return null;
        var chosen = GrantChoice.Cheapest([.. applying.Entries.Select(entry => (Grant)entry.Statement.Statement).DistinctBy(grant => grant.Id, StringComparer.Ordinal)], question.Use);
        return applying.Entries.Where(entry => ReferenceEquals(entry.Statement.Statement, chosen)).MinBy(entry => entry.Chain.Links.Length);
    }

    /// <summary>The first grant, by id, that the use leaves open; null when there is none.</summary>
    public Entry? Open(Question question)
    {
        var open = new FirstOpen { Question = question };
        _book.Visit(question, ref open);
        return open.First;
    }

    private struct Cheapest : IEntryVisitor
    {
        public required Question Question { get; init; }

        public Entry? Best { get; private set; }

        public void Visit(Entry entry)
        {
            if ((Best is null || entry.Rank < Best.Rank) && entry.Evaluate(Question, Reach.Whole) == Truth.True) Best = entry;
        }
    }

    private readonly struct Applying : IEntryVisitor
    {
        public required Question Question { get; init; }

        public required List<Entry> Entries { get; init; }

        public void Visit(Entry entry)
        {
            if (entry.Evaluate(Question, Reach.Whole) == Truth.True) Entries.Add(entry);
        }
    }

    private struct FirstOpen : IEntryVisitor
    {
        public required Question Question { get; init; }

        public Entry? First { get; private set; }

        public void Visit(Entry entry)
        {
            if ((First is null || string.CompareOrdinal(entry.Statement.Id, First.Statement.Id) < 0) && entry.Evaluate(Question, Reach.Whole) == Truth.Unknown) First = entry;
        }
    }
}
