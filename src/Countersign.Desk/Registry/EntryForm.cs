using Countersign.Core.Models;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Works;

namespace Countersign.Desk.Registry;

/// <summary>The kinds of register entry, by the name that says which one a document is.</summary>
internal static class EntryForm
{
    private static readonly string[] s_kinds = ["party", "work", "persona", "model"];

    /// <summary>Whether a document is a statement.</summary>
    public static bool IsStatement(Tree document) => document is Tree.Map map && map["statement"] is not null;

    /// <summary>The kind a document is of; null when none of the names is there.</summary>
    public static string? KindOf(Tree document) => document is Tree.Map map ? Array.Find(s_kinds, kind => map[kind] is not null) : null;

    /// <summary>An entry's document with its parts in the order people write them.</summary>
    public static Outcome<Tree.Map> Read(string kind, Tree document) => kind switch
    {
        "party" => Party.FromTree(document).Then(party => Outcome.Ok(party.ToTree())),
        "work" => Work.FromTree(document).Then(work => Outcome.Ok(work.ToTree())),
        "persona" => Persona.FromTree(document).Then(persona => Outcome.Ok(persona.ToTree())),
        _ => TrainedModel.FromTree(document).Then(model => Outcome.Ok(model.ToTree())),
    };

    /// <summary>What to say of a document that is of no kind.</summary>
    public static Problem Unknown(Tree document) => new(
        "registry.unknown-kind",
        $"This document does not say what it is{(document is Tree.Map { Entries: [var first, ..] } ? $"; '{first.Key}' is none of the kinds" : "")}.",
        document.At?.ToString(), "Begin with one of: party, work, persona, model, statement.");
}
