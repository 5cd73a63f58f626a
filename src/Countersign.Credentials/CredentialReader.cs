using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Containers.Pdf;
using Countersign.Credentials.Summary;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials;

/// <summary>
/// Reads and validates Content Credentials (C2PA 2.2 §15). Thread-safe: make one with the trust lists and use it for every file.
/// </summary>
/// <param name="options">With what, and against what; null for the defaults, which trust nobody and fetch nothing.</param>
public sealed class CredentialReader(CredentialReaderOptions? options = null)
{
    private readonly CredentialReaderOptions _options = options ?? new();

    /// <summary>Reads a file and its credentials, and checks the content against them.</summary>
    /// <param name="asset">Readable and seekable; its position afterwards is anywhere. It is not closed.</param>
    /// <param name="cancel">Stops between chunks of the content.</param>
    /// <returns>The report. Damaged or hostile bytes give statuses and defects, never an exception.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="IOException">The stream itself failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public CredentialReport Read(Stream asset, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var presence = CredentialLocator.Find(asset, _options.Limits);
        if (presence.Container == StoreContainer.Sidecar) return ReadStore(asset, presence, cancel);
        if (presence.Stores.Count == 0) return Remote(asset, presence, cancel);
        var location = Choose(presence);
        if (location is null) return Nothing(presence);
        var window = new StreamWindow(asset);
        if (!StoreBytes.TryRead(window, location, _options.Limits, out var bytes, out var defect)) return Broken(presence, defect!);
        if (presence.Container == StoreContainer.Pdf) bytes = Joined(window, presence, location, bytes);
        return Validate(bytes, presence, new BindingAsset(asset, presence, _options.Limits), cancel);
    }

    /// <summary>Reads a file against a manifest store that lies elsewhere: a sidecar, or one that was fetched before (C2PA 2.2 §11.4).</summary>
    /// <param name="asset">Readable and seekable.</param>
    /// <param name="store">The JUMBF of the store.</param>
    /// <param name="cancel">Stops between chunks of the content.</param>
    /// <returns>The report.</returns>
    public CredentialReport ReadDetached(Stream asset, ReadOnlyMemory<byte> store, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(asset);
        var presence = CredentialLocator.Find(asset, _options.Limits);
        return Validate(store, presence, new BindingAsset(asset, presence, _options.Limits, Embedded: false), cancel);
    }

    /// <summary>Validates a collection: the files of a folder against a store that speaks of them all (C2PA 2.2 §18.8).</summary>
    /// <param name="store">The JUMBF of the store.</param>
    /// <param name="members">The relative paths of every member, with '/' between folders.</param>
    /// <param name="open">Opens a member, or gives null when it is gone.</param>
    /// <param name="cancel">Stops between chunks of the content.</param>
    /// <returns>The report.</returns>
    public CredentialReport ReadCollection(ReadOnlyMemory<byte> store, IReadOnlyList<string> members, Func<string, Stream?> open, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(open);
        var presence = new CredentialPresence(StoreContainer.Unknown, [], null, []);
        return Validate(store, presence, new BindingAsset(Stream.Null, presence, _options.Limits, Embedded: false) { Members = members, OpenMember = open }, cancel);
    }

    // Several stores are as good as none (§15.5.2.1), but for a PDF, where the last update speaks, and for a film with an original and an update.
    private static StoreLocation? Choose(CredentialPresence presence) =>
        presence.Defects.Any(d => d.Code == "store.multiple") ? null : PdfStores.InOrder(presence) is [.., var last] ? last : null;

    // A PDF has a store per update, and all of them count as one (A.4.2.1). An earlier one that cannot be read adds nothing.
    private byte[] Joined(StreamWindow window, CredentialPresence presence, StoreLocation last, byte[] bytes)
    {
        var stores = new List<byte[]>();
        foreach (var earlier in PdfStores.InOrder(presence).TakeWhile(s => !ReferenceEquals(s, last)))
        {
            if (StoreBytes.TryRead(window, earlier, _options.Limits, out var read, out _)) stores.Add(read);
        }

        return PdfStores.Merge([.. stores, bytes], _options.Limits);
    }

    // A store by itself: nothing is at hand that it could be bound to.
    private CredentialReport ReadStore(Stream file, CredentialPresence presence, CancellationToken cancel)
    {
        var window = new StreamWindow(file);
        if (presence.Stores.Count == 0) return Nothing(presence);
        return StoreBytes.TryRead(window, presence.Stores[0], _options.Limits, out var bytes, out var defect)
            ? Validate(bytes, presence, null, cancel)
            : Broken(presence, defect!);
    }

    private CredentialReport Remote(Stream asset, CredentialPresence presence, CancellationToken cancel)
    {
        if (presence.RemoteManifest is not { } address || _options.ManifestSource is not { } source) return Nothing(presence);
        var (store, why) = source.Find(address, cancel);
        return store is { } bytes
            ? Validate(bytes, presence, new BindingAsset(asset, presence, _options.Limits, Embedded: false), cancel)
            : Broken(presence, new(StatusCodes.ManifestInaccessible, why ?? "The manifest that the file refers to could not be had.", 0));
    }

    private CredentialReport Validate(ReadOnlyMemory<byte> bytes, CredentialPresence presence, BindingAsset? asset, CancellationToken cancel)
    {
        if (!ManifestStore.TryRead(bytes, _options.Limits, out var store, out var defect)) return Broken(presence, defect!);
        if (store!.Active is null)
        {
            return store.ActiveLabel is { } label && store.Unpackable.TryGetValue(label, out var why)
                ? Broken(presence, new(StatusCodes.CompressedInvalid, why, 0), CredentialState.Invalid)
                : Broken(presence, new("store.empty", "The manifest store holds no manifest.", 0));
        }

        var validation = new StoreValidation(store, _options);
        validation.Run(asset, cancel);
        var (state, integrity, trust) = Verdict.Of(validation.Verdicts[0], validation.Ingredients);
        var manifests = validation.Verdicts.ConvertAll(ManifestReports.Of);
        var report = new CredentialReport
        {
            Container = presence.Container,
            State = state,
            Integrity = integrity,
            Trust = trust,
            Edition = _options.Policy.Name,
            Active = manifests[0],
            Manifests = manifests,
            Ingredients = validation.Ingredients,
            Stores = presence.Stores,
            RemoteManifest = presence.RemoteManifest,
            Defects = presence.Defects,
            Ai = AiStatement.Of(manifests, validation.Ingredients, integrity == IntegrityState.Valid),
            StoreBytes = store.Box.Bytes,
        };
        return report with { PlainWords = PlainSummary.Of(report) };
    }

    private CredentialReport Nothing(CredentialPresence presence) => Empty(presence, CredentialState.None, null);

    private CredentialReport Broken(CredentialPresence presence, StoreDefect defect, CredentialState state = CredentialState.Error) => Empty(presence, state, defect);

    private CredentialReport Empty(CredentialPresence presence, CredentialState state, StoreDefect? problem)
    {
        var report = new CredentialReport
        {
            Container = presence.Container,
            State = state,
            Integrity = problem is null ? IntegrityState.None : IntegrityState.Malformed,
            Trust = SignerTrust.None,
            Edition = _options.Policy.Name,
            Stores = presence.Stores,
            RemoteManifest = presence.RemoteManifest,
            Problem = problem,
            Defects = presence.Defects,
        };
        return report with { PlainWords = PlainSummary.Of(report) };
    }
}
