using CsCheck;
using Countersign.Credentials.Cose;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Forging;

namespace Countersign.Credentials.Tests.CoseSignatures;

/// <summary>The form of a COSE_Sign1_Tagged (C2PA 2.2 §13.2, §14.5).</summary>
public class CoseSign1Tests
{
    private static readonly byte[] s_leaf = [0x30, 1, 1], s_middle = [0x30, 1, 2], s_other = [0x30, 1, 3];

    private static byte[] Cose(object head, object open, object? payload = null, object? signature = null) =>
        [0xD2, .. CborText.Encode(new[] { CborText.Encode(head), open, payload, signature ?? new byte[64] })];

    private static Dictionary<int, object?> Head(params (int Label, object? Value)[] more) => more.Prepend((1, -7)).ToDictionary(e => e.Item1, e => e.Item2);

    private static Dictionary<int, object?> Chained => Head((33, s_leaf));

    private static CoseSign1 Read(byte[] bytes) => CoseSign1.TryRead(bytes, ParseLimits.Default, out var cose, out var says) ? cose : throw new InvalidDataException(says);

    private static string Says(byte[] bytes)
    {
        Assert.False(CoseSign1.TryRead(bytes, ParseLimits.Default, out _, out var says));
        return says;
    }

    // A map with labels of both kinds, which the dictionaries of the helper cannot hold.
    private static RawCbor Mixed(params (object Label, object? Value)[] entries) =>
        new([(byte)(0xA0 + entries.Length), .. entries.SelectMany(e => (byte[])[.. CborText.Encode(e.Label), .. CborText.Encode(e.Value)])]);

    [Fact]
    public void The_parts_are_as_they_stood()
    {
        var head = CborText.Encode(Chained);
        var cose = Read(Cose(Chained, new Dictionary<string, object?> { ["pad"] = new byte[9] }, signature: new byte[64]));
        Assert.Equal(head, cose.ProtectedBytes.ToArray());
        Assert.Equal(SigningAlgorithm.Es256, cose.Algorithm);
        Assert.Null(cose.Payload);
        Assert.Equal(new byte[64], cose.Signature.ToArray());
        // §10.3.2.5.2: what sigTst2 stamps begins with the head of the byte string.
        Assert.Equal([0x58, 64, .. new byte[64]], cose.SignatureItem.ToArray());
        Assert.Equal(s_leaf, Assert.Single(cose.Chain).ToArray());
        Assert.Null(cose.IssuedAt);
        Assert.Empty(cose.OcspResponses);
    }

    // RFC 9052 §4.4: ["Signature1", body_protected, external_aad, payload].
    [Fact]
    public void What_is_signed_is_the_structure_of_RFC_9052() =>
        Assert.Equal("846A5369676E61747572653143A101264054546869732069732074686520636F6E74656E742E",
            Convert.ToHexString(CoseSign1.SigStructure(Convert.FromHexString("A10126"), "This is the content."u8.ToArray())));

    [Fact]
    public void Content_inside_is_told_from_content_outside()
    {
        Assert.Equal([1, 2], Read(Cose(Chained, Mixed(), new byte[] { 1, 2 })).Payload!.Value.ToArray());
        // §13.2.3: no bytes are not nil.
        Assert.Equal(0, Read(Cose(Chained, Mixed(), Array.Empty<byte>())).Payload!.Value.Length);
        Assert.Equal("Its payload is neither bytes nor nil.", Says(Cose(Chained, Mixed(), "text")));
    }

    [Fact]
    public void Without_its_tag_or_in_others_it_is_none()
    {
        var right = Cose(Chained, Mixed());
        Assert.Equal("It has no tag; a COSE_Sign1 has 18.", Says(right[1..]));
        Assert.Equal("It has the tag 17; a COSE_Sign1 has 18.", Says([0xD1, .. right[1..]]));
        Assert.Equal("It is not the four parts of a COSE_Sign1.", Says([0xD2, .. right]));
        Assert.Equal("It has the tag 61; a COSE_Sign1 has 18.", Says([0xD8, 61, .. right]));
    }

    [Fact]
    public void Other_shapes_are_none()
    {
        byte[] Of(params object?[] parts) => [0xD2, .. CborText.Encode(parts)];
        var head = CborText.Encode(Chained);
        foreach (var wrong in new[]
        {
            Of(head, Mixed(), null), Of(head, Mixed(), null, new byte[64], 1), Of(head, Mixed(), null, "signature"), Of("head", Mixed(), null, new byte[64]),
            Of(head, 1, null, new byte[64]), Of(), Of(new RawCbor(head), Mixed(), null, new byte[64]), [0xD2, .. CborText.Encode(7)],
        }) Assert.Equal("It is not the four parts of a COSE_Sign1.", Says(wrong));
        Assert.Equal("Its protected header is no map.", Says(Of(CborText.Encode(new object?[] { 1 }), Mixed(), null, new byte[64])));
        Assert.NotEqual("", Says(Of(Array.Empty<byte>(), Mixed(), null, new byte[64])));
        Assert.NotEqual("", Says([.. Cose(Chained, Mixed()), 0]));
        Assert.NotEqual("", Says([]));
    }

    [Fact]
    public void Parameters_that_must_be_understood_end_the_reading() =>
        Assert.Equal("It has critical parameters, which none of C2PA's are.", Says(Cose(Head((33, s_leaf), (2, new object?[] { "x" })), Mixed())));

    [Fact]
    public void A_header_with_one_label_twice_is_refused() => Assert.NotEqual("", Says(Cose(new RawCbor([0xA2, 1, 0x26, 1, 0x27]), Mixed())));

    [Fact]
    public void The_chain_may_be_one_certificate_or_several_in_either_bucket_under_either_label()
    {
        object chain = new object?[] { s_leaf, s_middle };
        foreach (var bytes in new[]
        {
            Cose(Mixed((1, -7), (33, chain)), Mixed()), Cose(Mixed((1, -7)), Mixed((33, chain))), Cose(Mixed((1, -7), ("x5chain", chain)), Mixed()), Cose(Mixed((1, -7)), Mixed(("x5chain", chain))),
        }) Assert.Equal([s_leaf, s_middle], Read(bytes).Chain.Select(c => c.ToArray()));
        Assert.Equal([s_leaf], Read(Cose(Mixed((1, -7), ("x5chain", s_leaf)), Mixed())).Chain.Select(c => c.ToArray()));
    }

    [Fact]
    public void One_label_in_both_buckets_is_two_signers_and_refused()
    {
        Assert.Equal("It names its certificates twice.", Says(Cose(Mixed((1, -7), (33, s_leaf)), Mixed((33, s_leaf)))));
        Assert.Equal("It names its certificates twice.", Says(Cose(Mixed((1, -7), ("x5chain", s_leaf)), Mixed(("x5chain", s_other)))));
        Assert.Equal("It names its certificates twice.", Says(Cose(Mixed((1, -7), (33, s_leaf), ("x5chain", s_leaf)), Mixed(("x5chain", s_other)))));
    }

    [Fact]
    public void Of_both_labels_the_number_counts()
    {
        Assert.Equal([s_leaf], Read(Cose(Mixed((1, -7), (33, s_leaf), ("x5chain", s_other)), Mixed())).Chain.Select(c => c.ToArray()));
        Assert.Equal([s_leaf], Read(Cose(Mixed((1, -7), ("x5chain", s_other)), Mixed((33, s_leaf)))).Chain.Select(c => c.ToArray()));
    }

    [Fact]
    public void Without_certificates_nobody_signed()
    {
        foreach (var bytes in new[]
        {
            Cose(Head(), Mixed()), Cose(Head((33, Array.Empty<object>())), Mixed()), Cose(Head((33, "text")), Mixed()), Cose(Head((33, new object?[] { s_leaf, 1 })), Mixed()),
            Cose(Head((33, Enumerable.Repeat((object?)s_leaf, 33).ToArray())), Mixed()),
        }) Assert.Equal("It carries no certificate.", Says(bytes));
    }

    [Fact]
    public void The_algorithm_is_read_from_the_protected_header_alone()
    {
        var cose = Read(Cose(Mixed((33, s_leaf)), Mixed((1, -7))));
        Assert.Null(cose.AlgorithmNumber);
        Assert.Null(cose.Algorithm);
        Assert.Equal(SigningAlgorithm.Ps256, Read(Cose(Mixed((1, -37), (33, s_leaf)), Mixed((1, -7)))).Algorithm);
    }

    [Theory]
    [InlineData(-257L)]
    [InlineData(-47L)]
    [InlineData(-65535L)]
    [InlineData(0L)]
    [InlineData(-7L + (1L << 32))]
    [InlineData(-7L - (1L << 32))]
    [InlineData(long.MinValue)]
    public void Algorithms_of_others_and_numbers_that_wrap_around_to_an_allowed_one_are_none(long number)
    {
        var cose = Read(Cose(Mixed((1, number), (33, s_leaf)), Mixed()));
        Assert.Equal(number, cose.AlgorithmNumber);
        Assert.Null(cose.Algorithm);
    }

    [Fact]
    public void An_algorithm_that_is_a_text_is_none() => Assert.Null(Read(Cose(Mixed((1, "ES256"), (33, s_leaf)), Mixed())).Algorithm);

    [Fact]
    public void The_claimed_time_is_a_number_in_the_protected_header()
    {
        DateTimeOffset? At(object value) => Read(Cose(Mixed((1, -7), (33, s_leaf), ("iat", value)), Mixed())).IssuedAt;
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), At(1767225600));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), At(new RawCbor([0xFB, 0x41, 0xDA, 0x55, 0x6E, 0x40, 0x20, 0x00, 0x00])));
        Assert.Null(At("2026-01-01"));
        Assert.Null(At(-1));
        Assert.Null(At(long.MaxValue));
        Assert.Null(At(new RawCbor([0xF9, 0x7E, 0x00])));
        Assert.Null(At(new RawCbor([0xF9, 0x7C, 0x00])));
        Assert.Null(Read(Cose(Chained, Mixed(("iat", 1767225600)))).IssuedAt);
    }

    [Fact]
    public void Of_a_header_in_both_buckets_the_protected_one_counts()
    {
        static RawCbor Values(byte value) => new(CborText.Encode(new Dictionary<string, object?> { ["ocspVals"] = new object?[] { new[] { value }, 7 } }));
        Assert.Equal([[1]], Read(Cose(Chained, Mixed(("rVals", Values(1))))).OcspResponses.Select(o => o.ToArray()));
        Assert.Equal([[2]], Read(Cose(Mixed((1, -7), (33, s_leaf), ("rVals", Values(2))), Mixed(("rVals", Values(1))))).OcspResponses.Select(o => o.ToArray()));
        Assert.Empty(Read(Cose(Chained, Mixed(("rVals", 1)))).OcspResponses);
    }

    [Fact]
    public void Any_bytes_come_back_without_an_exception()
    {
        var right = Cose(Mixed((1, -7), (33, new object?[] { s_leaf, s_middle }), ("iat", 1)), Mixed(("pad", new byte[9])));
        Gen.Select(Gen.Int[0, right.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var bytes = (byte[])right.Clone();
            foreach (var (at, value) in changes) bytes[at] = value;
            if (!CoseSign1.TryRead(bytes, ParseLimits.Default, out var cose, out _)) return;
            _ = (cose.Algorithm, cose.IssuedAt, cose.OcspResponses.Count(), cose.SigTst, cose.SigTst2);
        }, iter: 10_000);
    }
}
