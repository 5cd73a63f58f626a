using Countersign.Credentials.Embedding.Bmff;
using Countersign.Credentials.Embedding.Gif;
using Countersign.Credentials.Embedding.Id3;
using Countersign.Credentials.Embedding.Jpeg;
using Countersign.Credentials.Embedding.Jxl;
using Countersign.Credentials.Embedding.Pdf;
using Countersign.Credentials.Embedding.Png;
using Countersign.Credentials.Embedding.Riff;
using Countersign.Credentials.Embedding.Svg;
using Countersign.Credentials.Embedding.Text;
using Countersign.Credentials.Embedding.Tiff;

namespace Countersign.Credentials.Embedding;

/// <summary>The embedder of each kind of file.</summary>
internal static class Embedders
{
    /// <summary>The one for a container, or null where no store can be put into it.</summary>
    public static IEmbedder? For(StoreContainer container) => container switch
    {
        StoreContainer.Jpeg => new JpegEmbedder(),
        StoreContainer.Png => new PngEmbedder(),
        StoreContainer.Riff => new RiffEmbedder(),
        StoreContainer.Gif => new GifEmbedder(),
        StoreContainer.Tiff => new TiffEmbedder(),
        StoreContainer.Jxl => new JxlEmbedder(),
        StoreContainer.Svg => new SvgEmbedder(),
        StoreContainer.Id3 => new Id3Embedder(),
        StoreContainer.Bmff => new BmffEmbedder(),
        StoreContainer.Pdf => new PdfEmbedder(),
        StoreContainer.Text => new TextEmbedder(),
        _ => null,
    };
}
