using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;

namespace Countersign.Core.Models;

/// <summary>A trained model that matters to someone's rights: a voice model, a double, a style model.</summary>
/// <param name="Id">Its id, of kind model.</param>
/// <param name="Title">As it should be shown.</param>
/// <param name="Of">What it imitates or was trained on. Whoever holds those must consent to a use of the model as well.</param>
/// <param name="Holders">Who holds the model itself.</param>
/// <param name="Files">The model's own files and samples of its output, by which it is recognised.</param>
/// <param name="Note">Anything a reader should know; null when nothing.</param>
public sealed record TrainedModel(
    SubjectId Id, string Title, ImmutableArray<SubjectId> Of, ImmutableArray<Holder> Holders, ImmutableArray<ReferenceFile> Files, string? Note)
{
    /// <summary>The model as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("model", Id.ToString()),
        ("title", Title),
        ("of", Of.IsEmpty ? null : Tree.Of(Of.Select(subject => subject.ToString()))),
        ("holders", Holder.ToTree(Holders)),
        ("files", ReferenceFile.ToTree(Files)),
        ("note", Note is null ? null : (Tree)Note));

    /// <summary>Reads a model from its document.</summary>
    public static Outcome<TrainedModel> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var id = form.Parsed("model", SubjectId.Parse);
        if (id is { Kind: not SubjectKind.Model }) form.Report("id.subject", "A model's id starts with 'model:'.", "model");
        var title = form.Text("title");
        var of = form.ParsedList("of", SubjectId.Parse);
        // A model of a model would hide whose voice it is behind a second name.
        if (of.Any(subject => subject.Kind == SubjectKind.Model)) form.Report("form.model-of-model", "Name the works and personas behind the other model.", "of");
        var holders = Holder.FromTree(form, "holders", problems);
        var files = ReferenceFile.FromTree(form, "files", problems);
        var note = form.OptionalText("note");
        form.Close();
        return problems.Count > 0
            ? Outcome.Fail<TrainedModel>(problems)
            : new TrainedModel(id!.Value, title, [.. of.Distinct().Order()], holders, files, note);
    }
}
