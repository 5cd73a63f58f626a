namespace Countersign.Matching.Images.Local;

/// <summary>A place in a picture that can be found again.</summary>
/// <param name="X">In pixels of the raster worked on; the centre of the first pixel is 0.</param>
/// <param name="Y">As X.</param>
/// <param name="Sigma">The blur it stands out at, in the same pixels.</param>
/// <param name="Octave">Which octave of the scale space.</param>
/// <param name="Plane">Which of the octave's blurred planes is nearest in scale.</param>
/// <param name="Contrast">How far it stands out: the absolute difference of blurs, in grey levels.</param>
internal readonly record struct KeyPoint(float X, float Y, float Sigma, int Octave, int Plane, float Contrast);
