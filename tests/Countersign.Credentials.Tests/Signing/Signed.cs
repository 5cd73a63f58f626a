using System.Text;
using Countersign.Credentials.Signing;
using Countersign.Credentials.Signing.Content;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Signing.Output;
using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Signing;

/// <summary>Signs small files for tests.</summary>
internal static class Signed
{
    public static readonly GeneratorInfo Generator = new("Countersign tests", "1.0");

    public static readonly SigningParts Parts = new(SmallEmbedders.For, _ => DataHashBinding.Instance, IndependentCheck.Run);

    public static CredentialSigner Signer => new(Parts);

    public static ManifestBuilder Created => ManifestBuilder.Created(Generator, DigitalSourceTypes.DigitalCapture) with { AllActionsIncluded = true };

    public static byte[] Jpeg { get; } = Shared.Store.Jpeg([0xFF, 0xE0, 0, 4, 1, 2]);

    /// <summary>A PNG of one grey point.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    public static SigningOptions Counted() => new() { Identifiers = new CountedIdentifiers() };

    public static async Task<SigningOutcome> Try(byte[] file, ManifestBuilder builder, SigningOptions? options = null, IClaimSigner? signer = null) =>
        (await Run(file, builder, options, signer)).Outcome;

    public static async Task<byte[]> File(byte[] file, ManifestBuilder builder, SigningOptions? options = null)
    {
        var (outcome, output) = await Run(file, builder, options);
        Assert.True(outcome.Signed is not null, string.Join('\n', outcome.Problems));
        return output;
    }

    public static async Task<JumbfBox> StoreOf(ManifestBuilder builder, SigningOptions? options = null) =>
        IndependentCheck.Parse(IndependentCheck.StoreOf(await File(Jpeg, builder, options)));

    public static JumbfBox Assertion(JumbfBox manifest, string label) => Assert.Single(manifest.Labelled("c2pa.assertions")!.Children, c => c.Label == label);

    /// <summary>An ingredient with the credentials of a file that was signed before.</summary>
    public static Ingredient From(byte[] file, IngredientRelationship relationship, string key = "earlier", params ValidationStatus[] failures)
    {
        var store = IndependentCheck.StoreOf(file);
        var label = IndependentCheck.Parse(store).Children[^1].Label;
        ValidationStatus[] statuses = [ValidationStatus.Success("claimSignature.validated", $"self#jumbf=/c2pa/{label}/c2pa.signature", "The signature is sound."), .. failures];
        return new(key, relationship) { Title = key, Format = "image/jpeg", Source = new(store, new(statuses, [])) };
    }

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static async Task<(SigningOutcome Outcome, byte[] Output)> Run(byte[] file, ManifestBuilder builder, SigningOptions? options = null, IClaimSigner? signer = null)
    {
        var output = new MemoryStream();
        var outcome = await Signer.SignAsync(new MemoryStream(file), output, builder, signer ?? TestSigner.Instance, options ?? Counted());
        return (outcome, output.ToArray());
    }
}
