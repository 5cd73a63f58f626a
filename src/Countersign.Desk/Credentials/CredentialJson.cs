using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;

namespace Countersign.Desk.Credentials;

/// <summary>Writes <c>countersign/credentials/1</c>.</summary>
public static class CredentialJson
{
    /// <summary>Writes the answer.</summary>
    /// <param name="json">Where it goes.</param>
    /// <param name="results">The files.</param>
    /// <param name="judge">Against what they were judged; null to leave that out.</param>
    public static void Write(Utf8JsonWriter json, IEnumerable<CredentialResult> results, CredentialDesk? judge = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(results);
        json.WriteStartObject();
        json.WriteString("schema", "countersign/credentials/1");
        json.WriteStartArray("results");
        foreach (var result in results) Write(json, result);
        json.WriteEndArray();
        if (judge is not null)
        {
            json.WriteString("asOf", Rfc3339.Write(judge.Now));
            json.WriteString("edition", judge.Edition);
            json.WriteString("trustLists", judge.Lists);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CredentialResult result)
    {
        json.WriteStartObject();
        json.WriteString("file", result.File);
        var report = result.Report;
        json.WriteString("state", (report?.State ?? CredentialState.Error).ToString());
        var active = report?.Active;
        Number(json, "claimVersion", active is { ClaimVersion: > 0 } ? active.ClaimVersion : null);
        Text(json, "alg", active?.Signer?.Algorithm);
        Text(json, "signer", active?.Signer?.Name);
        Text(json, "signedAt", active?.Signer?.StampedAt is { } stamped ? Rfc3339.Write(stamped) : null);
        Codes(json, "success", active, StatusKind.Success);
        Codes(json, "informational", active, StatusKind.Informational);
        Codes(json, "failure", active, StatusKind.Failure);
        json.WriteStartObject("ai");
        Text(json, "source", report?.Ai.Source);
        json.WriteString("statement", report?.Ai.Statement ?? "");
        json.WriteEndObject();
        json.WriteStartObject("trainingMining");
        foreach (var (name, entry) in active?.TrainingMining ?? s_nothing) json.WriteString(name, entry.Use switch { TrainingMiningUse.Allowed => "allowed", TrainingMiningUse.Constrained => "constrained", _ => "notAllowed" });
        json.WriteEndObject();
        Text(json, "sidecar", result.Sidecar);
        if (report is not null) Further(json, report);
        json.WritePropertyName("problem");
        if (result.Problem is { } problem) Problem(json, problem.Code, problem.What, problem.Where, problem.Try);
        else if (report?.Problem is { } defect) Problem(json, defect.Code, defect.Says, $"byte {defect.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the store", null);
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    // Beyond what the schema asks for: what a program needs to show a report like ours.
    private static void Further(Utf8JsonWriter json, CredentialReport report)
    {
        json.WriteString("integrity", report.Integrity.ToString());
        json.WriteString("trust", report.Trust.ToString());
        json.WriteString("edition", report.Edition);
        json.WriteString("container", report.Container.ToString());
        Text(json, "remoteManifest", report.RemoteManifest);
        json.WriteStartArray("says");
        foreach (var line in report.PlainWords) json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteStartArray("defects");
        foreach (var defect in report.Defects) Problem(json, defect.Code, defect.Says, $"byte {defect.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture)}", null);
        json.WriteEndArray();
        json.WriteStartArray("manifests");
        foreach (var manifest in report.Manifests) Manifest(json, manifest);
        json.WriteEndArray();
        json.WriteStartArray("ingredientDeltas");
        foreach (var ingredient in report.Ingredients)
        {
            json.WriteStartObject();
            json.WriteString("uri", ingredient.Uri);
            Text(json, "title", ingredient.Title);
            Text(json, "relationship", ingredient.Relationship);
            Text(json, "manifest", ingredient.Manifest);
            Statuses(json, "new", ingredient.New);
            Statuses(json, "gone", ingredient.Gone);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Manifest(Utf8JsonWriter json, ManifestReport manifest)
    {
        json.WriteStartObject();
        json.WriteString("label", manifest.Label);
        json.WriteString("kind", Words.Of(manifest.Kind));
        Number(json, "claimVersion", manifest.ClaimVersion > 0 ? manifest.ClaimVersion : null);
        Text(json, "title", manifest.Title);
        Text(json, "generator", manifest.Generator);
        Text(json, "instanceId", manifest.InstanceId);
        if (manifest.Signer is { } signer)
        {
            json.WriteStartObject("signer");
            json.WriteString("name", signer.Name);
            Text(json, "commonName", signer.CommonName);
            Text(json, "issuer", signer.Issuer);
            Text(json, "serialNumber", signer.SerialNumber);
            Text(json, "alg", signer.Algorithm);
            Text(json, "stampedAt", signer.StampedAt is { } at ? Rfc3339.Write(at) : null);
            Text(json, "stampedBy", signer.StampedBy);
            Text(json, "claimedAt", signer.ClaimedAt is { } claimed ? Rfc3339.Write(claimed) : null);
            json.WriteString("notBefore", Rfc3339.Write(signer.NotBefore));
            json.WriteString("notAfter", Rfc3339.Write(signer.NotAfter));
            json.WriteEndObject();
        }

        json.WriteStartArray("actions");
        foreach (var action in manifest.Actions)
        {
            json.WriteStartObject();
            json.WriteString("action", action.Name);
            Text(json, "digitalSourceType", action.DigitalSourceType);
            Text(json, "when", action.When);
            Text(json, "softwareAgent", action.SoftwareAgent);
            Text(json, "description", action.Description);
            json.WriteBoolean("created", action.Created);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("assertions");
        foreach (var assertion in manifest.Assertions)
        {
            json.WriteStartObject();
            json.WriteString("label", assertion.Label);
            json.WriteBoolean("created", assertion.Created);
            json.WriteNumber("bytes", assertion.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("identities");
        foreach (var identity in manifest.Identities)
        {
            json.WriteStartObject();
            json.WriteString("uri", identity.Uri);
            json.WriteString("kind", identity.Kind);
            Text(json, "name", identity.Name);
            json.WriteBoolean("holds", identity.Holds);
            json.WriteBoolean("trusted", identity.Trusted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Statuses(json, "statuses", manifest.Statuses);
        json.WriteEndObject();
    }

    private static void Statuses(Utf8JsonWriter json, string name, IReadOnlyList<ValidationStatus> statuses)
    {
        json.WriteStartArray(name);
        foreach (var status in statuses)
        {
            json.WriteStartObject();
            json.WriteString("kind", Words.Of(status.Kind));
            json.WriteString("code", status.Code);
            Text(json, "uri", status.Uri.Length > 0 ? status.Uri : null);
            json.WriteString("says", status.Says);
            Number(json, "offset", status.Offset);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Codes(Utf8JsonWriter json, string name, ManifestReport? manifest, StatusKind kind)
    {
        json.WriteStartArray(name);
        foreach (var code in (manifest?.Statuses ?? []).Where(s => s.Kind == kind).Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)) json.WriteStringValue(code);
        json.WriteEndArray();
    }

    private static void Problem(Utf8JsonWriter json, string code, string what, string? where, string? next)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("what", what);
        Text(json, "where", where);
        Text(json, "try", next);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static readonly IReadOnlyDictionary<string, TrainingMiningEntry> s_nothing = new Dictionary<string, TrainingMiningEntry>();
}
