using System.Text;
using Countersign.Credentials.Tests.Forging;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>Forged stores, read against a content of their own.</summary>
internal static class Checked
{
    public static readonly byte[] Content = Encoding.UTF8.GetBytes("INT. LANTERN ROOM - NIGHT\nThe lamp turns.\n");

    public const string First = "urn:c2pa:00000000-0000-4000-8000-000000000001";
    public const string Second = "urn:c2pa:00000000-0000-4000-8000-000000000002";
    public const string Third = "urn:c2pa:00000000-0000-4000-8000-000000000003";

    /// <summary>A manifest with nothing wrong about it.</summary>
    public static ForgedManifest Sound(string label = First) => new ForgedManifest(label).Created().Bind(Content);

    /// <summary>A sound manifest that opened another one.</summary>
    public static ForgedManifest Over(ForgedManifest parent, string label = Second) => new ForgedManifest(label).Ingredient(parent).Opened().Bind(Content);

    public static CredentialReport Read(params ForgedManifest[] manifests) => Read(ForgedManifest.Store(manifests));

    public static CredentialReport Read(byte[] store, CredentialReaderOptions? options = null) => new CredentialReader(options ?? Options).ReadDetached(new MemoryStream(Content), store);

    public static CredentialReaderOptions Options { get; } = new() { Clock = new FixedClock(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)), Trust = Trusting(ForgedSigner.Shared) };

    public static Trust.TrustStore Trusting(ForgedSigner signer) => Trust.TrustStore.Create(new() { UserAnchors = [signer.RootPem] });

    /// <summary>The failures of the active manifest, each code once, sorted.</summary>
    public static string[] Failures(this CredentialReport report) => Failures(report.Active!);

    public static string[] Failures(this ManifestReport manifest) =>
        [.. manifest.Statuses.Where(s => s.Kind == StatusKind.Failure).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];

    public static string[] Codes(this ManifestReport manifest, StatusKind kind) =>
        [.. manifest.Statuses.Where(s => s.Kind == kind).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];

    public static ManifestReport Manifest(this CredentialReport report, string label) => report.Manifests.Single(m => m.Label == label);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
