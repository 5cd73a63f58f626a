namespace Countersign.Credentials;

/// <summary>
/// How much of a hostile file is looked at. Every limit ends a reading with the defect <c>limit.reached</c>;
/// what was found before it is kept.
/// </summary>
public sealed record ParseLimits
{
    /// <summary>The limits used unless a caller has reason for others.</summary>
    public static ParseLimits Default { get; } = new();

    /// <summary>
    /// Boxes, chunks, segments, frames or directory entries visited in one file.
    /// Attack: a file of eight-byte empty boxes, which makes a walk of millions of steps out of a few megabytes.
    /// A two-hour fragmented film has some ten thousand.
    /// </summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>
    /// Pieces that one store may be cut into (APP11 segments, GIF sub-blocks).
    /// Attack: a store of one-byte pieces, so that the list of pieces outweighs the store.
    /// </summary>
    public int MaxParts { get; init; } = 300_000;

    /// <summary>
    /// Stores listed for one file. Attack: one hundred thousand tiny stores, each a row in somebody's report.
    /// A valid file has one; a PDF has one per update.
    /// </summary>
    public int MaxStores { get; init; } = 64;

    /// <summary>
    /// TIFF image file directories followed. Attack: a chain that turns back on itself or never ends.
    /// </summary>
    public int MaxTiffDirectories { get; init; } = 2_000;

    /// <summary>
    /// Bytes of an XMP packet read into memory. Attack: a packet whose declared length is the rest of a huge file.
    /// </summary>
    public int MaxXmpBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Nesting of elements in an XMP packet. Attack: a million opening tags, to exhaust the stack or the time of a reader.
    /// </summary>
    public int MaxXmlDepth { get; init; } = 128;

    /// <summary>
    /// Bytes of a text, SVG or PDF file that are searched, in windows of a fixed size.
    /// Attack: a sparse file of a terabyte that begins like a text.
    /// </summary>
    public long MaxScanBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Bytes made out of compressed data in one file (PDF object streams, JPEG XL <c>brob</c>, PNG compressed text).
    /// Attack: a kilobyte that unpacks to a gigabyte.
    /// </summary>
    public int MaxInflatedBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Bytes of a manifest store read into memory. Attack: a chunk that claims gigabytes. Stores with thumbnails of
    /// many ingredients reach some tens of megabytes.
    /// </summary>
    public int MaxStoreBytes { get; init; } = 128 << 20;

    /// <summary>Nesting of JUMBF boxes. Attack: twenty thousand boxes, one in another, to exhaust the stack. A store has five levels.</summary>
    public int MaxJumbfDepth { get; init; } = 32;

    /// <summary>JUMBF boxes in a store. Attack: a store of eight-byte boxes.</summary>
    public int MaxJumbfBoxes { get; init; } = 200_000;

    /// <summary>Nesting of CBOR items, tags included. Attack: a million tags, one on another.</summary>
    public int MaxCborDepth { get; init; } = 128;

    /// <summary>Items in one CBOR document. Attack: a megabyte of one-byte items, each an object in memory.</summary>
    public int MaxCborItems { get; init; } = 500_000;

    /// <summary>Manifests in a store. Attack: manifests without number, each validated.</summary>
    public int MaxManifests { get; init; } = 10_000;

    /// <summary>
    /// Results of ingredients compared with what was recorded. Attack: thousands of ingredient assertions that all point to one manifest with thousands of failures.
    /// </summary>
    public int MaxDeltaEntries { get; init; } = 1_000_000;

    /// <summary>Bytes of the proofs and rows of BMFF hash trees held in memory. Attack: trees of billions of leaves.</summary>
    public int MaxMerkleBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Bytes of one time-stamp or OCSP response. Attack: a token of a hundred megabytes, hashed and walked for each manifest.
    /// Those of real authorities have two to ten thousand bytes.
    /// </summary>
    public int MaxTimeStampBytes { get; init; } = 256 << 10;

    /// <summary>Certificates in one time-stamp or OCSP response. Attack: thousands of certificates, each tried as a link of a chain.</summary>
    public int MaxTimeStampCertificates { get; init; } = 32;

    /// <summary>
    /// Time-stamps, or OCSP responses, that are tried for one signature. Attack: an assertion with ten thousand tokens, each a signature to verify.
    /// </summary>
    public int MaxTimeStamps { get; init; } = 16;
    /// <summary>Nesting of the boxes of a film or picture (ISO base media). Attack: a thousand <c>moov</c> boxes, one in another. A film has eight levels.</summary>
    public int MaxBmffDepth { get; init; } = 32;

    /// <summary>
    /// Exclusions in one BMFF hash assertion. Attack: thousands of them, each to be tried on each of a million boxes.
    /// Writers use three to ten.
    /// </summary>
    public int MaxBmffExclusions { get; init; } = 1_000;

    /// <summary>
    /// Root boxes of a film that is signed, each of them two or three pieces of a plan in memory. Attack: as for <see cref="MaxElements"/>.
    /// Ten hours in fragments of two seconds have forty thousand.
    /// </summary>
    public int MaxBmffRoots { get; init; } = 200_000;

    /// <summary>
    /// Bytes of the tables of chunk offsets and the like that are rewritten in memory when a film is signed.
    /// Attack: a sparse file whose table claims gigabytes. Ten hours of film have some megabytes.
    /// </summary>
    public int MaxBmffTableBytes { get; init; } = 64 << 20;

    /// <summary>Ranges that one data hash or box hash leaves out. Attack: a million exclusions of one byte, each a read. Writers use one to five.</summary>
    public int MaxExclusions { get; init; } = 10_000;

    /// <summary>Parts of a file that is several files one after another. Attack: parts without number, each opened and hashed by itself.</summary>
    public int MaxAssetParts { get; init; } = 256;

    /// <summary>
    /// Bytes that a box hash reads for one byte of the file. Attack: sixty thousand TIFF entries that all name the same gigabyte as their data. The entries of a sound
    /// file share little.
    /// </summary>
    public int MaxBoxOverlap { get; init; } = 4;

    /// <summary>Bytes of a verifiable credential or DID document. Attack: a credential of a hundred megabytes of JSON.</summary>
    public int MaxCredentialBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Bytes of an ID3 tag that is rewritten in memory when a sound is signed; only tags of version 2.3 with unsynchronisation are.
    /// Attack: a tag of 256 megabytes, the most that can be said.
    /// </summary>
    public int MaxId3Bytes { get; init; } = 32 << 20;

    /// <summary>
    /// Bytes of a text that carries its store in variation selectors, which is normalized in memory. Attack: a sparse file of gigabytes, or millions of combining marks in a row. A long novel has two megabytes.
    /// </summary>
    public int MaxTextBytes { get; init; } = 32 << 20;

    /// <summary>Update sections of a PDF. Attack: a chain of cross-reference tables without end. A form that was filled in every day of a year has some hundred.</summary>
    public int MaxPdfSections { get; init; } = 1_000;

    /// <summary>Bytes of one object of a PDF that is looked at (catalog, name tree, page), its stream aside. Attack: a dictionary that goes on to the end of the file.</summary>
    public int MaxPdfObjectBytes { get; init; } = 1 << 20;

    /// <summary>
    /// Bytes of PDF objects that are parsed altogether. Attack: a thousand update sections, each with a catalog of a megabyte.
    /// </summary>
    public int MaxPdfParsedBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a manifest store that is fetched from an address. Attack: an answer without end. See <see cref="MaxStoreBytes"/>.</summary>
    public int MaxRemoteBytes { get; init; } = 64 << 20;
}
