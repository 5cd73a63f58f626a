using System.Collections.Immutable;
using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;

namespace Countersign.Core.Clearance;

/// <summary>Who and what is protected: the register as a decision sees it.</summary>
public sealed class Register
{
    private readonly Dictionary<PartyId, Party> _parties;
    private readonly Dictionary<SubjectId, Work> _works;
    private readonly Dictionary<SubjectId, Persona> _personas;
    private readonly Dictionary<SubjectId, TrainedModel> _models;

    /// <summary>A register of these entries. Ids are unique within their kind.</summary>
    public Register(IEnumerable<Party> parties, IEnumerable<Work> works, IEnumerable<Persona> personas, IEnumerable<TrainedModel> models)
    {
        _parties = parties.ToDictionary(party => party.Id);
        _works = works.ToDictionary(work => work.Id);
        _personas = personas.ToDictionary(persona => persona.Id);
        _models = models.ToDictionary(model => model.Id);
        HasCapacities = _parties.Values.Any(party => party.MinorUntil is not null || party.Died is not null);
    }

    /// <summary>Every party, by id.</summary>
    public IEnumerable<Party> Parties => _parties.Values.OrderBy(party => party.Id);

    /// <summary>Every work, by id.</summary>
    public IEnumerable<Work> Works => _works.Values.OrderBy(work => work.Id);

    /// <summary>Every persona, by id.</summary>
    public IEnumerable<Persona> Personas => _personas.Values.OrderBy(persona => persona.Id);

    /// <summary>Every model, by id.</summary>
    public IEnumerable<TrainedModel> Models => _models.Values.OrderBy(model => model.Id);

    /// <summary>The party of that id, or null.</summary>
    public Party? Party(PartyId id) => _parties.GetValueOrDefault(id);

    /// <summary>The model of that id, or null.</summary>
    public TrainedModel? Model(SubjectId id) => _models.GetValueOrDefault(id);

    /// <summary>True when any party of this register came of age or died at a known time, or has somebody to speak for it.</summary>
    internal bool HasCapacities { get; }

    /// <summary>True when the subject's entry is in the register.</summary>
    public bool Has(SubjectId subject) => Document(subject) is not null;

    /// <summary>How a subject is called; its id when it is not registered.</summary>
    public string Title(SubjectId subject) => subject.Kind switch
    {
        SubjectKind.Work => _works.GetValueOrDefault(subject)?.Title,
        SubjectKind.Model => _models.GetValueOrDefault(subject)?.Title,
        _ => _personas.GetValueOrDefault(subject.Entry) is { } persona
            ? persona.Name + (subject.Facet is { } facet ? $" ({Words.Of(facet)})" : "")
            : null,
    } ?? subject.ToString();

    /// <summary>How a party is called; its id when it is not registered.</summary>
    public string Name(PartyId party) => Party(party)?.Name ?? party.ToString();

    /// <summary>The holders of the subject's own entry; empty when it has none or is not registered.</summary>
    public ImmutableArray<Holder> Holders(SubjectId subject) => subject.Kind switch
    {
        SubjectKind.Work => _works.GetValueOrDefault(subject)?.Holders,
        SubjectKind.Model => _models.GetValueOrDefault(subject)?.Holders,
        _ => _personas.GetValueOrDefault(subject.Entry)?.Holders,
    } ?? [];

    /// <summary>The works that contain this one, directly or through others, itself first. A circle of works is walked once.</summary>
    public ImmutableArray<SubjectId> Wholes(SubjectId subject)
    {
        if (subject.Kind != SubjectKind.Work || !_works.TryGetValue(subject, out var work) || work.PartOf.IsEmpty) return [subject];
        var wholes = new List<SubjectId> { subject };
        for (var i = 0; i < wholes.Count; i++)
            if (_works.TryGetValue(wholes[i], out var part))
                foreach (var whole in part.PartOf)
                    if (!wholes.Contains(whole)) wholes.Add(whole);
        return [.. wholes];
    }

    /// <summary>How far a statement about <paramref name="about"/> speaks of <paramref name="used"/>: of a facet through its persona, of a part through its collection.</summary>
    public Truth Covers(SubjectId about, SubjectId used)
    {
        var covers = about.Covers(used);
        if (covers != Truth.False || about.Kind != SubjectKind.Work || used.Kind != SubjectKind.Work) return covers;
        foreach (var whole in Wholes(used))
            if (whole == about) return Truth.True;
        return Truth.False;
    }

    /// <summary>The party and every group it belongs to, directly or through others, as ids. A circle of groups is walked once.</summary>
    public ImmutableArray<string> Names(PartyId party)
    {
        if (Party(party) is not { MemberOf.Length: > 0 }) return [party.ToString()];
        var all = new List<PartyId> { party };
        for (var i = 0; i < all.Count; i++)
            foreach (var group in Party(all[i])?.MemberOf ?? [])
                if (!all.Contains(group)) all.Add(group);
        return [.. all.Select(member => member.ToString())];
    }

    /// <summary>
    /// The subject with whatever stands behind it, itself first: a model brings in what it imitates, and the models it is based on with what
    /// those imitate. A circle of models is walked once.
    /// </summary>
    public ImmutableArray<SubjectId> Behind(SubjectId subject)
    {
        if (subject.Kind != SubjectKind.Model || Model(subject) is not { } model) return [subject];
        if (model.BasedOn.IsEmpty) return [subject, .. model.Of];
        var bases = Bases(subject);
        return [.. bases.Concat(bases.SelectMany(of => Model(of)?.Of ?? [])).Distinct()];
    }

    /// <summary>The models a model comes from, directly or through others, itself first.</summary>
    public ImmutableArray<SubjectId> Bases(SubjectId model)
    {
        if (Model(model) is not { BasedOn.Length: > 0 }) return [model];
        var all = new List<SubjectId> { model };
        for (var i = 0; i < all.Count; i++)
            foreach (var of in Model(all[i])?.BasedOn ?? [])
                if (!all.Contains(of)) all.Add(of);
        return [.. all];
    }

    /// <summary>Tools as a use states them, with the registered models that they come from.</summary>
    internal ImmutableArray<string> WithBases(ImmutableArray<string> tools)
    {
        // A model's name is a slug, so it is the same in the lower case of a use's words.
        if (!tools.Any(tool => SubjectId.Parse(tool) is { IsOk: true, Value.Kind: SubjectKind.Model } parsed && Model(parsed.Value) is { BasedOn.Length: > 0 })) return tools;
        return [.. tools.SelectMany(tool => SubjectId.Parse(tool) is { IsOk: true, Value: { Kind: SubjectKind.Model } model } ? Bases(model).Select(of => of.ToString()) : [tool]).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>True when a person is recognisable in the subject: a persona, or a model of one. An unknown model counts, for nobody can say that it is not.</summary>
    public bool IsOfAPerson(SubjectId subject) => subject.Kind switch
    {
        SubjectKind.Persona => true,
        SubjectKind.Model => Behind(subject).Any(of => of.Kind == SubjectKind.Persona || (of.Kind == SubjectKind.Model && Model(of) is null)),
        _ => false,
    };

    /// <summary>The subject's register entry as a document, or null.</summary>
    public Tree? Document(SubjectId subject) => subject.Kind switch
    {
        SubjectKind.Work => _works.GetValueOrDefault(subject)?.ToTree(),
        SubjectKind.Model => _models.GetValueOrDefault(subject)?.ToTree(),
        _ => _personas.GetValueOrDefault(subject.Entry)?.ToTree(),
    };
}
