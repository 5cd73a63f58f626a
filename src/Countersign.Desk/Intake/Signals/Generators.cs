using System.Text.RegularExpressions;

namespace Countersign.Desk.Intake.Signals;

/// <summary>
/// Traces that generating tools leave in metadata: one table. A name counts only in a field that names tools; in prose it counts
/// only in a form that the tool itself writes, since a caption may speak about a tool. Editors such as Photoshop are no generators.
/// </summary>
internal static partial class Generators
{
    /// <summary>A tool, the fields it writes, and what it writes there. A null value pattern: the field alone tells.</summary>
    private sealed record Row(string Tool, Regex Fields, Regex? Value, string Source);

    private static readonly Row[] Rows =
    [
        // GB 45438-2025: field AIGC, a JSON object with Label, ContentProducer, ProduceID. The standard itself was not at hand.
        new("GB 45438 label", AigcField(), AigcValue(), "public code: XMP namespace and field names; other carriers unverified"),
        new("Stable Diffusion web UI", AnyText(), WebUi(), "public code"),
        new("ComfyUI", ComfyKeys(), ComfyValue(), "public code: the workflow key; value form unverified"),
        new("InvokeAI", InvokeKeys(), null, "unverified"),
        new("NovelAI", ToolField(), NovelAi(), "unverified"),
        new("Midjourney", AnyText(), MidjourneyJob(), "unverified"),
        new("Midjourney", ToolField(), Midjourney(), "unverified"),
        new("Google AI", CreditField(), GoogleAi(), "public code: Made with Google AI; other forms unverified"),
        new("Adobe Firefly", ToolField(), Firefly(), "unverified"),
        new("OpenAI", ToolField(), OpenAi(), "unverified"),
        new("Stable Diffusion", ToolField(), StableDiffusion(), "unverified"),
        new("FLUX", ToolField(), Flux(), "unverified"),
        new("Suno", SoundText(), Suno(), "unverified"),
        new("Udio", SoundText(), Udio(), "unverified"),
        new("ElevenLabs", SoundText(), ElevenLabs(), "unverified"),
    ];

    public static Signal? Read(Field field, FieldSink sink)
    {
        foreach (var row in Rows)
        {
            if (!row.Fields.IsMatch(field.Name) || (row.Value is { } value && !value.IsMatch(field.Value))) continue;
            var says = row.Tool == "GB 45438 label"
                ? "The file carries the label that China's GB 45438 asks of generated content."
                : $"A field of the file is written as {row.Tool} writes it.";
            // A tool may also have retouched a photograph, so its name says nothing about how much it made.
            return new("signal.generator", says, field.Name, sink.Show(field.Value), field.Offset) { Tool = row.Tool };
        }

        return null;
    }

    // Every pattern runs in linear time: the text is hostile.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex(@"(^PNG \w+ |[:\s])(TC260:)?AIGC$|^EXIF (UserComment|ImageDescription|MakerNote)$|^(ID3 TXXX|Vorbis AIGC|MP4 |RIFF )", Linear)]
    private static partial Regex AigcField();

    [GeneratedRegex(@"""Label""\s*:\s*""?[123]""?.*""(ContentProducer|ProduceID|ContentPropagator)""|""(ContentProducer|ProduceID)"".*""Label""\s*:", Linear | RegexOptions.Singleline)]
    private static partial Regex AigcValue();

    [GeneratedRegex(@"^(PNG |EXIF (UserComment|ImageDescription|XPComment)|JPEG comment|XMP dc:description|XMP exif:UserComment|IPTC Caption|MP4 |ID3 (COMM|TXXX))", Linear)]
    private static partial Regex AnyText();

    [GeneratedRegex(@"\bSteps: \d+, .{0,200}\b(Sampler|CFG scale|Seed): ", Linear | RegexOptions.Singleline)]
    private static partial Regex WebUi();

    [GeneratedRegex(@"^(PNG \w+ (prompt|workflow)|EXIF (Make|Model|ImageDescription|UserComment)|MP4 .*|Vorbis (PROMPT|WORKFLOW|COMMENT))$", Linear)]
    private static partial Regex ComfyKeys();

    [GeneratedRegex(@"""class_type""\s*:|""last_node_id""\s*:", Linear)]
    private static partial Regex ComfyValue();

    [GeneratedRegex(@"^PNG \w+ (Dream|sd-metadata|invokeai_metadata|invokeai_graph|invokeai_workflow)$", Linear)]
    private static partial Regex InvokeKeys();

    [GeneratedRegex(@"^(PNG \w+ (Software|Source|Creator|Author|Generator)|EXIF (Software|Make|Model|Artist)|XMP (xmp:CreatorTool|dc:creator.*|photoshop:Credit|.*[sS]oftwareAgent|xmpMM:.*|.*AISystemUsed.*)|IPTC (Credit|OriginatingProgram|Byline|Source)|ID3 (TSSE|TENC)|Vorbis (ENCODER|SOFTWARE|TOOL)|RIFF ISFT|MP4 (©too|too))$", Linear)]
    private static partial Regex ToolField();

    [GeneratedRegex(@"^NovelAI", Linear)]
    private static partial Regex NovelAi();

    [GeneratedRegex(@"\bJob ID: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Linear)]
    private static partial Regex MidjourneyJob();

    [GeneratedRegex(@"\bMidjourney\b", Linear)]
    private static partial Regex Midjourney();

    [GeneratedRegex(@"(Credit|CreatorTool|Software|softwareAgent)$", Linear)]
    private static partial Regex CreditField();

    [GeneratedRegex(@"^(Made|Edited|Created) with Google AI|^Google (Imagen|Gemini)", Linear)]
    private static partial Regex GoogleAi();

    [GeneratedRegex(@"\bAdobe Firefly\b", Linear)]
    private static partial Regex Firefly();

    [GeneratedRegex(@"\b(OpenAI|DALL[-·•]?E|ChatGPT|gpt-image)\b", Linear)]
    private static partial Regex OpenAi();

    [GeneratedRegex(@"\b(Stable ?Diffusion|SDXL|DreamStudio|AUTOMATIC1111)\b", Linear)]
    private static partial Regex StableDiffusion();

    [GeneratedRegex(@"\b(Black Forest Labs|FLUX\.[12])", Linear)]
    private static partial Regex Flux();

    [GeneratedRegex(@"^(ID3 |Vorbis |MP4 |RIFF )", Linear)]
    private static partial Regex SoundText();

    [GeneratedRegex(@"\b(made|created|generated) (with|by) suno\b|^suno( ai)?$", Linear)]
    private static partial Regex Suno();

    [GeneratedRegex(@"\b(made|created|generated) (with|by) udio\b|^udio$", Linear)]
    private static partial Regex Udio();

    [GeneratedRegex(@"\b(made|created|generated) (with|by) eleven ?labs\b|^eleven ?labs$", Linear)]
    private static partial Regex ElevenLabs();
}
