using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;

namespace Countersign.Desk.Workspace;

/// <summary>
/// A <c>desk.yaml</c>: a desk kept as readable files. The workspace beside it opens with the register it names, and takes in what was
/// added or changed since. It counts as much as the workspace itself, so it is only ever looked for beside one, or above the files cleared.
/// </summary>
public sealed record DeskFile(string Title, ImmutableArray<string> Registry)
{
    /// <summary>Reads one.</summary>
    public static Outcome<DeskFile> Read(string path) => SourceFiles.ReadOne(path).Then(tree =>
    {
        var problems = new List<Problem>();
        var form = TreeReader.Over(tree, problems);
        var title = form.Text("desk");
        var registry = form.OptionalTexts("registry") ?? [];
        form.Close();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return problems.Count > 0
            ? Outcome.Fail<DeskFile>([.. problems.Select(problem => problem.In(path))])
            : new DeskFile(title, [.. registry.Select(item => Path.Combine(folder, item))]);
    });

    /// <summary>Imports the register into a workspace.</summary>
    public Outcome<Imported> LoadInto(DeskWorkspace workspace) =>
        new RegistryImport(new RegistryStore(workspace)).Import(Registry);
}
