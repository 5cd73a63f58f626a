using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Signing.Output;

namespace Countersign.Credentials.Signing;

/// <summary>
/// Signs assets: writes a manifest, binds it to the content, signs it, and checks the result before it is handed over. The asset is read once, and memory does not grow with it.
/// Safe for use by several threads.
/// </summary>
public sealed class CredentialSigner
{
    private readonly SigningParts _parts;

    /// <summary>Makes a signer.</summary>
    /// <param name="reading">How the result is read again before it is handed over; null for the defaults. Whom it trusts is of no account.</param>
    public CredentialSigner(CredentialReaderOptions? reading = null) => _parts = SigningParts.Of(new CredentialReader(reading));

    internal CredentialSigner(SigningParts parts) => _parts = parts;

    /// <summary>Signs from one stream into another.</summary>
    /// <param name="source">The asset: readable and seekable, and not the same as <paramref name="output"/>.</param>
    /// <param name="output">Readable, writable and seekable. What it holds is replaced. After a failure it is of no use.</param>
    /// <param name="builder">What to say.</param>
    /// <param name="signer">The key and its certificates.</param>
    /// <param name="options">How to sign; null for <see cref="SigningOptions.Default"/>.</param>
    /// <param name="cancel">Ends it; the output is then of no use.</param>
    /// <returns>What was signed, or why not.</returns>
    /// <exception cref="ArgumentException">A stream cannot do what is asked of it.</exception>
    /// <exception cref="IOException">A stream failed.</exception>
    public ValueTask<SigningOutcome> SignAsync(Stream source, Stream output, ManifestBuilder builder, IClaimSigner signer, SigningOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(signer);
        if (!source.CanRead || !source.CanSeek) throw new ArgumentException("The source must be readable and seekable.", nameof(source));
        if (!output.CanRead || !output.CanWrite || !output.CanSeek) throw new ArgumentException("The output must be readable, writable and seekable.", nameof(output));
        if (ReferenceEquals(source, output)) throw new ArgumentException("The output must be another stream than the source.", nameof(output));
        return new StreamSigning(_parts, builder, signer, options ?? SigningOptions.Default).EmbedAsync(source, output, cancel);
    }

    /// <summary>
    /// Signs a file into another, or in place. It is written beside <paramref name="outPath"/>, brought to the disk, checked and renamed; after a failure nothing is left behind.
    /// </summary>
    /// <param name="path">The file to sign.</param>
    /// <param name="outPath">Where the signed file goes; may be <paramref name="path"/> itself when the options allow to overwrite.</param>
    /// <param name="builder">What to say.</param>
    /// <param name="signer">The key and its certificates.</param>
    /// <param name="options">How to sign; null for <see cref="SigningOptions.Default"/>.</param>
    /// <param name="cancel">Ends it; nothing is left behind.</param>
    /// <returns>What was signed, or why not: <c>output.full</c> when the disk is.</returns>
    public ValueTask<SigningOutcome> SignFileAsync(string path, string outPath, ManifestBuilder builder, IClaimSigner signer, SigningOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(outPath);
        options ??= SigningOptions.Default;
        return FileSigning.RunAsync(path, outPath, options.Overwrite, FileSigning.Create, (source, output) => SignAsync(source, output, builder, signer, options, cancel));
    }

    /// <summary>
    /// Signs an asset that stays as it is: the store is to be kept beside it, as a <c>.c2pa</c> file or in a repository (C2PA 2.2 §11.4). All bytes of the asset are hashed,
    /// credentials that it carries itself included.
    /// </summary>
    /// <param name="asset">Readable and seekable.</param>
    /// <param name="builder">What to say.</param>
    /// <param name="signer">The key and its certificates.</param>
    /// <param name="options">How to sign; null for <see cref="SigningOptions.Default"/>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The store, in <see cref="SignedCredential.Store"/>; or why there is none.</returns>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="IOException">The stream failed.</exception>
    public ValueTask<SigningOutcome> SignSidecarAsync(Stream asset, ManifestBuilder builder, IClaimSigner signer, SigningOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(asset);
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(signer);
        if (!asset.CanRead || !asset.CanSeek) throw new ArgumentException("The asset must be readable and seekable.", nameof(asset));
        return new StreamSigning(_parts, builder, signer, options ?? SigningOptions.Default).DetachAsync(asset, cancel);
    }
}
