using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Packs.Language;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The inputs of packs for one use: of the use and its facts, of the register, of what named persons judged, and of the decision so far.</summary>
internal sealed class PackInputs
{
    private readonly Dictionary<string, PackValue?> _builtIn;
    private readonly Use _use;
    private readonly ImmutableArray<Judgements> _judgements;

    /// <param name="use">The use.</param>
    /// <param name="subjects">The subjects that count: those of the use, and those seen in the file.</param>
    /// <param name="engine">Who is protected, and what was judged.</param>
    /// <param name="asOf">The two times.</param>
    /// <param name="consents">What the consents come to; null when no subject needs any.</param>
    /// <param name="madeByModel">Whether a model made the file; null when nobody says.</param>
    /// <param name="wishes">The wishes found with the file.</param>
    public PackInputs(Use use, ImmutableArray<SubjectId> subjects, IClearanceEngine engine, AsOf asOf, Verdict? consents, bool? madeByModel, ImmutableArray<Preference> wishes)
    {
        _use = use;
        var register = engine.Register;
        _judgements = [.. subjects.Select(subject => Judgements.About(subject, use, register, [.. engine.JudgementsOf(subject, asOf.KnownAt)], asOf))];
        var on = use.On?.From ?? asOf.At;
        var wish = PreferenceRule.Decide(use.Act, wishes);
        var people = subjects.SelectMany(subject => register.Behind(subject)).Where(of => of.Kind == SubjectKind.Persona).SelectMany(of => register.Holders(of))
            .Select(holder => register.Party(holder.Party)).OfType<Party>().Distinct().ToList();
        var ofAPerson = subjects.Any(register.IsOfAPerson);
        _builtIn = new(StringComparer.Ordinal)
        {
            ["act"] = new PackValue.AnAct(use.Act),
            ["person"] = Stated("person", ofAPerson ? true : null) ?? new PackValue.YesNo(ofAPerson),
            // An estate holds what was somebody's who died.
            ["deceased"] = Stated("deceased", people.Count == 0 ? null : people.Exists(party => party.Kind == PartyKind.Estate || party.Died <= on)),
            ["minor"] = Stated("minor", people.Count == 0 ? null : people.Exists(party => on < party.MinorUntil)),
            ["consented"] = consents switch { null or Verdict.Allow => new PackValue.YesNo(true), Verdict.Deny => new PackValue.YesNo(false), _ => null },
            ["made-by-model"] = Stated("made-by-model", madeByModel ?? (Act.Parse("generate").Value.Covers(use.Act) == Truth.True ? true : null)),
            [BuiltInInputs.On] = new PackValue.Time(on),
            ["preference"] = wish.IsDoubt ? null : new PackValue.Text(wish.Verdict switch { Verdict.Allow => "allow", Verdict.Deny => "disallow", _ => "unknown" }),
        };
        foreach (var (dimension, name, _) in Scope.Stated)
            if (BuiltInInputs.Types.ContainsKey(name)) _builtIn[name] = use.Terms.TryGetValue(dimension, out var words) ? new PackValue.WordList(words) : null;
    }

    /// <summary>The value of an input of a pack; null when it is not known.</summary>
    public Func<string, PackValue?> Of(Pack pack) => name =>
    {
        if (BuiltInInputs.Types.ContainsKey(name)) return _builtIn.GetValueOrDefault(name);
        if (!pack.Inputs.TryGetValue(name, out var input)) return null;
        if (input.IsJudgement) return Judged(name);
        if (!_use.Facts.TryGetValue(name, out var stated) || !PackValue.Read(stated, input.Type).Try(out var value, out _)) return null;
        return value is PackValue.Text text && !input.Values.IsEmpty && !input.Values.Contains(text.Value, StringComparer.Ordinal) ? null : value;
    };

    // One answer for all the subjects of the use: where they differ, nobody knows.
    private PackValue.YesNo? Judged(string name)
    {
        var truths = _judgements.Select(judgements => judgements.Of(name).Truth).Distinct().ToList();
        return truths is [Truth.True or Truth.False] ? new(truths[0] == Truth.True) : null;
    }

    /// <summary>What is known goes over what the use says of itself.</summary>
    private PackValue.YesNo? Stated(string name, bool? known) =>
        known is { } so ? new(so) : _use.Facts.TryGetValue(name, out var fact) && fact is Tree.Flag flag ? new(flag.Value) : null;
}
