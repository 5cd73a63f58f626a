using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>
/// Entries filed by what limits them most, so that a use meets few of them: each under the words of its rarest limit, or, without one that is
/// worth it, by time. Whatever could meet a use is found; what is found is still held against it.
/// </summary>
internal sealed class EntryBook
{
    // Below this a list is read through faster than it is searched.
    private const int Small = 16;
    private const int MostTerms = 8;

    private readonly Reach _reach;
    private readonly uint _acts;
    private readonly Shelf[] _shelves;
    private readonly TimeShelf _byTime;

    public EntryBook(IReadOnlyList<Entry> entries, Reach reach)
    {
        _reach = reach;
        foreach (var entry in entries) _acts |= reach == Reach.Whole ? entry.Statement.Scope.Acts : entry.Statement.Scope.TouchedActs;
        if (entries.Count <= Small)
        {
            (_shelves, _byTime) = ([], new(entries));
            return;
        }
        var counts = new Dictionary<(Dimension, string), int>();
        foreach (var entry in entries)
            foreach (var (dimension, terms) in Limits(entry))
                foreach (var term in terms.Terms) counts[(dimension, term)] = counts.GetValueOrDefault((dimension, term)) + 1;
        var filed = new Dictionary<Dimension, List<Entry>>();
        var unfiled = new List<Entry>();
        foreach (var entry in entries)
        {
            var rarest = Limits(entry).OrderBy(limit => limit.Terms.Terms.Sum(term => counts[(limit.Dimension, term)])).ThenBy(limit => limit.Dimension).Select(limit => (Dimension?)limit.Dimension).FirstOrDefault();
            if (rarest is not { } dimension) unfiled.Add(entry);
            else if (filed.TryGetValue(dimension, out var list)) list.Add(entry);
            else filed.Add(dimension, [entry]);
        }
        _shelves = [.. filed.OrderBy(shelf => shelf.Key).Select(shelf => new Shelf(shelf.Key, shelf.Value, reach))];
        _byTime = new(unfiled);
    }

    private static IEnumerable<(Dimension Dimension, TermSet Terms)> Limits(Entry entry) => entry.Statement.Statement.Scope.Terms
        .Where(limit => !limit.Value.IsExcept && limit.Value.Terms.Length is > 0 and <= MostTerms)
        .Select(limit => (limit.Key, limit.Value));

    /// <summary>Visits every entry that could be anything but false for the use, some of them twice.</summary>
    public void Visit<TVisitor>(Question question, ref TVisitor visitor) where TVisitor : struct, IEntryVisitor
    {
        if ((_acts & question.ActBit) == 0) return;
        _byTime.Visit(question.On, _reach, ref visitor);
        foreach (var shelf in _shelves) shelf.Visit(question, ref visitor);
    }

    /// <summary>Entries limited to words of one dimension.</summary>
    private sealed class Shelf
    {
        private readonly Dimension _dimension;
        private readonly char _separator;
        private readonly Entry[] _all;
        private readonly Dictionary<string, Entry[]> _exact;
        private readonly Dictionary<string, Entry[]> _below;

        public Shelf(Dimension dimension, List<Entry> entries, Reach reach)
        {
            _dimension = dimension;
            _separator = Scope.Worded.First(worded => worded.Dimension == dimension).Separator;
            _all = [.. entries];
            _exact = File(entries, term => [term]);
            // A refusal of a part leaves it open whether the whole is refused, so it is found from every broader word as well.
            _below = reach == Reach.Whole ? [] : File(entries, Broader);
        }

        private Dictionary<string, Entry[]> File(List<Entry> entries, Func<string, IEnumerable<string>> words) => entries
            .SelectMany(entry => entry.Statement.Statement.Scope.Terms[_dimension].Terms.SelectMany(words).Distinct(StringComparer.Ordinal).Select(word => (word, entry)))
            .GroupBy(pair => pair.word, pair => pair.entry, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

        private IEnumerable<string> Broader(string term)
        {
            for (var end = term.LastIndexOf(_separator); end > 0; end = term.LastIndexOf(_separator, end - 1)) yield return term[..end];
        }

        public void Visit<TVisitor>(Question question, ref TVisitor visitor) where TVisitor : struct, IEntryVisitor
        {
            // A refusal of a tool is found from what was made from it as well.
            if ((_dimension == Dimension.Tool ? question.Asking.Tools : question.Values(_dimension)) is not { Length: > 0 } values)
            {
                foreach (var entry in _all) visitor.Visit(entry);
                return;
            }
            var exact = _exact.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var value in values)
            {
                for (var word = value.AsSpan(); ;)
                {
                    if (exact.TryGetValue(word, out var entries))
                        foreach (var entry in entries) visitor.Visit(entry);
                    var end = word.LastIndexOf(_separator);
                    if (end <= 0 || _dimension == Dimension.Requester) break;
                    word = word[..end];
                }
                if (_below.TryGetValue(value, out var narrower))
                    foreach (var entry in narrower) visitor.Visit(entry);
            }
        }
    }

    /// <summary>Entries by when they hold: a binary tree laid out in an array, each node knowing the latest end below it.</summary>
    private sealed class TimeShelf
    {
        private readonly Entry[] _entries;
        private readonly long[] _from;
        private readonly long[] _latest;

        public TimeShelf(IReadOnlyList<Entry> entries)
        {
            _entries = [.. entries.OrderBy(From)];
            _from = [.. _entries.Select(From)];
            _latest = new long[_entries.Length];
            if (_entries.Length > 0) Fill(0, _entries.Length);
        }

        private static long From(Entry entry) => entry.Statement.Holds.From?.UtcTicks ?? long.MinValue;

        private static long Until(Entry entry) => entry.Statement.Holds.Until?.UtcTicks ?? long.MaxValue;

        private long Fill(int start, int end)
        {
            var middle = (start + end) / 2;
            var latest = Until(_entries[middle]);
            if (start < middle) latest = Math.Max(latest, Fill(start, middle));
            if (middle + 1 < end) latest = Math.Max(latest, Fill(middle + 1, end));
            return _latest[middle] = latest;
        }

        public void Visit<TVisitor>(Period asked, Reach reach, ref TVisitor visitor) where TVisitor : struct, IEntryVisitor
        {
            if (_entries.Length == 0) return;
            var from = asked.From?.UtcTicks ?? long.MinValue;
            var until = asked.Until?.UtcTicks ?? long.MaxValue;
            // A consent holds the whole of the use; a refusal touches some of it.
            var (begins, ends) = reach == Reach.Whole ? (from, until) : (until, from);
            Visit(0, _entries.Length, begins, ends, ref visitor);
        }

        private void Visit<TVisitor>(int start, int end, long begins, long ends, ref TVisitor visitor) where TVisitor : struct, IEntryVisitor
        {
            while (start < end)
            {
                var middle = (start + end) / 2;
                if (_latest[middle] < ends) return;
                Visit(start, middle, begins, ends, ref visitor);
                if (_from[middle] > begins) return;
                if (Until(_entries[middle]) >= ends) visitor.Visit(_entries[middle]);
                start = middle + 1;
            }
        }
    }
}

/// <summary>Takes entries as they are found.</summary>
internal interface IEntryVisitor
{
    void Visit(Entry entry);
}
