using System.Text;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Tests.Containers.Pdf;
using Countersign.Credentials.Tests.Signing;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Embedding.Text;

/// <summary>Documents from signing to reading, through the doors that users of the library have.</summary>
public sealed class SignedDocumentTests
{
    private const string Fountain = "Title: A Day\n\nINT. HOUSE - DAY\n\nJOHN\nHello, caf\u00E9.\n\nFADE OUT.\n";

    public static TheoryData<string> Kinds { get; } = ["pdf", "packed", "text", "python", "page"];

    private static byte[] File(string kind) => kind switch
    {
        "pdf" => PdfMaker.Classic(),
        "packed" => PdfMaker.Packed(),
        // Filled anew, since the signer does not know the kind of text: a block of an earlier store.
        "python" => Planned.Embed(new Countersign.Credentials.Embedding.Text.ArmourEmbedder(new("#", "")), Encoding.UTF8.GetBytes("print()\n"), Shared.Store.Make()),
        "page" => Encoding.UTF8.GetBytes("<!doctype html><html><head><title>A</title></head><body>Words</body></html>"),
        _ => Encoding.UTF8.GetBytes(Fountain),
    };

    private static async Task<byte[]> Sign(byte[] file, ManifestBuilder builder)
    {
        var output = new MemoryStream();
        var outcome = await new CredentialSigner().SignAsync(new MemoryStream(file), output, builder, TestSigner.Instance, new() { DiscardExisting = true });
        Assert.True(outcome.Signed is not null, string.Join('\n', outcome.Problems));
        return output.ToArray();
    }

    private static CredentialReport Read(byte[] file) => new CredentialReader().Read(new MemoryStream(file));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_signed_document_is_valid_until_it_is_changed(string kind)
    {
        var signed = await Sign(File(kind), Signed.Created);
        var report = Read(signed);
        Assert.Equal(IntegrityState.Valid, report.Integrity);
        Assert.Contains(report.Active!.Statuses, s => s.Code == "assertion.dataHash.match");

        var carrier = report.Stores[^1].Carrier;
        foreach (var at in (long[])[12, carrier.Offset - 1, Math.Min(carrier.End, signed.Length - 1)])
        {
            if (at < 0 || (at >= carrier.Offset && at < carrier.End)) continue;
            var changed = (byte[])signed.Clone();
            changed[at] = (byte)(changed[at] == 'x' ? 'y' : 'x');
            Assert.NotEqual(IntegrityState.Valid, Read(changed).Integrity);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_signed_is_the_parent_of_what_is_signed_again(string kind)
    {
        var first = await Sign(File(kind), Signed.Created);
        var before = Read(first);
        var parent = new Ingredient("parent", IngredientRelationship.ParentOf) { Title = "first", Source = new(before.StoreBytes, new([.. before.Active!.Statuses.Where(s => s.Kind != StatusKind.Failure)], []), AcceptFailures: true) };
        var report = Read(await Sign(first, ManifestBuilder.Opened(Signed.Generator, parent)));
        Assert.Equal(IntegrityState.Valid, report.Integrity);
        Assert.Equal(2, report.Manifests.Count);
        Assert.Contains(report.Manifests, m => m.Label == before.Active!.Label);
    }

    [Fact]
    public async Task A_text_that_went_through_another_normal_form_is_still_valid()
    {
        var signed = await Sign(File("text"), Signed.Created);
        var decomposed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed).Replace("\u00E9", "e\u0301", StringComparison.Ordinal));
        Assert.NotEqual(signed.Length, decomposed.Length);
        Assert.Equal(IntegrityState.Valid, Read(decomposed).Integrity);
    }

    [Fact]
    public async Task Words_behind_the_wrapper_of_a_text_are_noticed()
    {
        var signed = await Sign(File("text"), Signed.Created);
        Assert.Equal(IntegrityState.WellFormed, Read([.. signed, .. "more"u8]).Integrity);
    }

    [Fact]
    public async Task A_message_in_the_padding_of_a_wrapper_is_noticed()
    {
        var signed = await Sign(File("text"), Signed.Created);
        // The last selectors are padding; one of another value has the same length when it is one of four bytes.
        Assert.Equal(0x80, signed[^1]);
        var changed = (byte[])signed.Clone();
        changed[^1] = 0x8A;
        Assert.Contains(Read(changed).Active!.Statuses, s => s.Code == "assertion.dataHash.malformed");
    }

    [Fact]
    public async Task An_update_behind_a_signed_pdf_is_noticed()
    {
        var signed = await Sign(File("pdf"), Signed.Created);
        Assert.Equal(IntegrityState.WellFormed, Read(PdfMaker.Update(signed, (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"))).Integrity);
    }

    [Fact]
    public async Task Code_beside_the_block_of_a_script_is_noticed()
    {
        var signed = Encoding.UTF8.GetString(await Sign(File("python"), Signed.Created));
        Assert.Equal(IntegrityState.WellFormed, Read(Encoding.UTF8.GetBytes(signed.Replace("# -----BEGIN", "import os # -----BEGIN", StringComparison.Ordinal))).Integrity);
    }
}
