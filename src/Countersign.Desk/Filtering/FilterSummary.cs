using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;

namespace Countersign.Desk.Filtering;

/// <summary>How many items have one reason, and one of them.</summary>
public sealed record ReasonCount(Verdict Verdict, string Code, string Says, string? Statement, long Items, string Example);

/// <summary>A file or folder that was written.</summary>
/// <param name="Name">Its name, beside the summary.</param>
/// <param name="Kind"><c>jsonl</c>, <c>parquet</c> or <c>folder</c>.</param>
/// <param name="Sha256">Of a file its content; of a folder the digest of its files' names and contents.</param>
/// <param name="Bytes">How large.</param>
/// <param name="Items">How many items it holds.</param>
public sealed record WrittenOutput(string Name, string Kind, string Sha256, long Bytes, long Items);

/// <summary>What was filtered.</summary>
/// <param name="Kind"><c>folder</c>, <c>webdataset</c>, <c>jsonl</c> or <c>parquet</c>.</param>
/// <param name="Name">Its name, without the folders above.</param>
/// <param name="Sha256">Of a manifest its content; of files their names.</param>
/// <param name="Files">How many files were looked at.</param>
/// <param name="FilesSha256">The digest of their names and contents, in order.</param>
public sealed record FilterInput(string Kind, string Name, string Sha256, long Files, string FilesSha256);

/// <summary>The result of a filter run, as it is signed: <c>countersign/filter/1</c>.</summary>
public sealed record FilterSummary
{
    /// <summary>The name of its shape.</summary>
    public const string Schema = "countersign/filter/1";

    /// <summary>The use asked.</summary>
    public required Use Use { get; init; }

    /// <summary>The time it was decided as of.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Whether unknown was kept.</summary>
    public required bool KeepsUnknown { get; init; }

    /// <summary>What was filtered.</summary>
    public required FilterInput Input { get; init; }

    /// <summary>The digest of the register, the statements and the references it was decided with.</summary>
    public required string FactsSha256 { get; init; }

    /// <summary>Columns under other names, as asked.</summary>
    public required string Columns { get; init; }

    /// <summary>How many items there are.</summary>
    public long Items => Allow + Deny + Unknown;

    /// <summary>How many are kept.</summary>
    public required long Kept { get; init; }

    /// <summary>How many are allowed.</summary>
    public required long Allow { get; init; }

    /// <summary>How many are denied.</summary>
    public required long Deny { get; init; }

    /// <summary>How many are unknown.</summary>
    public required long Unknown { get; init; }

    /// <summary>How many of the unknown could not be read or looked into.</summary>
    public required long Problems { get; init; }

    /// <summary>The reasons, most frequent first.</summary>
    public required ImmutableArray<ReasonCount> Reasons { get; init; }

    /// <summary>What was written.</summary>
    public required ImmutableArray<WrittenOutput> Outputs { get; init; }

    /// <summary>The id of the desk's key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The version that wrote it.</summary>
    public static string Version { get; } = System.Reflection.CustomAttributeExtensions.GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(FilterSummary).Assembly)!.InformationalVersion;

    /// <summary>The worst answer; unknown when there are no items.</summary>
    public Verdict Verdict => Deny > 0 ? Verdict.Deny : Unknown > 0 || Allow == 0 ? Verdict.Unknown : Verdict.Allow;

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        var use = Use.ToTree();
        // Whoever asks without a name has none to be written.
        TreeWriting.WriteJson(json, "use", Use.Requester == default ? new Tree.Map([.. use.Entries.Where(entry => entry.Key != "by")]) : use);
        json.WriteString("asOf", Rfc3339.Write(AsOf));
        json.WriteString("verdict", Words.Of(Verdict));
        json.WriteString("unknown", KeepsUnknown ? "kept" : "left-out");
        json.WriteStartObject("totals");
        json.WriteNumber("items", Items);
        json.WriteNumber("kept", Kept);
        json.WriteNumber("leftOut", Items - Kept);
        json.WriteNumber("allow", Allow);
        json.WriteNumber("deny", Deny);
        json.WriteNumber("unknown", Unknown);
        json.WriteNumber("problems", Problems);
        json.WriteEndObject();
        json.WriteStartArray("reasons");
        foreach (var reason in Reasons)
        {
            json.WriteStartObject();
            json.WriteString("verdict", Words.Of(reason.Verdict));
            json.WriteString("code", reason.Code);
            json.WriteString("says", reason.Says);
            if (reason.Statement is not null) json.WriteString("statement", reason.Statement);
            json.WriteNumber("items", reason.Items);
            json.WriteString("example", reason.Example);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("input");
        json.WriteString("kind", Input.Kind);
        json.WriteString("name", Input.Name);
        json.WriteString("sha256", Input.Sha256);
        json.WriteNumber("files", Input.Files);
        json.WriteString("filesSha256", Input.FilesSha256);
        json.WriteEndObject();
        json.WriteStartArray("outputs");
        foreach (var output in Outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            json.WriteString("kind", output.Kind);
            json.WriteString("sha256", output.Sha256);
            json.WriteNumber("bytes", output.Bytes);
            json.WriteNumber("items", output.Items);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("factsSha256", FactsSha256);
        json.WriteString("columns", Columns);
        json.WriteStartObject("tool");
        json.WriteString("name", "countersign");
        json.WriteString("version", Version);
        json.WriteEndObject();
        json.WriteStartObject("signedBy");
        json.WriteString("keyId", KeyId);
        json.WriteString("alg", "ES256");
        json.WriteString("says", "The key of the desk that ran the filter. It shows that this summary and these outputs are unchanged since; it names no person, and does not show that what was decided from was true or complete.");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
