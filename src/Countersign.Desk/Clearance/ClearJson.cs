using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Clearance;

/// <summary>Answers for programs: the shapes of <c>countersign/clear/1</c> and <c>countersign/inspect/1</c>.</summary>
public static class ClearJson
{
    /// <summary>Writes a clearance.</summary>
    public static void Write(Utf8JsonWriter json, Cleared cleared, long elapsedMs)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/clear/1");
        json.WriteString("id", cleared.Id);
        json.WriteString("decidedAt", Rfc3339.Write(cleared.DecidedAt));
        TreeWriting.WriteJson(json, "use", cleared.Use.ToTree());
        json.WriteString("verdict", Words.Of(cleared.Verdict));
        json.WriteStartObject("totals");
        json.WriteNumber("files", cleared.Assets.Length);
        foreach (var verdict in new[] { Verdict.Allow, Verdict.Deny, Verdict.Unknown }) json.WriteNumber(Words.Of(verdict), cleared.Count(verdict));
        json.WriteNumber("problems", cleared.Assets.Count(asset => asset.File.Problem is not null));
        json.WriteEndObject();
        json.WriteStartArray("assets");
        foreach (var asset in cleared.Assets)
        {
            json.WriteStartObject();
            WriteFile(json, asset.File);
            TreeWriting.WriteJson(json, "use", asset.Use.ToTree());
            foreach (var (name, value) in asset.Decision.Decision.ToTree().Entries) TreeWriting.WriteJson(json, name, value);
            json.WriteStartArray("subjects");
            foreach (var (subject, decision) in asset.Decision.Subjects)
            {
                json.WriteStartObject();
                json.WriteString("subject", subject.ToString());
                json.WriteString("title", cleared.Register.Title(subject));
                foreach (var (name, value) in decision.ToTree().Entries) TreeWriting.WriteJson(json, name, value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteProblem(json, asset.File.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        // Receipts come with the evidence room; until then there is none to name.
        json.WriteNull("receipt");
        json.WriteNumber("elapsedMs", elapsedMs);
        json.WriteEndObject();
    }

    /// <summary>Writes findings without decisions.</summary>
    public static void WriteInspection(Utf8JsonWriter json, IReadOnlyList<ExaminedFile> files)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/inspect/1");
        json.WriteStartArray("results");
        foreach (var file in files)
        {
            json.WriteStartObject();
            WriteFile(json, file);
            WriteProblem(json, file.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, ExaminedFile file)
    {
        json.WriteString("file", file.File.Name);
        WriteNullable(json, "sha256", file.Sha256);
        if (file.Bytes is { } bytes) json.WriteNumber("bytes", bytes);
        else json.WriteNull("bytes");
        json.WriteString("kind", file.Kind);
        WriteNullable(json, "format", file.Analysis?.Format);
        json.WriteStartArray("findings");
        foreach (var finding in file.Matches.Concat(file.Analysis?.Findings ?? [])) WriteFinding(json, finding);
        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("kind", finding.Kind);
        json.WriteString("code", finding.Code);
        WriteNullable(json, "subject", finding.Subject);
        json.WriteNumber("strength", Math.Round(finding.Strength, 4));
        if (finding.Kind == FindingKinds.Match)
        {
            json.WriteBoolean("strong", finding.IsStrong);
            json.WriteBoolean("whole", finding.IsWhole);
        }
        WriteAt(json, "at", finding.At);
        if (finding.Reference is not null)
        {
            json.WriteString("reference", finding.Reference);
            WriteAt(json, "referenceAt", finding.ReferenceAt);
        }
        json.WriteString("says", finding.Says);
        json.WriteStartObject("detail");
        foreach (var (name, value) in finding.Detail) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a place; an empty object where the whole is meant.</summary>
    internal static void WriteAt(Utf8JsonWriter json, string name, FoundAt? at)
    {
        json.WriteStartObject(name);
        Numbers("time", at?.Time);
        Numbers("region", at?.Region);
        if (at?.Text is { } text)
        {
            json.WriteStartArray("text");
            foreach (var value in text) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        if (at?.Offset is { } offset) json.WriteNumber("offset", offset);
        json.WriteEndObject();

        void Numbers(string part, double[]? values)
        {
            if (values is null) return;
            json.WriteStartArray(part);
            foreach (var value in values) json.WriteNumberValue(Math.Round(value, 4));
            json.WriteEndArray();
        }
    }

    /// <summary>Writes a problem, or null.</summary>
    public static void WriteProblem(Utf8JsonWriter json, Problem? problem)
    {
        if (problem is null)
        {
            json.WriteNull("problem");
            return;
        }
        json.WriteStartObject("problem");
        json.WriteString("code", problem.Code);
        json.WriteString("what", problem.What);
        WriteNullable(json, "where", problem.Where);
        WriteNullable(json, "try", problem.Try);
        json.WriteEndObject();
    }

    private static void WriteNullable(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteString(name, value);
    }
}
