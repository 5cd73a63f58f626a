using System.Xml;

namespace Countersign.Credentials.Containers.Xmp;

/// <summary>
/// Finds <c>dcterms:provenance</c> in an XMP packet (C2PA 2.2 §15.5.3): an attribute of <c>rdf:Description</c> or an element.
/// </summary>
internal static class ProvenanceReader
{
    private const string Terms = "http://purl.org/dc/terms/";
    private const int MaxAddress = 2048;

    /// <summary>The http(s) address, or null: a packet that does not parse names none.</summary>
    public static string? Read(byte[] packet, ParseLimits limits)
    {
        // Most packets have none, and a search of bytes is far cheaper than a parse.
        if (packet.AsSpan().IndexOf("provenance"u8) < 0) return null;
        var settings = new XmlReaderSettings
        {
            // No document type: neither entities that multiply (billion laughs) nor entities that read other files.
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = limits.MaxXmpBytes,
            ConformanceLevel = ConformanceLevel.Fragment,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(Trim(packet)), settings);
            while (reader.Read())
            {
                if (reader.Depth > limits.MaxXmlDepth) return null;
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.GetAttribute("provenance", Terms) is { } attribute) return Address(attribute);
                if (reader.LocalName == "provenance" && reader.NamespaceURI == Terms)
                    return Address(reader.GetAttribute("resource", "http://www.w3.org/1999/02/22-rdf-syntax-ns#") ?? NextText(reader));
            }
        }
        catch (XmlException)
        {
            // A packet that is not XML names nothing; the file's other signs are still read.
        }

        return null;
    }

    private static string? NextText(XmlReader reader) =>
        !reader.IsEmptyElement && reader.Read() && reader.NodeType == XmlNodeType.Text ? reader.Value : null;

    // Older writers point back into the file with "self#jumbf=…"; that is no remote manifest.
    private static string? Address(string? value)
    {
        value = value?.Trim();
        return value is { Length: > 0 and <= MaxAddress }
            && Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? value
            : null;
    }

    // Padding with zero bytes before or after a packet is common, and no XML.
    private static byte[] Trim(byte[] packet)
    {
        var start = packet.AsSpan().IndexOf((byte)'<');
        var end = packet.AsSpan().LastIndexOf((byte)'>');
        return start < 0 || end < start ? [] : packet[start..(end + 1)];
    }
}
