using System.Collections.Immutable;

namespace Countersign.Desk.Standards.Odrl.Rdf;

/// <summary>Triples by subject and predicate, in the order they were written, each once.</summary>
public sealed class RdfGraph
{
    /// <summary>More triples than any policy has; a longer document is refused.</summary>
    public const int MostTriples = 200_000;

    private readonly Dictionary<RdfTerm, Dictionary<string, List<RdfTerm>>> _triples = [];
    private readonly HashSet<(RdfTerm Subject, string Predicate, RdfTerm Value)> _known = [];

    /// <summary>How many triples there are.</summary>
    public int Count => _known.Count;

    /// <summary>Whatever something is said of.</summary>
    public IEnumerable<RdfTerm> Subjects => _triples.Keys;

    /// <summary>Says something of a subject.</summary>
    public void Add(RdfTerm subject, string predicate, RdfTerm value)
    {
        if (!_known.Add((subject, predicate, value))) return;
        if (!_triples.TryGetValue(subject, out var said)) _triples[subject] = said = new(StringComparer.Ordinal);
        if (!said.TryGetValue(predicate, out var values)) said[predicate] = values = [];
        values.Add(value);
    }

    /// <summary>Says everything that another graph says; nodes without a name must differ between the two.</summary>
    public void AddAll(RdfGraph other)
    {
        foreach (var (subject, predicate, value) in other._known) Add(subject, predicate, value);
    }

    /// <summary>The values of a predicate, with the members of lists in their place.</summary>
    public ImmutableArray<RdfTerm> All(RdfTerm subject, string predicate) =>
        _triples.TryGetValue(subject, out var said) && said.TryGetValue(predicate, out var values) ? [.. values.SelectMany(Members)] : [];

    /// <summary>The first value of a predicate; null when there is none.</summary>
    public RdfTerm? One(RdfTerm subject, string predicate) => All(subject, predicate) is [var first, ..] ? first : null;

    /// <summary>The predicates said of a subject.</summary>
    public IEnumerable<string> Predicates(RdfTerm subject) => _triples.TryGetValue(subject, out var said) ? said.Keys : [];

    /// <summary>Whether a subject is of a type.</summary>
    public bool Is(RdfTerm subject, string type) => _known.Contains((subject, Vocabulary.Type, RdfTerm.Iri(type)));

    private IEnumerable<RdfTerm> Members(RdfTerm term)
    {
        if (term.Value == Vocabulary.Nil) yield break;
        if (!_triples.TryGetValue(term, out var said) || !said.ContainsKey(Vocabulary.First))
        {
            yield return term;
            yield break;
        }
        // A list that runs in a circle is walked once.
        var walked = new HashSet<RdfTerm>();
        while (walked.Add(term) && _triples.TryGetValue(term, out said) && said.TryGetValue(Vocabulary.First, out var first))
        {
            yield return first[0];
            if (!said.TryGetValue(Vocabulary.Rest, out var rest)) break;
            term = rest[0];
        }
    }
}
