using System.Collections.Immutable;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>
/// A scope made ready to be held against many uses: cheap conditions first, and out at the first that is false. It says what is true and not
/// why; the plain interpreter says why.
/// </summary>
internal sealed class CompiledScope
{
    private readonly ActSet _acts;
    private readonly (Dimension Dimension, char Separator, TermSet Terms)[] _terms;
    private readonly TermSet? _requester;
    private readonly QuantityLimit? _quantity;
    private readonly AgeBand? _ages;
    private readonly ImmutableArray<string> _requires;
    private readonly bool _unreadable;
    private readonly string _statement;

    public CompiledScope(ScopedStatement statement)
    {
        var scope = statement.Scope;
        _statement = statement.Id;
        _acts = ActSet.Of(scope.Acts);
        _requester = scope.Terms.GetValueOrDefault(Dimension.Requester);
        // The whole world is no limit.
        _terms = [.. Scope.Stated.Where(worded => scope.Terms.TryGetValue(worded.Dimension, out var terms) && !IsNoLimit(worded.Dimension, terms)).Select(worded => (worded.Dimension, worded.Separator, scope.Terms[worded.Dimension]))];
        (_quantity, _ages, _requires, _unreadable) = (scope.Quantity, scope.AgeBand, scope.Requires, scope.Unrecognised is { Entries.IsEmpty: false });
    }

    public static bool IsNoLimit(Dimension dimension, TermSet terms) => dimension == Dimension.Territory && !terms.IsExcept && Territories.IsWorld(terms.Terms);

    /// <summary>The acts it covers wholly.</summary>
    public uint Acts => _acts.Whole;

    /// <summary>The acts it covers wholly or in part.</summary>
    public uint TouchedActs => _acts.Whole | _acts.Part;

    /// <summary>Facts that must be so.</summary>
    public ImmutableArray<string> Requires => _requires;

    /// <summary>Every condition but that of time.</summary>
    public Truth Evaluate(Question question, Reach reach)
    {
        var act = question.ActBit;
        Truth all;
        if ((_acts.Whole & act) != 0) all = Truth.True;
        else if (reach == Reach.Part && (_acts.Part & act) != 0) all = Truth.Unknown;
        else return Truth.False;

        if (_requester is not null)
        {
            var named = false;
            foreach (var name in question.Asking.Requester)
                if (_requester.Terms.Contains(name, StringComparer.Ordinal)) named = true;
            if (named == _requester.IsExcept) return Truth.False;
        }
        var use = question.Use;
        foreach (var (dimension, separator, terms) in _terms)
        {
            var truth = terms.Evaluate(question.Asking.Reached(dimension, terms, reach) ?? question.Values(dimension), separator, reach);
            if (truth == Truth.False) return Truth.False;
            all = Both(all, truth);
        }
        if (_ages is { } band)
        {
            if (use.AgeBand is not { } shown) all = Both(all, Truth.Unknown);
            else if (!(reach == Reach.Whole ? band.Contains(shown) : band.Overlaps(shown))) return Truth.False;
        }
        if (_quantity is { } limit)
        {
            var within = limit.IsWithin(use.Quantity, question.Asking.Tally(_statement, limit));
            if (reach == Reach.Part) within = within switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };
            if (within == Truth.False) return Truth.False;
            all = Both(all, within);
        }
        foreach (var fact in _requires)
        {
            var truth = question.Fact(fact).Truth;
            if (truth == Truth.False) return Truth.False;
            all = Both(all, truth);
        }
        return _unreadable ? Truth.Error : all;
    }

    /// <summary>Two conditions together, neither of them false: an error outlives a doubt.</summary>
    public static Truth Both(Truth a, Truth b) => a == Truth.Error || b == Truth.Error ? Truth.Error : a == Truth.Unknown || b == Truth.Unknown ? Truth.Unknown : Truth.True;
}
