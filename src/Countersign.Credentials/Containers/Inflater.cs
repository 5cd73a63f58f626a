namespace Countersign.Credentials.Containers;

/// <summary>Unpacks at most so many bytes. Attack: a kilobyte that unpacks to a gigabyte.</summary>
internal static class Inflater
{
    /// <summary>What the stream unpacks to, cut at <paramref name="limit"/>; null when it is broken from the start. Closes the stream.</summary>
    public static byte[]? TryInflate(Stream decoder, int limit)
    {
        using (decoder)
        {
            var result = new MemoryStream();
            var chunk = new byte[8192];
            try
            {
                int read;
                while (result.Length < limit && (read = decoder.Read(chunk, 0, (int)Math.Min(chunk.Length, limit - result.Length))) > 0)
                    result.Write(chunk, 0, read);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
            {
                // What came out before the damage is still worth a look.
            }

            return result.Length == 0 ? null : result.ToArray();
        }
    }
}
