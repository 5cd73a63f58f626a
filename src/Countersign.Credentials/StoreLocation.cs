namespace Countersign.Credentials;

/// <summary>The kind of file a manifest store was looked for in, chosen by its bytes. Sections are of C2PA 2.2, appendix A, unless said otherwise.</summary>
public enum StoreContainer
{
    /// <summary>No container this library knows.</summary>
    Unknown,
    /// <summary>JPEG, APP11 segments (A.3.1).</summary>
    Jpeg,
    /// <summary>PNG, chunk <c>caBX</c> (A.3.2).</summary>
    Png,
    /// <summary>SVG, <c>metadata/c2pa:manifest</c> in base64 (A.3.3).</summary>
    Svg,
    /// <summary>ID3v2 in MP3 or FLAC, a GEOB frame (A.3.4).</summary>
    Id3,
    /// <summary>TIFF and DNG, tag 0xCD41 (A.3.5).</summary>
    Tiff,
    /// <summary>RIFF: WAV, AVI, WebP, and RF64; chunk <c>C2PA</c> (A.3.6).</summary>
    Riff,
    /// <summary>GIF, application extension <c>C2PA_GIF</c> (A.3.7).</summary>
    Gif,
    /// <summary>JPEG XL in boxes, a <c>jumb</c> box (A.3.8).</summary>
    Jxl,
    /// <summary>PDF, an associated embedded file (A.4).</summary>
    Pdf,
    /// <summary>ISO base media: MP4, MOV, M4A, HEIF, AVIF; a <c>uuid</c> box (A.5).</summary>
    Bmff,
    /// <summary>Text: variation selectors or an armoured block (C2PA 2.4, A.8 and A.9).</summary>
    Text,
    /// <summary>The file is itself a manifest store (<c>.c2pa</c>).</summary>
    Sidecar,
    /// <summary>A ZIP archive: EPUB, Office Open XML, OpenDocument; the file <c>META-INF/content_credential.c2pa</c> (A.6).</summary>
    Zip,
}

/// <summary>How the bytes named by <see cref="StoreLocation.Parts"/> become the JUMBF of the store.</summary>
public enum StoreEncoding
{
    /// <summary>Put one after another, the parts are the JUMBF superbox.</summary>
    Raw,
    /// <summary>Base64 text, possibly with white space.</summary>
    Base64,
    /// <summary>UTF-8 of Unicode variation selectors, one per byte, wrapper header included.</summary>
    VariationSelectors,
    /// <summary>ID3v2 unsynchronisation: a zero byte after each 0xFF is to be dropped.</summary>
    Unsynchronised,
    /// <summary>Brotli, as in a <c>brob</c> box.</summary>
    Brotli,
    /// <summary>A PDF stream behind a filter, or behind encryption.</summary>
    PdfFilter,
}

/// <summary>What is wrong with a store or with its container. The code is stable; the text is for people.</summary>
/// <param name="Code">
/// <c>store.truncated</c>, <c>store.not-jumbf</c>, <c>store.not-c2pa</c>, <c>store.scattered</c>, <c>store.multiple</c>,
/// <c>container.truncated</c>, <c>container.damaged</c>, <c>container.unsupported</c> (sound, but it cannot take a store) or <c>limit.reached</c>.
/// </param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Offset">The byte where it was noticed, from the start of the file.</param>
public sealed record StoreDefect(string Code, string Says, long Offset);

/// <summary>A place in a file that claims to hold a C2PA manifest store. Nothing about its validity is said.</summary>
/// <param name="Container">The kind of file.</param>
/// <param name="Offset">First byte of the store in the file.</param>
/// <param name="Length">Bytes the parts have together, as encoded in the file and clipped to its end.</param>
/// <param name="Carrier">What the container wraps around the store, store included: the segments, the chunk, the box.</param>
/// <param name="Parts">The bytes of the store in order. One run in most containers; one per segment in JPEG and per sub-block in GIF.</param>
/// <param name="Encoding">How to turn the parts into JUMBF.</param>
/// <param name="LooksLikeC2pa">True when the first box is a JUMBF superbox with the UUID of a C2PA manifest store.</param>
/// <param name="Defect">What is wrong with it at first sight, or null.</param>
public sealed record StoreLocation(
    StoreContainer Container,
    long Offset,
    long Length,
    ByteRange Carrier,
    IReadOnlyList<ByteRange> Parts,
    StoreEncoding Encoding,
    bool LooksLikeC2pa,
    StoreDefect? Defect);
