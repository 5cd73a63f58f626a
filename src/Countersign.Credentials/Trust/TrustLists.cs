using System.Reflection;

namespace Countersign.Credentials.Trust;

/// <summary>A pair of trust lists in PEM, and the day they were taken.</summary>
/// <param name="Signers">Anchors of claim signers.</param>
/// <param name="TimeStampers">Anchors of time-stamping authorities.</param>
/// <param name="Date">When they were taken from where they are published.</param>
public sealed record PublishedLists(string Signers, string TimeStampers, DateOnly Date);

/// <summary>The C2PA trust lists that come with the library (Trust/Lists/SOURCES.md). They age: show their date, and let the user bring newer ones.</summary>
public static class TrustLists
{
    private static readonly Lazy<PublishedLists> s_bundled = new(() => new(Read("signers.pem"), Read("time-stampers.pem"), new DateOnly(2026, 8, 21)));

    /// <summary>The lists that come with the library.</summary>
    public static PublishedLists Bundled => s_bundled.Value;

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Countersign.Credentials.Trust.Lists." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
