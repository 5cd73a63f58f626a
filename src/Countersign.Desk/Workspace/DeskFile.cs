using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Registry;
using Countersign.Desk.Storage;

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

    /// <summary>Imports the register into a workspace, unless nothing in its folders has changed since the last time.</summary>
    public Outcome<Imported> LoadInto(DeskWorkspace workspace)
    {
        var marker = Path.Combine(workspace.Folder, "desk-loaded");
        try
        {
            var state = State();
            if (!workspace.IsNew && File.Exists(marker) && File.ReadAllText(marker) == state) return new Imported(0, 0, 0);
            return new RegistryImport(new RegistryStore(workspace)).Import(Registry).Then(imported =>
            {
                AtomicFile.Write(marker, Encoding.UTF8.GetBytes(state));
                return Outcome.Ok(imported);
            });
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, marker);
        }
    }

    /// <summary>Names, sizes and times of every file in the register's folders: whenever one differs, the import runs again, and finds out itself what changed.</summary>
    private string State()
    {
        var files = Registry.SelectMany(path => Directory.Exists(path)
            ? new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            : [new FileInfo(path)]);
        var lines = files.Select(file => file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}") : file.FullName);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)))));
    }
}
