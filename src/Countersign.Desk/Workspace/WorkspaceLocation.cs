namespace Countersign.Desk.Workspace;

/// <summary>Which workspace a command works in.</summary>
/// <param name="Folder">The workspace folder itself, <c>…/.countersign</c>.</param>
/// <param name="DeskFile">The <c>desk.yaml</c> beside it, or null.</param>
public sealed record WorkspaceLocation(string Folder, string? DeskFile)
{
    /// <summary>The name of the workspace folder.</summary>
    public const string FolderName = ".countersign";

    /// <summary>A file that says which register a desk opens with.</summary>
    public const string DeskFileName = "desk.yaml";

    /// <summary>
    /// The one named; else the nearest above <paramref name="firstPath"/> that exists or that a <c>desk.yaml</c> marks; else beside that path.
    /// </summary>
    public static WorkspaceLocation Find(string? named, string? firstPath)
    {
        if (named is not null)
        {
            var full = Path.GetFullPath(named);
            return At(Path.GetFileName(full) == FolderName ? Path.GetDirectoryName(full)! : full);
        }
        var start = Path.GetFullPath(firstPath ?? ".");
        if (!Directory.Exists(start)) start = Path.GetDirectoryName(start) ?? start;
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, FolderName)) || File.Exists(Path.Combine(folder, DeskFileName))) return At(folder);
        return At(firstPath is null ? start : Path.GetDirectoryName(Path.GetFullPath(firstPath).TrimEnd(Path.DirectorySeparatorChar)) ?? start);
    }

    private static WorkspaceLocation At(string folder)
    {
        var deskFile = Path.Combine(folder, DeskFileName);
        return new(Path.Combine(folder, FolderName), File.Exists(deskFile) ? deskFile : null);
    }
}
