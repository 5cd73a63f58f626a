using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;

namespace Countersign.Core.Personas;

/// <summary>One registered facet of a persona, with what shows it.</summary>
/// <param name="Facet">Which.</param>
/// <param name="AgeBand">The age it shows; null when the register does not say.</param>
/// <param name="Files">Reference files.</param>
public sealed record PersonaFacet(Facet Facet, AgeBand? AgeBand, ImmutableArray<ReferenceFile> Files);

/// <summary>What makes a person recognisable, and who may consent to its use.</summary>
/// <param name="Id">Its id, of kind persona, without a facet.</param>
/// <param name="Name">The person's name, or the name they are known by.</param>
/// <param name="Holders">Who consents: the person; after death, whoever succeeded.</param>
/// <param name="Facets">What is registered of them. A facet that is not listed is protected all the same: it only cannot be found.</param>
/// <param name="Note">Anything a reader should know; null when nothing.</param>
public sealed record Persona(SubjectId Id, string Name, ImmutableArray<Holder> Holders, ImmutableArray<PersonaFacet> Facets, string? Note)
{
    /// <summary>The persona as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("persona", Id.ToString()),
        ("name", Name),
        ("holders", Holder.ToTree(Holders)),
        ("facets", Facets.IsEmpty ? null : Tree.Of(Facets.Select(facet => (Tree)Tree.Of(
            ("facet", Words.Of(facet.Facet)),
            ("age-band", facet.AgeBand is { } band ? (Tree)band.ToString() : null),
            ("files", ReferenceFile.ToTree(facet.Files)))))),
        ("note", Note is null ? null : (Tree)Note));

    /// <summary>Reads a persona from its document.</summary>
    public static Outcome<Persona> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var id = form.Parsed("persona", SubjectId.Parse);
        if (id is { Kind: not SubjectKind.Persona } or { Facet: not null }) form.Report("id.subject", "A persona's id is 'persona:' and a name, without a facet.", "persona");
        var name = form.Text("name");
        var holders = Holder.FromTree(form, "holders", problems);
        var facets = ImmutableArray.CreateBuilder<PersonaFacet>();
        foreach (var item in form.Items("facets"))
        {
            var part = item is Tree.Text text ? Tree.Of(("facet", text.Value)) with { At = item.At } : item;
            var reader = TreeReader.Over(part, problems);
            var facet = reader.Parsed("facet", Words.Parse<Facet>);
            var band = reader.OptionalParsed("age-band", AgeBand.Parse);
            var files = ReferenceFile.FromTree(reader, "files", problems);
            reader.Close();
            if (facet is { } known) facets.Add(new(known, band, files));
        }
        var note = form.OptionalText("note");
        form.Close();
        return problems.Count > 0 ? Outcome.Fail<Persona>(problems) : new Persona(id!.Value, name, holders, facets.ToImmutable(), note);
    }
}
