namespace Countersign.Matching.Tests;

/// <summary>
/// Test data that is too large, or not ours, to keep in the repository: COUNTERSIGN_SHARED, or a folder shared/data found
/// beside any folder above the tests. Tests that need it say so and are skipped without it; others cover the same code.
/// </summary>
internal static class SharedData
{
    public static string Find(params string[] parts)
    {
        var path = Root() is { } root ? Path.Combine([root, .. parts]) : null;
        if (path is null || !Path.Exists(path))
            Assert.Skip($"shared/data is absent (no {string.Join('/', parts)}; set COUNTERSIGN_SHARED to the folder that holds data/)");
        return path;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED") is { Length: > 0 } set)
            return Path.Combine(set, "data");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data") is var candidate && Directory.Exists(candidate))
                return candidate;
        return null;
    }
}
