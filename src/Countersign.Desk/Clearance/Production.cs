using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Documents;

namespace Countersign.Desk.Clearance;

/// <summary>What a production says of itself in <c>production.yaml</c>: who asks, for what use, and what it declares of single files.</summary>
public sealed record Production(string Project, string Title, Use Use, ImmutableArray<Declaration> Files, string Source)
{
    /// <summary>The packs that the production says it is bound by: agreements, standards. Laws need not be named.</summary>
    public ImmutableArray<string> Packs { get; init; } = [];

    /// <summary>The file's name, in the folder that is cleared.</summary>
    public const string FileName = "production.yaml";

    /// <summary>Reads a production's file.</summary>
    public static Outcome<Production> Read(string path) => SourceFiles.ReadOne(path).Then(tree => FromTree(tree, path));

    private static Outcome<Production> FromTree(Tree tree, string path)
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var project = form.Text("production");
        if (project.Length > 0 && !Slug.IsValid(project)) form.Report("form.project", $"'{project}' is not a project id.", "production", "Use a–z, 0–9, '-' and '.', such as the-long-take.");
        var title = form.OptionalText("title") ?? project;
        var by = form.Parsed("by", PartyId.Parse) ?? default;
        var person = form.OptionalParsed("person", PartyId.Parse);
        var asked = form.Nested("use");
        if (asked is null) form.Report("form.missing", "'use' is missing: what is asked for?", null, "For example: use: { act: distribute.publish }.");
        var use = Use.Of(asked?.Parsed("act", Act.Parse) ?? default, by) with { Person = person };
        if (project.Length > 0) use = use.With(Dimension.Project, project);
        if (asked is not null)
        {
            use = use.ReadDimensions(asked, problems);
            asked.Close();
        }
        var packs = form.OptionalTexts("packs") ?? [];
        var files = form.Items("files").Select(item => Declaration.FromTree(item, problems)).ToImmutableArray();
        form.Close();
        return problems.Count > 0
            ? Outcome.Fail<Production>([.. problems.Select(problem => problem.In(path))])
            : new Production(project, title, use, files, Path.GetFileName(path)) { Packs = packs };
    }

    /// <summary>The use asked of one file, and the origins declared of it. Later declarations go over earlier ones.</summary>
    public (Use Use, ImmutableArray<Origin> Origins) For(string file)
    {
        var use = Use;
        var origins = ImmutableArray.CreateBuilder<Origin>();
        foreach (var declaration in Files.Where(declaration => declaration.Fits(file)))
        {
            use = declaration.Over(use);
            if (declaration.Origin is { } origin && use.Person is { } person)
            {
                origins.Clear();
                origins.Add(origin with { By = person, Source = Source });
            }
        }
        return (use, origins.ToImmutable());
    }
}

/// <summary>What a production declares of the files that fit a pattern.</summary>
/// <param name="Match">The pattern, as written.</param>
/// <param name="Pattern">The pattern, compiled.</param>
/// <param name="Form">The declared use, as written; read again over the production's own.</param>
/// <param name="Origin">The declared origin; null when none is.</param>
public sealed record Declaration(string Match, Regex Pattern, Tree.Map Form, Origin? Origin)
{
    private static readonly string[] s_notOfTheUse = ["match", "origin"];

    /// <summary>True when the pattern fits a relative path with '/' between folders.</summary>
    public bool Fits(string file) => Pattern.IsMatch(file);

    internal static Declaration FromTree(Tree tree, List<Problem> problems)
    {
        var form = TreeReader.Over(tree, problems);
        var match = form.Text("match");
        Origin? origin = null;
        if (form.Nested("origin") is { } declared)
        {
            var kind = declared.Parsed("kind", Words.Parse<OriginKind>);
            var says = declared.Text("says");
            var model = declared.OptionalText("model");
            declared.Close();
            origin = new(kind ?? default, default, model is null ? says : $"{says} (model: {model})", "", model is not null);
        }
        var declaration = new Declaration(match, Compile(match), tree as Tree.Map ?? new([]), origin);
        // Read once here, so that every mistake is found when the file is read and not when the first file fits.
        Read(Use.Of(default, default), form, problems);
        form.Close();
        return declaration;
    }

    /// <summary>A use with what is declared here laid over it.</summary>
    public Use Over(Use use)
    {
        var none = new List<Problem>();
        return Read(use, TreeReader.Over(new Tree.Map([.. Form.Entries.Where(entry => !s_notOfTheUse.Contains(entry.Key))]), none), none);
    }

    private static Use Read(Use use, TreeReader form, List<Problem> problems)
    {
        if (form.OptionalParsed("act", Act.Parse) is { } act) use = use with { Act = act };
        var subjects = form.ParsedList("subjects", SubjectId.Parse);
        if (!subjects.IsEmpty) use = use with { Subjects = [.. use.Subjects.Concat(subjects).Distinct().Order()] };
        return use.ReadDimensions(form, problems);
    }

    /// <summary><c>*</c> stands for anything within a name, <c>**</c> for anything across folders, <c>?</c> for one character. Matching is linear in time.</summary>
    internal static Regex Compile(string glob)
    {
        var pattern = Regex.Escape(glob).Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return new("^" + pattern + "$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }
}
