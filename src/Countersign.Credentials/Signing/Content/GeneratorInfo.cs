namespace Countersign.Credentials.Signing.Content;

/// <summary>The program or device that made a claim or carried out an action (C2PA 2.2 §10.2.3).</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Version">Its version, for people; null to leave it out.</param>
public sealed record GeneratorInfo(string Name, string? Version = null)
{
    /// <summary>The operating system, for people; null to leave it out.</summary>
    public string? OperatingSystem { get; init; }

    internal CborValue Encode(string? specVersion = null) => new CborFields()
        .Add("name", Name)
        .Add("version", Version)
        .Add("specVersion", specVersion)
        .Add("operating_system", OperatingSystem)
        .ToMap();
}
