using System.Text;
using System.Xml;
using Countersign.Credentials;
using XmpCore;

namespace Countersign.Desk.Intake.Signals;

/// <summary>Finds XMP packets anywhere in the bytes and reads their properties with XmpCore.</summary>
internal static class XmpFields
{
    // A picture inside a manifest store is a thumbnail, often of an ingredient, and does not speak of this file.
    public static void Read(ReadOnlySpan<byte> bytes, IReadOnlyList<StoreLocation> stores, FieldSink sink)
    {
        var at = 0;
        var packets = 0;
        while (bytes[at..].IndexOf("<x:xmpmeta"u8) is >= 0 and var found)
        {
            var start = at + found;
            var length = bytes[start..].IndexOf("</x:xmpmeta>"u8);
            if (length < 0) { sink.Defect("metadata.damaged", "An XMP packet has no end.", start); return; }
            length += 12;
            at = start + length;
            if (stores.Any(s => start >= s.Carrier.Offset && start < s.Carrier.End)) continue;
            if (++packets > sink.Limits.MaxXmpPackets) { sink.Defect("limit.reached", "The file has more XMP packets than are read.", start); return; }
            ReadPacket(bytes.Slice(start, length), start, sink);
        }
    }

    public static void ReadPacket(ReadOnlySpan<byte> packet, long? offset, FieldSink sink)
    {
        if (packet.Length > sink.Limits.MaxXmpBytes) { sink.Defect("limit.reached", "An XMP packet is larger than what is read.", offset); return; }
        var bytes = packet.ToArray();
        try
        {
            if (!IsTame(bytes, sink.Limits)) { sink.Defect("metadata.damaged", "An XMP packet is nested deeper than any real one.", offset); return; }
            var xmp = XmpMetaFactory.ParseFromBuffer(bytes);
            foreach (var property in xmp.Properties)
            {
                if (property is { Path: { Length: > 0 } path, Value: { Length: > 0 } value }) sink.Add("XMP " + path, value, offset);
                if (sink.Fields.Count >= sink.Limits.MaxFields) return;
            }
        }
        catch (Exception e) when (e is XmpException or XmlException or ArgumentException or InvalidOperationException or FormatException or NullReferenceException or IndexOutOfRangeException or InvalidCastException)
        {
            // The one boundary to the library: whatever it makes of hostile XML becomes a defect here.
            sink.Defect("metadata.damaged", "An XMP packet could not be read: " + sink.Show(e.Message), offset);
        }
    }

    // Walks the packet once before the library sees it. No document type, hence neither entities that multiply (billion
    // laughs) nor entities that open other files; and no depth that a recursive reader could not bear.
    private static bool IsTame(byte[] packet, SignalLimits limits)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = limits.MaxXmpBytes };
        using var reader = XmlReader.Create(new MemoryStream(packet), settings);
        while (reader.Read())
            if (reader.Depth > limits.MaxXmlDepth) return false;
        return true;
    }
}
