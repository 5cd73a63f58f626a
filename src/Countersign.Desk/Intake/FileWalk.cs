using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Intake;

/// <summary>One thing found below a path: a file to look at, or why it cannot be.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">How it is called in answers: relative to the folder asked about, with '/' between folders.</param>
/// <param name="Problem">Why it is not looked at; null for a file that is.</param>
public sealed record WalkedFile(string Path, string Name, Problem? Problem);

/// <summary>
/// Lists what is below a path, in one order on every machine. Links to folders are not followed, so a loop of links cannot trap it; pipes
/// and devices are named and not opened.
/// </summary>
public static class FileWalk
{
    /// <summary>Folders that are tools' and not the production's.</summary>
    private static readonly string[] s_skipped = [WorkspaceLocation.FolderName, ".git"];

    /// <summary>Everything below the paths, by name. Names that say how to clear (<c>production.yaml</c>) are left out.</summary>
    public static Outcome<ImmutableArray<WalkedFile>> Of(IReadOnlyList<string> paths, Func<string, bool>? leaveOut = null)
    {
        var found = ImmutableArray.CreateBuilder<WalkedFile>();
        foreach (var path in paths)
        {
            var full = Path.GetFullPath(path);
            var kind = PathKinds.Of(full);
            if (kind == PathKind.Link) kind = Directory.Exists(full) ? PathKind.Folder : PathKind.File;
            // With one folder its own name would stand before every row; with several paths it tells them apart.
            var prefix = paths.Count == 1 ? "" : Slashes(path).TrimEnd('/') + "/";
            switch (kind)
            {
                case PathKind.Missing:
                    return new Problem("path.missing", "There is nothing at this path.", path, "Check the spelling.");
                case PathKind.Folder:
                    WalkFolder(full, prefix, found);
                    break;
                default:
                    found.Add(Look(full, paths.Count == 1 ? Path.GetFileName(full) : Slashes(path), PathKinds.Of(full)));
                    break;
            }
        }
        return found.Where(file => leaveOut is null || file.Problem is not null || !leaveOut(file.Path))
            .DistinctBy(file => file.Path)
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToImmutableArray();
    }

    private static void WalkFolder(string root, string prefix, ImmutableArray<WalkedFile>.Builder found)
    {
        var folders = new Stack<(string Path, string Name)>([(root, prefix)]);
        while (folders.TryPop(out var folder))
        {
            string[] children;
            try
            {
                children = Directory.GetFileSystemEntries(folder.Path);
            }
            catch (Exception e) when (StorageProblems.IsExpected(e))
            {
                found.Add(new(folder.Path, folder.Name, StorageProblems.From(e, folder.Name)));
                continue;
            }
            foreach (var child in children)
            {
                var name = Path.GetFileName(child);
                var kind = PathKinds.Of(child);
                if (kind != PathKind.Folder) found.Add(Look(child, folder.Name + name, kind));
                else if (!s_skipped.Contains(name)) folders.Push((child, folder.Name + name + "/"));
            }
        }
    }

    private static WalkedFile Look(string path, string name, PathKind kind)
    {
        switch (kind)
        {
            case PathKind.File: return new(path, name, null);
            case PathKind.Special:
                return new(path, name, new("path.not-a-file", "This is a pipe, a socket or a device, not a file.", name, "Take it out of the folder."));
            case PathKind.Missing:
                return new(path, name, new("path.unreadable-name", "The name of this file cannot be read as text, or the file is gone.", name, "Rename it."));
            default:
                return PathKinds.Behind(path) switch
                {
                    PathKind.File => new(path, name, null),
                    PathKind.Folder => new(path, name, new("path.folder-link", "This is a link to a folder, and links to folders are not followed.", name, "Clear the folder it points to.")),
                    PathKind.Special => new(path, name, new("path.not-a-file", "This is a link to a pipe, a socket or a device, not to a file.", name, "Take it out of the folder.")),
                    _ => new(path, name, new("path.broken-link", "This link leads nowhere, or round in a circle.", name, "Mend or remove the link.")),
                };
        }
    }

    private static string Slashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');
}
