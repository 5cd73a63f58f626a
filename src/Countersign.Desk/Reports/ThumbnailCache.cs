using Countersign.Desk.Intake;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;

namespace Countersign.Desk.Reports;

/// <summary>Small pictures of assets, kept in the workspace by content. They can be deleted at any time.</summary>
internal sealed class ThumbnailCache(DeskWorkspace workspace)
{
    private readonly string _folder = Path.Combine(workspace.Folder, "thumbnails");

    /// <summary>The thumbnail of an asset, or null when it cannot be made.</summary>
    public byte[]? Of(ExaminedFile file)
    {
        var kept = Path.Combine(_folder, file.Sha256 + ".jpg");
        try
        {
            if (File.Exists(kept)) return File.ReadAllBytes(kept);
            if (!StableFile.Read(file.File.Path, FileExaminer.KeepBytes, CancellationToken.None).Try(out var stable, out _) || stable.Sha256 != file.Sha256 || stable.Content is not { } content) return null;
            if (Fingerprinting.Thumbnail(content) is not { } thumbnail) return null;
            Directory.CreateDirectory(_folder);
            AtomicFile.Write(kept, thumbnail);
            return thumbnail;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            // A picture less in the page; the answer does not depend on it.
            return null;
        }
    }
}
