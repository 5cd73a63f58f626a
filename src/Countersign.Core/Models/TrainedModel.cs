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
    /// <summary>The models it was made from: an earlier version, a base it was tuned from. What stands behind them stands behind it too.</summary>
    public ImmutableArray<SubjectId> BasedOn { get; init; } = [];

    /// <summary>The consents it was trained under: ids or labels of statements, in ordinal order.</summary>
    public ImmutableArray<string> Under { get; init; } = [];

    /// <summary>Its version, as its makers call it; null when not stated.</summary>
    public string? Version { get; init; }

    /// <summary>The model as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("model", Id.ToString()),
        ("title", Title),
        ("of", Of.IsEmpty ? null : Tree.Of(Of.Select(subject => subject.ToString()))),
        ("based-on", BasedOn.IsEmpty ? null : Tree.Of(BasedOn.Select(subject => subject.ToString()))),
        ("under", Under.IsEmpty ? null : Tree.Of(Under)),
        ("version", Version is null ? null : (Tree)Version),
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
        // What a model imitates is a work or a person; the models it comes from are another list.
        if (of.Any(subject => subject.Kind == SubjectKind.Model)) form.Report("form.model-of-model", "A model that it was made from stands under 'based-on'.", "of");
        var basedOn = form.ParsedList("based-on", SubjectId.Parse);
        if (basedOn.Any(subject => subject.Kind != SubjectKind.Model)) form.Report("id.subject", "'based-on' names models: model:…", "based-on");
        if (id is { } own && basedOn.Contains(own)) form.Report("form.model-of-itself", "A model is not based on itself.", "based-on");
        var under = form.OptionalTexts("under") ?? [];
        var version = form.OptionalText("version");
        var holders = Holder.FromTree(form, "holders", problems);
        var files = ReferenceFile.FromTree(form, "files", problems);
        var note = form.OptionalText("note");
        form.Close();
        return problems.Count > 0
            ? Outcome.Fail<TrainedModel>(problems)
            : new TrainedModel(id!.Value, title, [.. of.Distinct().Order()], holders, files, note)
            {
                BasedOn = [.. basedOn.Distinct().Order()], Under = [.. under.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], Version = version,
            };
    }
}
