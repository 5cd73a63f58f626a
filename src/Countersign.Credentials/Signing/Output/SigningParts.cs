using Countersign.Credentials.Embedding;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing.Output;

/// <summary>Reads again what was signed.</summary>
/// <param name="asset">The output; seekable.</param>
/// <param name="detached">The store, when it is kept beside the asset; null when it is to be found in it.</param>
/// <param name="cancel">Ends the check.</param>
internal delegate IReadOnlyList<ValidationStatus> SignedCheck(Stream asset, ReadOnlyMemory<byte>? detached, CancellationToken cancel);

/// <summary>What signing needs of the rest of the library.</summary>
/// <param name="Embedder">Puts a store into a kind of container; null for one that takes none.</param>
/// <param name="Binding">The hard binding of a kind of container.</param>
/// <param name="Check">Validates the output before it is handed over.</param>
internal sealed record SigningParts(Func<StoreContainer, IEmbedder?> Embedder, Func<StoreContainer, IBindingForm> Binding, SignedCheck Check)
{
    /// <summary>Every container of the library, and its own reader as the check.</summary>
    public static SigningParts Of(CredentialReader reader) => new(
        Embedders.For,
        static container => container == StoreContainer.Bmff ? BmffBinding.Instance : DataHashBinding.Instance,
        (asset, detached, cancel) => Statuses(detached is { } store ? reader.ReadDetached(asset, store, cancel) : reader.Read(asset, cancel)));

    private static IReadOnlyList<ValidationStatus> Statuses(CredentialReport report) => report.Active is { } active
        ? [.. active.Statuses, .. report.Ingredients.SelectMany(i => i.New).Where(s => s.Kind == StatusKind.Failure)]
        : [ValidationStatus.Failure(StatusCodes.GeneralError, "", report.Problem?.Says ?? "The output carries no credentials.")];
}
