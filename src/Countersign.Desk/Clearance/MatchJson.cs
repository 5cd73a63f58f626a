using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Statements;
using Countersign.Desk.Intake;

namespace Countersign.Desk.Clearance;

/// <summary>Answers for programs: the shapes of <c>countersign/match/1</c> and <c>countersign/fingerprint/1</c>.</summary>
public static class MatchJson
{
    /// <summary>Writes matches, best first.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ExaminedFile> files, Register register)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/match/1");
        json.WriteStartArray("results");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.File.Name);
            json.WriteStartArray("matches");
            foreach (var match in file.Matches)
            {
                var subject = SubjectId.Parse(match.Subject!).Value;
                json.WriteStartObject();
                json.WriteString("subject", subject.ToString());
                json.WriteString("title", register.Title(subject));
                json.WriteString("kind", file.Kind);
                json.WriteNumber("strength", Math.Round(match.Strength, 4));
                json.WriteBoolean("strong", match.IsStrong);
                json.WriteBoolean("whole", match.IsWhole);
                json.WriteString("method", match.Detail["method"]);
                ClearJson.WriteAt(json, "at", match.At);
                json.WriteString("reference", match.Reference);
                ClearJson.WriteAt(json, "referenceAt", match.ReferenceAt);
                json.WriteString("says", match.Says);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            ClearJson.WriteProblem(json, file.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes fingerprints. ISCC codes come with the matching room's next version, and are not named until then.</summary>
    public static void WriteFingerprints(Utf8JsonWriter json, IReadOnlyList<ExaminedFile> files)
    {
        json.WriteStartObject();
        json.WriteString("schema", "countersign/fingerprint/1");
        json.WriteStartArray("results");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.File.Name);
            json.WriteString("kind", file.Kind);
            json.WriteString("sha256", file.Sha256);
            if (file.Analysis?.Pdq is { } pdq)
            {
                json.WriteString("pdq", pdq);
                json.WriteNumber("pdqQuality", file.Analysis.PdqQuality ?? 0);
            }
            ClearJson.WriteProblem(json, file.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
