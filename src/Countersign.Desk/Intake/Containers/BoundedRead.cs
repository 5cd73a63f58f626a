namespace Countersign.Desk.Intake.Containers;

/// <summary>Reads a stream to its end or to a limit, whichever comes first.</summary>
internal static class BoundedRead
{
    public static async Task<(byte[] Bytes, bool Overflow)> AllAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        var result = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            if (result.Length + read > limit) return (result.ToArray(), true);
            result.Write(chunk, 0, read);
        }

        return (result.ToArray(), false);
    }
}
