using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using Countersign.Credentials.Time.Der;

namespace Countersign.Credentials.Time;

/// <summary>What an authority states in a time-stamp (RFC 3161 §2.4.2).</summary>
internal sealed record TstInfo
{
    /// <summary>The authority's policy, an object identifier.</summary>
    public required string Policy { get; init; }

    /// <summary>The hash algorithm of the imprint, an object identifier; any may stand here.</summary>
    public required string ImprintAlgorithm { get; init; }

    /// <summary>The hash of what was stamped.</summary>
    public required ReadOnlyMemory<byte> Imprint { get; init; }

    /// <summary>The content of the INTEGER.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>When the authority made it, to 100 nanoseconds; finer digits are cut off.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How far the time may be off, either way; null when not stated.</summary>
    public TimeSpan? Accuracy { get; init; }

    /// <summary>The content of the INTEGER that the request held; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    /// <summary>Reads a TSTInfo that fills the bytes.</summary>
    /// <exception cref="AsnContentException">The bytes are something else.</exception>
    public static TstInfo Read(ReadOnlyMemory<byte> content)
    {
        var outer = new AsnReader(content, AsnEncodingRules.BER);
        var inside = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!inside.TryReadInt32(out var version) || version != 1) throw new AsnContentException("The version of the time-stamp is not 1.");
        var policy = inside.ReadObjectIdentifier();
        var imprint = inside.ReadSequence();
        var algorithm = AlgorithmId.Read(imprint).Oid;
        var hash = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        var serial = inside.ReadIntegerBytes();
        var info = new TstInfo { Policy = policy, ImprintAlgorithm = algorithm, Imprint = hash, SerialNumber = serial, Time = ReadTime(inside.ReadEncodedValue().Span) };
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) info = info with { Accuracy = ReadAccuracy(inside.ReadSequence()) };
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) inside.ReadBoolean();
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) info = info with { Nonce = inside.ReadIntegerBytes() };
        if (inside.HasData && inside.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 }) inside.ReadEncodedValue();
        if (inside.HasData && inside.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 1 }) inside.ReadEncodedValue();
        inside.ThrowIfNotEmpty();
        return info;
    }

    /// <summary><code>YYYYMMDDhhmmss[.f…]Z</code>: seconds and the Z are required (RFC 3161 §2.4.2), which the BER form of the type leaves open.</summary>
    private static DateTimeOffset ReadTime(ReadOnlySpan<byte> encoded)
    {
        var tag = new Asn1Tag(UniversalTagNumber.GeneralizedTime);
        if (!Asn1Tag.TryDecode(encoded, out var found, out var tagLength) || found != tag || encoded.Length - tagLength < 2 || encoded[tagLength] != encoded.Length - tagLength - 1)
            throw new AsnContentException("The time is no generalized time.");
        var text = Encoding.ASCII.GetString(encoded[(tagLength + 1)..]);
        if (text.Length is < 15 or > 48 || text[^1] != 'Z') throw new AsnContentException("The time has no seconds or is not UTC.");
        if (!DateTimeOffset.TryParseExact(text[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new AsnContentException("The time is no date and time.");
        var fraction = text[14..^1];
        if (fraction.Length == 0) return time;
        if (fraction.Length == 1 || fraction[0] != '.') throw new AsnContentException("The fraction of the second is malformed.");
        long ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in fraction.AsSpan(1))
        {
            if (!char.IsAsciiDigit(digit)) throw new AsnContentException("The fraction of the second is malformed.");
            unit /= 10;
            ticks += (digit - '0') * unit;
        }

        return time.AddTicks(ticks);
    }

    private static TimeSpan ReadAccuracy(AsnReader inside)
    {
        long seconds = 0, millis = 0, micros = 0;
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) seconds = Number(inside, Asn1Tag.Integer, int.MaxValue);
        var millisTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(millisTag)) millis = Number(inside, millisTag, 999);
        var microsTag = new Asn1Tag(TagClass.ContextSpecific, 1);
        if (inside.HasData && inside.PeekTag().HasSameClassAndValue(microsTag)) micros = Number(inside, microsTag, 999);
        inside.ThrowIfNotEmpty();
        return TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond + millis * TimeSpan.TicksPerMillisecond + micros * TimeSpan.TicksPerMicrosecond);
    }

    private static long Number(AsnReader from, Asn1Tag tag, int most) =>
        from.TryReadInt32(out var number, tag) && number >= 0 && number <= most ? number : throw new AsnContentException("The accuracy is malformed.");
}
