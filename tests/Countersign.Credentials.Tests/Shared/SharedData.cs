namespace Countersign.Credentials.Tests.Shared;

/// <summary>Finds the shared test data, which lives beside the repository and not in it.</summary>
internal static class SharedData
{
    /// <summary>The folder, by COUNTERSIGN_SHARED or by going up from the test's own folder; skips the test when there is none.</summary>
    public static string Need(string below)
    {
        foreach (var root in Roots())
        {
            var path = Path.Combine(root, below);
            if (Directory.Exists(path) || File.Exists(path)) return path;
        }

        Assert.Skip("shared/data is absent: set COUNTERSIGN_SHARED to the folder that holds " + below);
        return "";
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED") is { Length: > 0 } given)
        {
            yield return given;
            yield return Path.Combine(given, "data");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, "shared", "data");
    }
}
