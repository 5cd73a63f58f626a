using System.Text;
using Countersign.Desk.Intake.Signals;
using Countersign.Desk.Intake.Sniffing;
using CsCheck;
using static Countersign.Desk.Tests.Intake.FileBuilder;

namespace Countersign.Desk.Tests.Intake.Signals;

public class SignalReaderTests
{
    private static SignalReading Read(byte[] file) => SignalReader.Read(file, MediaSniffer.Sniff(file, file.Length));

    private static Signal One(byte[] file) => Assert.Single(Read(file).Signals);

    [Theory]
    [InlineData("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "trainedAlgorithmicMedia", AiMade.Fully)]
    [InlineData("https://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia/", "compositeWithTrainedAlgorithmicMedia", AiMade.Composite)]
    [InlineData("digitalCapture", "digitalCapture", AiMade.No)]
    [InlineData("composite", "composite", AiMade.Unstated)]
    [InlineData("https://example.org/mineAlone", "mineAlone", AiMade.Unstated)]
    public void A_digital_source_type_is_read_as_address_or_term(string value, string term, AiMade made)
    {
        var signal = One(JpegWithXmp(Xmp($"Iptc4xmpExt:DigitalSourceType=\"{value}\"")));
        Assert.Equal("signal.digital-source-type", signal.Code);
        Assert.Equal("XMP Iptc4xmpExt:DigitalSourceType", signal.Field);
        Assert.Equal(term, signal.Term);
        Assert.Equal(made, signal.AiMade);
        Assert.NotNull(signal.Offset);
    }

    [Theory]
    [InlineData("DMI-ALLOWED", "analyse.mine+ analyse.index+ train+")]
    [InlineData("DMI-PROHIBITED", "analyse.mine- analyse.index- train-")]
    [InlineData("DMI-PROHIBITED-AIMLTRAINING", "train-")]
    [InlineData("DMI-PROHIBITED-GENAIMLTRAINING", "train.generative-")]
    [InlineData("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "analyse.mine- train-")]
    [InlineData("DMI-PROHIBITED-SEECONSTRAINT", "analyse.mine- analyse.index- train-")]
    [InlineData("DMI-UNSPECIFIED", "")]
    [InlineData("DMI-INVENTED", "")]
    public void Data_mining_values_become_acts_and_never_widen(string value, string acts)
    {
        foreach (var written in (string[])[value, "http://ns.useplus.org/ldf/vocab/" + value])
        {
            var signal = One(JpegWithXmp(Xmp("", $"<plus:DataMining>{written}</plus:DataMining>")));
            Assert.Equal("signal.plus-data-mining", signal.Code);
            Assert.Equal(value, signal.Term);
            Assert.Equal(acts, string.Join(' ', signal.Acts.Select(a => a.Act + (a.Allows ? "+" : "-"))));
        }
    }

    [Fact]
    public void Other_constraints_are_told_with_the_value()
    {
        var signal = One(JpegWithXmp(Xmp("plus:DataMining=\"DMI-PROHIBITED-SEECONSTRAINT\"",
            "<plus:OtherConstraints><rdf:Alt><rdf:li xml:lang=\"x-default\">Ask first</rdf:li></rdf:Alt></plus:OtherConstraints>")));
        Assert.Contains("Ask first", signal.Says);
    }

    public static TheoryData<string, string, byte[]> Generated => new()
    {
        { "Stable Diffusion web UI", "PNG tEXt parameters", Png(Text("parameters", "a door\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1")) },
        { "Stable Diffusion web UI", "PNG zTXt parameters", Png(Packed("parameters", "a door\nSteps: 20, Sampler: Euler a"u8.ToArray())) },
        { "ComfyUI", "PNG tEXt prompt", Png(Text("prompt", "{\"3\": {\"class_type\": \"KSampler\"}}")) },
        { "InvokeAI", "PNG tEXt invokeai_metadata", Png(Text("invokeai_metadata", "{}")) },
        { "NovelAI", "PNG tEXt Software", Png(Text("Software", "NovelAI")) },
        { "Midjourney", "PNG tEXt Description", Png(Text("Description", "a door --v 6 Job ID: 01234567-89ab-cdef-0123-456789abcdef")) },
        { "Google AI", "XMP photoshop:Credit", JpegWithXmp(Xmp("photoshop:Credit=\"Made with Google AI\"")) },
        { "Google AI", "IPTC Credit", Jpeg((0xED, Iptc(110, "Made with Google AI"))) },
        { "Adobe Firefly", "XMP xmp:CreatorTool", JpegWithXmp(Xmp("xmp:CreatorTool=\"Adobe Firefly\"")) },
        { "FLUX", "EXIF Make", Jpeg((0xE1, [.. "Exif\0\0"u8, .. Exif(0x010F, "Black Forest Labs\0"u8.ToArray())])) },
        { "Stable Diffusion", "EXIF Software", Png(("eXIf", Exif(0x0131, "Stable Diffusion\0"u8.ToArray()))) },
        { "Stable Diffusion web UI", "EXIF UserComment", Jpeg((0xE1, [.. "Exif\0\0"u8, .. Exif(0x9286, [.. "UNICODE\0"u8, .. Encoding.BigEndianUnicode.GetBytes("a door\nSteps: 20, Sampler: Euler a")])])) },
        { "GB 45438 label", "PNG tEXt AIGC", Png(Text("AIGC", "{\"Label\":\"1\",\"ContentProducer\":\"x\",\"ProduceID\":\"1\"}")) },
        { "GB 45438 label", "XMP TC260:AIGC", JpegWithXmp(Xmp("", "<TC260:AIGC>{\"Label\":\"1\",\"ContentProducer\":\"x\"}</TC260:AIGC>")) },
        { "Suno", "ID3 TXXX", [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 40, .. "TXXX"u8, 0, 0, 0, 23, 0, 0, 0, .. "comment\0made with suno"u8, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "ElevenLabs", "MP4 ©cmt", [.. Box("ftyp", "M4A \0\0\0\0"u8.ToArray()), .. Box("moov", Box("udta", Box("meta", new byte[4], Box("hdlr", new byte[20]), Box("ilst", Box("©cmt", Box("data", new byte[8], "Generated by ElevenLabs"u8.ToArray()))))))] },
    };

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_generator_is_named_by_what_it_writes(string tool, string field, byte[] file)
    {
        var signal = One(file);
        Assert.Equal(("signal.generator", tool, field), (signal.Code, signal.Tool, signal.Field));
    }

    [Theory]
    [InlineData("Software", "Adobe Photoshop 25.0")]
    [InlineData("Software", "GIMP 2.10")]
    [InlineData("Description", "A photograph of the Midjourney team and a talk about Stable Diffusion")]
    [InlineData("prompt", "Who goes there?")]
    [InlineData("Comment", "Steps: 12 of them, up to the door")]
    public void Ordinary_software_and_prose_are_no_generator(string key, string value) => Assert.Empty(Read(Png(Text(key, value))).Signals);

    [Fact]
    public void A_text_that_quotes_xmp_says_nothing_of_itself() =>
        Assert.Empty(Read([.. "An essay on metadata: "u8, .. Xmp("plus:DataMining=\"DMI-PROHIBITED\"")]).Signals);

    [Fact]
    public void Control_characters_are_made_visible_and_long_values_cut()
    {
        var signal = One(Png(Text("parameters", "\u001b[31m" + new string('x', 900) + "\nSteps: 2, Seed: 1")));
        Assert.StartsWith("\\u{1B}[31mx", signal.Value);
        Assert.True(signal.Value.Length <= 510);
    }

    [Fact]
    public void Packed_text_that_unpacks_to_far_too_much_is_a_defect()
    {
        var reading = Read(Png(Packed("parameters", new byte[64 << 20])));
        Assert.Empty(reading.Signals);
        Assert.Equal("limit.reached", Assert.Single(reading.Defects).Code);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>", "&c;")]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>", "&a;")]
    public void Entities_are_refused_and_never_expanded(string doctype, string value)
    {
        // The document type hides inside the packet, where a search for the packet does not skip it.
        var packet = Encoding.UTF8.GetString(Xmp("", $"<xmp:CreatorTool>Adobe Firefly {value}</xmp:CreatorTool>"));
        var start = packet.IndexOf("<x:xmpmeta", StringComparison.Ordinal);
        var sink = new FieldSink(new());
        XmpFields.ReadPacket(Encoding.UTF8.GetBytes(doctype + packet[start..]), 0, sink);
        Assert.Empty(sink.Fields);
        Assert.Equal("metadata.damaged", Assert.Single(sink.Defects).Code);
        Assert.Empty(Read(JpegWithXmp(Encoding.UTF8.GetBytes(doctype + packet[start..]))).Signals);
    }

    [Fact]
    public void Deep_nesting_is_a_defect_and_no_stack_overflow()
    {
        var deep = string.Concat(Enumerable.Repeat("<xmp:a>", 9000)) + string.Concat(Enumerable.Repeat("</xmp:a>", 9000));
        var file = Png(("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Xmp("", deep)]));
        Assert.Equal("metadata.damaged", Assert.Single(Read(file).Defects).Code);
    }

    [Fact]
    public void A_thousand_nested_boxes_do_not_recurse()
    {
        byte[] inner = [];
        for (var i = 0; i < 3000; i++) inner = Box("moov", inner);
        Assert.Empty(Read([.. Box("ftyp", "isom\0\0\0\0"u8.ToArray()), .. inner]).Signals);
    }

    [Fact]
    public void Xmp_inside_a_manifest_store_is_not_the_files_own()
    {
        byte[] uuid = [0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
        var store = Box("jumb", Box("jumd", uuid, [3], "c2pa\0"u8.ToArray()), Box("bidb", Xmp("plus:DataMining=\"DMI-ALLOWED\"")));
        Assert.Empty(Read(Png(("caBX", store))).Signals);
    }

    [Fact]
    public void Reading_never_throws()
    {
        var files = Generated.Select(g => g.Data.Item3).Append(JpegWithXmp(Xmp("plus:DataMining=\"DMI-ALLOWED\""))).ToArray();
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Select(Gen.Int[0, 1500], Gen.Byte).Array[0, 6], Gen.Int[0, 200], Gen.Bool).Sample((n, edits, cut, cutting) =>
        {
            var file = files[n].ToArray();
            // The mutant is read as what it was, and as what it has become.
            var type = MediaSniffer.Sniff(file, file.Length);
            foreach (var (at, value) in edits) file[at % file.Length] = value;
            if (cutting) file = file[..Math.Max(0, file.Length - cut)];
            return SignalReader.Read(file, type).Signals is not null && Read(file).Signals is not null;
        }, iter: 3000, threads: 1);
    }
}
