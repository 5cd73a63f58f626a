using Countersign.Core.Shared;

namespace Countersign.Desk.Filtering.Sinks;

/// <summary>Takes the kept rows, in order, each as a JSON object with its answer.</summary>
internal interface IRowSink : IAsyncDisposable
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> row, DecidedItem item, CancellationToken cancel);

    /// <summary>Writes what is left, and makes it durable.</summary>
    /// <returns>Why something could not be written as it was decided; null when all was.</returns>
    ValueTask<Problem?> CompleteAsync(CancellationToken cancel);
}
