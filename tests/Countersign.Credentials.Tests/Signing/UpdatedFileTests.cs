using System.Text;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Trust;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Update manifests through the library's own signer and reader: more is said, the content stays, and a change of it is still seen (C2PA 2.2 §11.2.3).</summary>
public sealed class UpdatedFileTests
{
    private static readonly TestAuthority s_authority = TestAuthority.Create();

    private static readonly CredentialReader s_reader = new(new() { Trust = TrustStore.Create(new() { UserAnchors = [s_authority.RootPem] }) });

    private static byte[] Kind(string kind) => kind switch
    {
        "jpeg" => File.ReadAllBytes(SharedData.Need("credentials/corpus/c2pa-rs-fixtures__no_manifest.jpg")),
        "png" => Store.Png(("IHDR", new byte[13]), ("IDAT", new byte[9])),
        _ => Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\"/></svg>\n"),
    };

    private static async Task<(byte[] File, IReadOnlyList<CredentialProblem> Problems)> Sign(byte[] file, ManifestBuilder builder)
    {
        using var signer = LocalSigner.FromPem(s_authority.SignerKeyPem, s_authority.SignerChainPem);
        using var output = new MemoryStream();
        var outcome = await new CredentialSigner().SignAsync(new MemoryStream(file), output, builder, signer, cancel: TestContext.Current.CancellationToken);
        return (output.ToArray(), outcome.Problems);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("svg")]
    public async Task An_update_says_more_and_leaves_the_content_as_it_was_bound(string kind)
    {
        var generator = new GeneratorInfo("test", "1");
        var (first, problems) = await Sign(Kind(kind), ManifestBuilder.Created(generator, DigitalSourceTypes.DigitalCreation));
        Assert.Empty(problems);
        var parent = new Ingredient("parent", IngredientRelationship.ParentOf) { Source = IngredientSources.Of(s_reader.Read(new MemoryStream(first), TestContext.Current.CancellationToken)) };
        (var second, problems) = await Sign(first, ManifestBuilder.Update(generator, parent).With(new ClaimAction(ActionNames.Published)));
        Assert.Empty(problems);

        var report = s_reader.Read(new MemoryStream(second), TestContext.Current.CancellationToken);
        Assert.Equal(CredentialState.Trusted, report.State);
        Assert.Equal(ManifestKind.Update, report.Active!.Kind);
        Assert.Equal(2, report.Manifests.Count);
        Assert.Contains(report.Active.Statuses, s => s.Code == "assertion.dataHash.match");

        second[^3] ^= 1;
        Assert.Equal(CredentialState.Invalid, s_reader.Read(new MemoryStream(second), TestContext.Current.CancellationToken).State);
    }
}
