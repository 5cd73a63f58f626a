using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Bmff;
using Countersign.Credentials.Containers.Gif;
using Countersign.Credentials.Containers.Id3;
using Countersign.Credentials.Containers.Jpeg;
using Countersign.Credentials.Containers.Jxl;
using Countersign.Credentials.Containers.Pdf;
using Countersign.Credentials.Containers.Png;
using Countersign.Credentials.Containers.Riff;
using Countersign.Credentials.Containers.Sidecar;
using Countersign.Credentials.Containers.Svg;
using Countersign.Credentials.Containers.Text;
using Countersign.Credentials.Containers.Tiff;
using Countersign.Credentials.Containers.Zip;

namespace Countersign.Credentials;

/// <summary>
/// Finds where a file carries a C2PA manifest store (C2PA 2.2, appendix A). It looks for presence and extent only;
/// whether a store is sound, signed or trusted is not said here.
/// </summary>
public static class CredentialLocator
{
    /// <summary>
    /// Searches a file. Memory stays within a few megabytes whatever the size of the file, and media data is skipped, not read.
    /// </summary>
    /// <param name="file">A readable and seekable stream; its position afterwards is anywhere. It is not closed.</param>
    /// <param name="limits">How far a hostile file may lead the search; null for <see cref="ParseLimits.Default"/>.</param>
    /// <returns>What was found. Damaged bytes give defects, never an exception.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public static CredentialPresence Find(Stream file, ParseLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.CanSeek) throw new ArgumentException("The stream must be seekable.", nameof(file));
        limits ??= ParseLimits.Default;

        var window = new StreamWindow(file);
        var container = ContainerChoice.Of(window.Peek(0, 4096));
        var context = new LocateContext(window, limits, container);
        var severalAreFine = false;
        switch (container)
        {
            case StoreContainer.Jpeg: JpegLocator.Find(context); break;
            case StoreContainer.Png: PngLocator.Find(context); break;
            case StoreContainer.Riff: RiffLocator.Find(context); break;
            case StoreContainer.Gif: GifLocator.Find(context); break;
            case StoreContainer.Tiff: TiffLocator.Find(context); break;
            case StoreContainer.Jxl: JxlLocator.Find(context); break;
            case StoreContainer.Id3: Id3Locator.Find(context); break;
            case StoreContainer.Bmff: severalAreFine = BmffLocator.Find(context); break;
            case StoreContainer.Sidecar: SidecarLocator.Find(context); break;
            case StoreContainer.Zip: ZipLocator.Find(context); break;
            case StoreContainer.Svg: SvgLocator.Find(context); break;
            case StoreContainer.Text: TextLocator.Find(context); break;
            case StoreContainer.Pdf:
                PdfLocator.Find(context);
                severalAreFine = true;
                break;
        }

        return context.ToPresence(severalAreFine);
    }
}
