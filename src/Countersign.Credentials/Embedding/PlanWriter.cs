using System.Security.Cryptography;

namespace Countersign.Credentials.Embedding;

/// <summary>Carries out an <see cref="EmbedPlan"/>: one pass over the source, copying and hashing, with room left for the store.</summary>
internal static class PlanWriter
{
    private const int Chunk = 256 * 1024;

    /// <summary>Writes everything but the carrier, whose place is filled with zeros, and returns the hash of the hashed pieces.</summary>
    /// <param name="plan">What to write.</param>
    /// <param name="source">Readable and seekable.</param>
    /// <param name="output">Writable and seekable; written from its start.</param>
    /// <param name="algorithm">SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="cancel">Stops between chunks; the output is then of no use.</param>
    /// <exception cref="IOException">A stream failed, or the source became shorter.</exception>
    public static byte[] WriteAndHash(EmbedPlan plan, Stream source, Stream output, HashAlgorithmName algorithm, CancellationToken cancel = default)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = new byte[Chunk];
        foreach (var piece in plan.Pieces)
        {
            switch (piece)
            {
                case SourcePiece { Range: var range, Hashed: var hashed }:
                    source.Position = range.Offset;
                    for (var left = range.Length; left > 0;)
                    {
                        cancel.ThrowIfCancellationRequested();
                        var read = source.Read(buffer, 0, (int)Math.Min(left, Chunk));
                        if (read == 0) throw new EndOfStreamException("The file became shorter while it was read.");
                        if (hashed) hash.AppendData(buffer, 0, read);
                        output.Write(buffer, 0, read);
                        left -= read;
                    }

                    break;
                case LiteralPiece { Bytes: var bytes, Hashed: var hashed }:
                    if (hashed) hash.AppendData(bytes.Span);
                    output.Write(bytes.Span);
                    break;
                case HashOnlyPiece { Bytes: var bytes }:
                    hash.AppendData(bytes.Span);
                    break;
                case CarrierPiece carrier:
                    Array.Clear(buffer);
                    for (var left = carrier.Size; left > 0;)
                    {
                        var count = (int)Math.Min(left, Chunk);
                        output.Write(buffer, 0, count);
                        left -= count;
                    }

                    break;
            }
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Puts the finished store into the place left for it.</summary>
    public static void Patch(EmbedPlan plan, Stream output, ReadOnlyMemory<byte> store)
    {
        long at = 0;
        foreach (var piece in plan.Pieces)
        {
            if (piece is CarrierPiece carrier)
            {
                var rendered = carrier.Render(store);
                if (rendered.Length != carrier.Size) throw new InvalidOperationException("A carrier has another length than was planned.");
                output.Position = at;
                output.Write(rendered);
            }

            at += piece.Length;
        }
    }
}
