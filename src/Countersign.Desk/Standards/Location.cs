using Countersign.Core.Shared;

namespace Countersign.Desk.Standards;

/// <summary>Where the subject of an export stands on its site.</summary>
internal static class Location
{
    /// <summary>The location as a path pattern that holds nothing else: a file's is closed with <c>$</c>, since a pattern matches whatever begins like it.</summary>
    public static Outcome<string> Pattern(ExportRequest request, string what)
    {
        if (request.Location is not { } location)
            return new Problem("standards.location-needed", $"{what} speaks for paths. Without the path of the work it would speak for the whole site.", null, "Say --location /path/of/the/work.jpg, or --location / for all of it.");
        if (!location.StartsWith('/') || location.Any(c => char.IsControl(c) || c is ' ' or '#' or '"' or '<' or '>'))
            return new Problem("standards.location", $"'{location}' is not a path of a site.", "--location", "It begins with '/', and blanks in it are written %20.");
        return location.EndsWith('/') || location.Contains('*', StringComparison.Ordinal) || location.EndsWith('$') ? location : location + "$";
    }
}
