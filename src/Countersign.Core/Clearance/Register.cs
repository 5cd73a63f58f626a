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

    /// <summary>The subject with whatever stands behind it: a model brings in what it imitates. In order, the subject itself first.</summary>
    public ImmutableArray<SubjectId> Behind(SubjectId subject) =>
        subject.Kind == SubjectKind.Model && Model(subject) is { } model ? [subject, .. model.Of] : [subject];

    /// <summary>True when a person is recognisable in the subject: a persona, or a model of one. An unknown model counts, for nobody can say that it is not.</summary>
    public bool IsOfAPerson(SubjectId subject) => subject.Kind switch
    {
        SubjectKind.Persona => true,
        SubjectKind.Model => Model(subject) is not { } model || model.Of.Any(of => of.Kind == SubjectKind.Persona),
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
