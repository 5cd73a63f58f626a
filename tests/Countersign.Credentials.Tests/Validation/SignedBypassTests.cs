using System.Buffers.Binary;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>Ways around validation in files that were signed by the library itself and changed then. The numbers are those of the reports in the reference implementation.</summary>
public sealed class SignedBypassTests
{
    private static readonly TestAuthority s_authority = TestAuthority.Create();

    private static readonly CredentialReader s_reader = new(new() { Trust = TrustStore.Create(new() { UserAnchors = [s_authority.RootPem] }) });

    private static async Task<byte[]> Signed(string name)
    {
        using var signer = LocalSigner.FromPem(s_authority.SignerKeyPem, s_authority.SignerChainPem);
        using var source = File.OpenRead(SharedData.Need("credentials/corpus/" + name));
        using var output = new MemoryStream();
        var outcome = await new CredentialSigner().SignAsync(source, output, ManifestBuilder.Created(new GeneratorInfo("test", "1"), DigitalSourceTypes.DigitalCreation), signer, cancel: TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Problems);
        Assert.Equal(CredentialState.Trusted, s_reader.Read(output, TestContext.Current.CancellationToken).State);
        return output.ToArray();
    }

    private static CredentialReport Read(byte[] file) => s_reader.Read(new MemoryStream(file), TestContext.Current.CancellationToken);

    [Fact]
    public async Task An_extra_jumb_box_with_a_store_in_a_JPEG_XL_2695()
    {
        var file = await Signed("c2pa-rs-fixtures__sample1.jxl");
        var other = Forging.ForgedManifest.Store(Checked.Sound());
        // Two stores are as good as none (§15.5.2.1), whichever comes first.
        Assert.Equal(CredentialState.None, Read([.. file, .. other]).State);
        var at = (int)CredentialLocator.Find(new MemoryStream(file)).Stores[0].Offset;
        Assert.Equal(CredentialState.None, Read([.. file[..at], .. other, .. file[at..]]).State);
    }

    [Fact]
    public async Task An_extra_jumb_box_of_something_else_in_a_JPEG_XL_2695()
    {
        var file = await Signed("c2pa-rs-fixtures__sample1.jxl");
        var other = JumbfWriter.Superbox(JumbfTypes.Json, "notes", [], JumbfWriter.Box("json"u8, "{}"u8));
        Assert.Equal(["assertion.dataHash.mismatch"], Read([.. file, .. other]).Failures());
    }

    [Fact]
    public async Task A_greater_count_of_the_store_in_a_TIFF_2610()
    {
        var file = await Signed("c2pa-rs-fixtures__MultiPage.tif");
        var little = file[0] == 'I';
        var store = CredentialLocator.Find(new MemoryStream(file)).Stores[0];
        // The entry: tag, type, count, offset. A count that takes more in would let the range that is left out take more in.
        var entry = Enumerable.Range((int)store.Parts[^1].End, file.Length - (int)store.Parts[^1].End - 12).First(at => (little ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at))) == 0xCD41);
        var count = file.AsSpan(entry + 4, 4);
        var longer = (uint)store.Length + 8;
        if (little) BinaryPrimitives.WriteUInt32LittleEndian(count, longer);
        else BinaryPrimitives.WriteUInt32BigEndian(count, longer);
        Assert.Equal(["assertion.dataHash.mismatch"], Read(file).Failures());
    }
}
