namespace Countersign.Credentials;

/// <summary>A run of bytes in a file.</summary>
/// <param name="Offset">First byte, counted from 0 at the start of the file.</param>
/// <param name="Length">Number of bytes; 0 or more.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The first byte after the run.</summary>
    public long End => Offset + Length;
}
