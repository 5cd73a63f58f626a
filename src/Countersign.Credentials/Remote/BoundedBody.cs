namespace Countersign.Credentials.Remote;

/// <summary>Reads the body of an answer that may claim any length, or none and never end.</summary>
internal static class BoundedBody
{
    /// <summary>The body, or null when it is longer than <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > limit) return null;
        var body = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var gathered = new MemoryStream();
            var buffer = new byte[8192];
            int read;
            while ((read = await body.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
            {
                if (gathered.Length + read > limit) return null;
                gathered.Write(buffer, 0, read);
            }

            return gathered.ToArray();
        }
    }
}
