using Countersign.Credentials.Cbor;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Output;

namespace Countersign.Credentials.Tests.Signing;

public sealed class CoseBoxTests
{
    [Fact]
    public async Task The_box_has_the_length_asked_for_and_the_headers_of_the_specification()
    {
        var signer = TestSigner.Instance;
        var stamper = new ScriptedStamper(3_000, 2_000);
        byte[] ocsp = [9, 9, 9];
        var length = CoseBox.Reserve(signer, stamper, [ocsp]);
        var result = await CoseBox.SignAsync("claim"u8.ToArray(), signer, stamper, false, [ocsp], length, default);
        Assert.Equal(length, result.Bytes!.Length);

        var parts = Read(result.Bytes).Items;
        Assert.True(CborNode.TryRead(parts[0].Bytes, ParseLimits.Default, out var header, out _));
        Assert.Equal(-7, header[1]!.AsLong());
        Assert.Equal(signer.Chain[0].ToArray(), header[33]!.Bytes.ToArray());
        Assert.True(parts[2].IsNull);
        Assert.Equal(2_000, parts[1]["sigTst2"]!["tstTokens"]!.Items[0].BytesAt("val")!.Value.Length);
        Assert.Equal(ocsp, parts[1]["rVals"]!["ocspVals"]!.Items[0].Bytes.ToArray());

        // What was stamped is the structure around the signature's byte string with its head (§10.3.2.5.3).
        Assert.True(CborNode.TryRead(Assert.Single(stamper.Stamped), ParseLimits.Default, out var stamped, out _));
        Assert.Equal("CounterSignature", stamped.Items[0].Text);
        Assert.Equal(parts[0].Bytes.ToArray(), stamped.Items[1].Bytes.ToArray());
        Assert.Equal(parts[3].Encoded.ToArray(), stamped.Items[3].Bytes.ToArray());
    }

    [Fact]
    public async Task Several_certificates_stand_in_an_array()
    {
        var signer = new ScriptedSigner(_ => new byte[64]) { Chain = [new byte[] { 1 }, new byte[] { 2 }] };
        var result = await CoseBox.SignAsync(default, signer, null, false, [], CoseBox.Reserve(signer, null, []), default);
        Assert.True(CborNode.TryRead(Read(result.Bytes!).Items[0].Bytes, ParseLimits.Default, out var header, out _));
        Assert.Equal(2, header[33]!.Items.Count);
    }

    [Fact]
    public async Task Around_every_boundary_the_box_fits_exactly_or_says_what_it_needs()
    {
        var signer = new ScriptedSigner(_ => new byte[64]);
        var least = (await CoseBox.SignAsync(default, signer, null, false, [], 0, default)).Needed - Padding.Least;
        foreach (var gap in (int[])[-1, 0, 1, 4, 5, 26, 27, 28, 29, 30, 260, 261, 262, 263, 65_541, 65_542, 65_543, 65_544, 65_545])
        {
            var result = await CoseBox.SignAsync(default, signer, null, false, [], least + gap, default);
            if (gap is 0 or >= Padding.Least)
            {
                Assert.Equal(least + gap, result.Bytes!.Length);
                Read(result.Bytes);
            }
            else
            {
                Assert.Null(result.Bytes);
                Assert.Equal(least + Padding.Least, result.Needed);
            }
        }
    }

    [Fact]
    public async Task A_time_stamp_that_is_longer_than_told_is_given_room_by_a_second_try()
    {
        var stamper = new ScriptedStamper(100, 30_000, 30_200);
        var file = await Signed.File(Signed.Jpeg, Signed.Created, Signed.Counted() with { TimeStamper = stamper });
        Assert.Equal(2, stamper.Stamped.Count);
        var manifest = IndependentCheck.Parse(IndependentCheck.StoreOf(file)).Children[^1];
        Assert.Equal(30_200, IndependentCheck.Cbor(manifest.Labelled("c2pa.signature")!).Tagged!.Items[1]["sigTst2"]!["tstTokens"]!.Items[0].BytesAt("val")!.Value.Length);
    }

    [Fact]
    public async Task A_time_stamp_that_grows_and_grows_is_a_problem_and_not_an_endless_loop()
    {
        var stamper = new ScriptedStamper(100, 30_000, 60_000);
        var outcome = await Signed.Try(Signed.Jpeg, Signed.Created, Signed.Counted() with { TimeStamper = stamper });
        Assert.Equal("signature.too-large", Assert.Single(outcome.Problems).Code);
        Assert.Equal(2, stamper.Stamped.Count);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_a_problem_or_a_note()
    {
        var options = Signed.Counted() with { TimeStamper = new ScriptedStamper(5_000, -1) };
        Assert.Equal("time-stamp.failed", Assert.Single((await Signed.Try(Signed.Jpeg, Signed.Created, options)).Problems).Code);
        var outcome = await Signed.Try(Signed.Jpeg, Signed.Created, options with { TimeStampOptional = true });
        Assert.Contains("without a time-stamp", Assert.Single(outcome.Signed!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_that_throws_is_a_problem()
    {
        var outcome = await Signed.Try(Signed.Jpeg, Signed.Created, signer: new ScriptedSigner(_ => throw new InvalidOperationException("The token is locked.")));
        Assert.Contains("The token is locked.", Assert.Single(outcome.Problems).Says, StringComparison.Ordinal);
        outcome = await Signed.Try(Signed.Jpeg, Signed.Created, signer: new ScriptedSigner(_ => new byte[64]) { Chain = [] });
        Assert.Equal("signer.chain", Assert.Single(outcome.Problems).Code);
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_never_handed_over()
    {
        var outcome = await Signed.Try(Signed.Jpeg, Signed.Created, signer: new ScriptedSigner(_ => new byte[64]));
        Assert.Equal("check.claimSignature.mismatch", Assert.Single(outcome.Problems).Code);
    }

    [Fact]
    public async Task Revocation_information_without_a_time_stamp_is_refused()
    {
        var outcome = await Signed.Try(Signed.Jpeg, Signed.Created, new SigningOptions { OcspResponses = [new byte[] { 1 }] });
        Assert.Equal("signer.ocsp", Assert.Single(outcome.Problems).Code);
    }

    private static CborNode Read(byte[] box)
    {
        Assert.True(CborNode.TryRead(box, ParseLimits.Default, out var node, out var says), says);
        Assert.Equal(18UL, node.TagNumber);
        return node.Tagged!;
    }
}
