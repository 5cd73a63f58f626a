using System.Globalization;
using NetVips;

namespace Countersign.Matching.Images;

/// <summary>The libvips steps from an opened picture to a small 8-bit RGB one. All throw <see cref="VipsException"/> on damage.</summary>
internal static class Rasters
{
    private static readonly double[] White8 = [255];
    private static readonly double[] White16 = [65535];

    public static Image Pushed(this Stack<Image> steps, Image image)
    {
        steps.Push(image);
        return image;
    }

    /// <summary>Reduces each axis by a whole factor, first in the loader where the format can.</summary>
    public static Image Shrunk(ReadOnlySpan<byte> encoded, PictureDecoder.Opened picture, Stack<Image> steps)
    {
        var image = picture.Image;
        var whole = Math.Min(image.Width, image.Height) / PictureDecoder.LeastAxis;
        if (whole >= 2 && picture.Header.Format == "jpeg")
            image = steps.Pushed(Reload(encoded, "shrink", whole >= 8 ? 8 : whole >= 4 ? 4 : 2));
        else if (whole >= 2 && picture.Header.Format == "webp" && picture.Header.Pages == 1)
            image = steps.Pushed(Reload(encoded, "scale", 1.0 / whole));

        var across = Math.Max(1, image.Width / PictureDecoder.LeastAxis);
        var down = Math.Max(1, image.Height / PictureDecoder.LeastAxis);
        if (across == 1 && down == 1)
            return image;

        // Averaging colours across a transparent edge would let hidden colours bleed in.
        if (image.HasAlpha())
            image = ToRgb(image, steps);
        return steps.Pushed(image.Shrink(across, down));
    }

    /// <summary>Three bands of eight bits, on white where the picture is transparent.</summary>
    public static Image ToRgb(Image image, Stack<Image> steps)
    {
        var plain = image.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw
            or Enums.Interpretation.Rgb16 or Enums.Interpretation.Grey16;
        if (image.HasAlpha() && plain)
            image = steps.Pushed(image.Flatten(
                image.Interpretation is Enums.Interpretation.Rgb16 or Enums.Interpretation.Grey16 ? White16 : White8));
        if (image.Interpretation != Enums.Interpretation.Srgb)
            image = steps.Pushed(image.Colourspace(Enums.Interpretation.Srgb));
        if (image.HasAlpha())
            image = steps.Pushed(image.Flatten(White8));
        if (image.Format != Enums.BandFormat.Uchar)
            image = steps.Pushed(image.Cast(Enums.BandFormat.Uchar));
        return image.Bands == 3
            ? image
            : throw new VipsException(string.Create(CultureInfo.InvariantCulture, $"{image.Bands} bands"));
    }

    private static Image Reload(ReadOnlySpan<byte> encoded, string option, object value) =>
        Image.NewFromBuffer(
            encoded, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error, kwargs: new VOption { { option, value } });
}
