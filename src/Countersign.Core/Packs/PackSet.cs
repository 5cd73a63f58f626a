using System.Collections.Immutable;
using Countersign.Core.Packs.Language;
using Countersign.Core.Shared;

namespace Countersign.Core.Packs;

/// <summary>A pack that a decision was checked against.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">The content of its file, lower-case hex.</param>
public sealed record CheckedPack(string Id, string Version, string Sha256);

/// <summary>The packs at hand, and which of them somebody says they are bound by.</summary>
/// <param name="Packs">By id, each once.</param>
/// <param name="Chosen">The ids that were chosen.</param>
public sealed record PackSet(ImmutableArray<Pack> Packs, ImmutableSortedSet<string> Chosen)
{
    /// <summary>No pack at all.</summary>
    public static readonly PackSet None = new([], ImmutableSortedSet<string>.Empty);

    /// <summary>Packs by id, none chosen.</summary>
    public static PackSet Of(IEnumerable<Pack> packs) => new([.. packs.OrderBy(pack => pack.Id, StringComparer.Ordinal)], ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal));

    /// <summary>The same packs, with these chosen. An id that is not here is a problem.</summary>
    public Outcome<PackSet> Choose(IEnumerable<string> ids)
    {
        var chosen = ids.ToList();
        var known = Packs.Select(pack => pack.Id).ToHashSet(StringComparer.Ordinal);
        var problems = chosen.Where(id => !known.Contains(id)).Select(id => new Problem(
            "pack.unknown", $"There is no pack '{id}'.", null, Near.Best(id, known) is { } near ? $"Did you mean '{near}'?" : "'countersign packs list' names them.")).ToList();
        return problems.Count > 0 ? Outcome.Fail<PackSet>(problems) : this with { Chosen = Chosen.Union(chosen) };
    }

    /// <summary>The packs that have a say in a use: those chosen, and the laws where the use says in which countries it takes place.</summary>
    /// <param name="inputs">The value of an input by its name; null when it is not known.</param>
    public IEnumerable<Pack> For(Func<string, PackValue?> inputs) => Packs.Where(pack => Chosen.Contains(pack.Id)
        || (pack.Applies == PackApplies.ByTerritory && inputs(BuiltInInputs.Territory) is not null && PackJudge.IsWithin(pack, inputs)));

    /// <summary>What becomes of every rule that has a say, in order of pack and rule.</summary>
    public ImmutableArray<RuleOutcome> Judge(Func<string, PackValue?> inputs) =>
        [.. For(inputs).SelectMany(pack => PackJudge.Judge(pack, inputs, Chosen.Contains(pack.Id)))];
}
