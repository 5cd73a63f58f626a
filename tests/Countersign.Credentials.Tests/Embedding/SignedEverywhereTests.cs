using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;

namespace Countersign.Credentials.Tests.Embedding;

/// <summary>Every container, from the signer to the reader: the data hash with the plan's carrier as its exclusion holds, and a changed byte breaks it.</summary>
public class SignedEverywhereTests
{
    private static readonly TestAuthority s_authority = TestAuthority.Create();

    public static TheoryData<string> Kinds => [.. Sources.Kinds];

    internal static async Task<(byte[] Output, ByteRange Carrier)> SignAsync(byte[] source)
    {
        using var signer = LocalSigner.FromPem(s_authority.SignerKeyPem, s_authority.SignerChainPem);
        var output = new MemoryStream();
        var builder = ManifestBuilder.Created(new("embedding tests"), DigitalSourceTypes.DigitalCreation);
        var outcome = await new CredentialSigner().SignAsync(new MemoryStream(source), output, builder, signer, new() { DiscardExisting = true }, TestContext.Current.CancellationToken);
        Assert.True(outcome.Signed is not null, string.Join('\n', outcome.Problems));
        return (output.ToArray(), outcome.Signed.Carrier!.Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_signed_is_read_as_whole_and_a_change_is_noticed(string kind)
    {
        var (output, carrier) = await SignAsync(Sources.Of(kind));
        Assert.Contains("assertion.dataHash.match", Codes(output));
        output[carrier.End < output.Length ? output.Length - 1 : (int)carrier.Offset - 1] ^= 0x40;
        Assert.Contains("assertion.dataHash.mismatch", Codes(output));
    }

    private static string[] Codes(byte[] file) => [.. new CredentialReader().Read(new MemoryStream(file)).Active!.Statuses.Select(s => s.Code)];
}
