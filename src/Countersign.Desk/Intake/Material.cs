using Countersign.Matching.Images;

namespace Countersign.Desk.Intake;

/// <summary>What an examination leaves for the comparison with the register, so that nothing is decoded twice. Parts that do not apply are null.</summary>
/// <param name="Text">The decoded text of a text.</param>
/// <param name="Picture">The raster of a picture.</param>
internal sealed record Material(string? Text = null, DecodedPicture? Picture = null)
{
    public static Material None { get; } = new();
}
