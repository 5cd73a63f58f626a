using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Works;

/// <summary>What a registered creation is.</summary>
public enum WorkKind
{
    /// <summary>A screenplay, story, article or lyric.</summary>
    Text,

    /// <summary>A picture, photograph or design.</summary>
    Picture,

    /// <summary>A sound recording.</summary>
    Recording,

    /// <summary>A film, episode or clip.</summary>
    Film,

    /// <summary>A musical work, apart from any recording of it.</summary>
    Song,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A registered creation.</summary>
/// <param name="Id">Its id, of kind work.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">As it should be shown.</param>
/// <param name="Files">Its reference files, by content.</param>
/// <param name="Holders">Its right holders, by party.</param>
/// <param name="ExternalIds">Ids in other registers.</param>
/// <param name="Note">Anything a reader should know; null when nothing.</param>
public sealed record Work(
    SubjectId Id, WorkKind Kind, string Title, ImmutableArray<ReferenceFile> Files, ImmutableArray<Holder> Holders,
    ImmutableArray<ExternalId> ExternalIds, string? Note)
{
    /// <summary>The collections it belongs to (a song on an album, an episode of a series, an item of a data set). What a holder of this work says of the collection, they say of it.</summary>
    public ImmutableArray<SubjectId> PartOf { get; init; } = [];

    /// <summary>The work as a document.</summary>
    public Tree.Map ToTree() => Tree.Of(
        ("work", Id.ToString()),
        ("kind", Words.Of(Kind)),
        ("title", Title),
        ("files", ReferenceFile.ToTree(Files)),
        ("holders", Holder.ToTree(Holders)),
        ("part-of", PartOf.IsEmpty ? null : Tree.Of(PartOf.Select(whole => whole.ToString()))),
        ("ids", ExternalId.ToTree(ExternalIds)),
        ("note", Note is null ? null : (Tree)Note));

    /// <summary>Reads a work from its document.</summary>
    public static Outcome<Work> FromTree(Tree tree)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var id = form.Parsed("work", SubjectId.Parse);
        if (id is { Kind: not SubjectKind.Work }) form.Report("id.subject", "A work's id starts with 'work:'.", "work");
        var kind = form.Parsed("kind", Words.Parse<WorkKind>);
        var title = form.Text("title");
        var files = ReferenceFile.FromTree(form, "files", problems);
        var holders = Holder.FromTree(form, "holders", problems);
        var ids = ExternalId.FromTree(form, "ids");
        var note = form.OptionalText("note");
        var wholes = form.ParsedList("part-of", SubjectId.Parse);
        if (wholes.Any(whole => whole.Kind != SubjectKind.Work || whole == id)) form.Report("form.part-of", "A work is part of other works.", "part-of");
        form.Close();
        return problems.Count > 0
            ? Outcome.Fail<Work>(problems)
            : new Work(id!.Value, kind!.Value, title, files, holders, ids, note) { PartOf = [.. wholes.Distinct().Order()] };
    }
}
