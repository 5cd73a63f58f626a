using System.Security.Cryptography;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Containers;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Signing.Building;
using Countersign.Credentials.Signing.Keys;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing.Output;

/// <summary>
/// One signing, from the draft of the manifest to the checked output. Everything is sized before the asset is read, so that one pass copies and hashes it;
/// the store is then put into the place kept for it.
/// </summary>
internal sealed class StreamSigning(SigningParts parts, ManifestBuilder builder, IClaimSigner signer, SigningOptions options)
{
    // Another time-stamp of the same authority may be longer than the last by some bytes: serial numbers and fractions of seconds vary.
    private const int SecondTrySlack = 512;

    private readonly List<string> _notes = [];

    public async ValueTask<SigningOutcome> EmbedAsync(Stream source, Stream output, CancellationToken cancel)
    {
        if (!TryDraft(out var draft, out var problems)) return SigningOutcome.Failed(problems);

        var window = new StreamWindow(source);
        var container = ContainerChoice.Of(window.Peek(0, 4096));
        if (parts.Embedder(container) is not { } embedder)
            return Failed("container.unsupported", $"A store cannot be put into this kind of file ({container}).", "Keep the credential beside the file (sidecar).");
        var presence = CredentialLocator.Find(source, options.Limits);
        if (Existing(presence) is { } existing) return SigningOutcome.Failed(existing);

        var binding = builder.Kind == ManifestKind.Update ? null : parts.Binding(container);
        var reserved = CoseBox.Reserve(signer, options.TimeStamper, options.OcspResponses);
        for (var attempt = 1; ; attempt++)
        {
            var length = StoreLength(draft, binding, embedded: true, reserved);
            if (length > options.Limits.MaxStoreBytes)
                return Failed("store.too-large", $"The store would be {length} bytes long, more than {options.Limits.MaxStoreBytes}.", "Leave out thumbnails or ingredients.");
            if (!embedder.TryPlan(new StreamWindow(source), length, options.Limits, out var plan, out var defect))
                return SigningOutcome.Failed(new CredentialProblem("container." + Last(defect!.Code), $"The file cannot take a store: {defect.Says}", $"byte {defect.Offset}"));
            if (builder.Kind == ManifestKind.Update && UpdateFit.Check(plan!, window, Assertions.Bindings.StoreRoom.Of(presence.Stores[0])) is { } unfit) return SigningOutcome.Failed(unfit);

            output.Position = 0;
            output.SetLength(0);
            var hash = PlanWriter.WriteAndHash(plan!, source, output, BoxHash.Name(builder.HashAlgorithm), cancel);
            var box = binding is null ? null : AssertionMaker.Binding(binding.Label, binding.Encode(builder.HashAlgorithm, hash, plan!.Carrier));
            var signed = await SignAsync(draft, box, reserved, cancel).ConfigureAwait(false);
            if (signed.Problem is { } problem) return SigningOutcome.Failed(problem);
            if (signed.Store is not { } store)
            {
                if (attempt == 2) return Failed("signature.too-large", $"The signature with its certificates and time-stamp needs {signed.Needed} bytes, and {reserved} were kept for it twice.");
                reserved = signed.Needed + SecondTrySlack;
                continue;
            }

            if (store.Length != length) throw new InvalidOperationException("The store has another length than was planned.");
            PlanWriter.Patch(plan!, output, store);
            output.Flush();
            return Checked(draft, store, plan!.Carrier, output, detached: null, cancel);
        }
    }

    public async ValueTask<SigningOutcome> DetachAsync(Stream asset, CancellationToken cancel)
    {
        if (!TryDraft(out var draft, out var problems)) return SigningOutcome.Failed(problems);
        AssertionBox? box = null;
        if (builder.Kind == ManifestKind.Standard)
        {
            asset.Position = 0;
            var hash = await CryptographicOperations.HashDataAsync(BoxHash.Name(builder.HashAlgorithm), asset, cancel).ConfigureAwait(false);
            box = AssertionMaker.Binding(DataHashBinding.Instance.Label, DataHashBinding.Instance.Encode(builder.HashAlgorithm, hash, null));
        }

        var reserved = CoseBox.Reserve(signer, options.TimeStamper, options.OcspResponses);
        for (var attempt = 1; ; attempt++)
        {
            var signed = await SignAsync(draft, box, reserved, cancel).ConfigureAwait(false);
            if (signed.Problem is { } problem) return SigningOutcome.Failed(problem);
            if (signed.Store is { } store) return Checked(draft, store, null, asset, store, cancel);
            if (attempt == 2) return Failed("signature.too-large", $"The signature needs {signed.Needed} bytes, and {reserved} were kept for it twice.");
            reserved = signed.Needed + SecondTrySlack;
        }
    }

    private bool TryDraft(out ManifestDraft draft, out IReadOnlyList<CredentialProblem> problems)
    {
        draft = null!;
        problems = signer.Chain.Count == 0 ? [new("signer.chain", "The signer has no certificate.", Next: "Give the signing certificate and those above it, without the root.")]
            : options.OcspResponses.Count > 0 && options.TimeStamper is null ? [new("signer.ocsp", "Revocation information needs a time-stamp beside it (C2PA 2.2 §10.3.2.6).", Next: "Name a time-stamp authority, or leave the OCSP answer out.")]
            : [];
        if (problems.Count > 0 || !ManifestComposer.TryCompose(builder, options.Identifiers, options.Limits, out var made, out problems)) return false;
        draft = made!;
        // Before anything is put together: several large ingredients could otherwise exceed what an array can hold.
        if (draft.Size > options.Limits.MaxStoreBytes)
        {
            problems = [new("store.too-large", $"The store would be longer than {options.Limits.MaxStoreBytes} bytes.", Next: "Leave out thumbnails or ingredients.")];
            return false;
        }

        _notes.AddRange(draft.Notes);
        return true;
    }

    // A file's history must not vanish because somebody forgot to name it as the parent.
    private CredentialProblem? Existing(CredentialPresence presence)
    {
        var keeps = builder.Ingredients.Any(i => i is { Relationship: Content.IngredientRelationship.ParentOf, Source: not null });
        if (builder.Kind == ManifestKind.Update)
        {
            return presence.Stores.Count == 1 ? null
                : new("update.store", $"An update manifest goes into a file with one manifest store, and this one has {presence.Stores.Count}.", Next: "Make a standard manifest, or keep the credential beside the file.");
        }

        return presence.HasStore && !keeps && !options.DiscardExisting
            ? new("source.credentials", "The file carries credentials that the new manifest would not keep.", Next: "Name the file as the parent ingredient, or state that its credentials are to be discarded.")
            : null;
    }

    private int StoreLength(ManifestDraft draft, IBindingForm? binding, bool embedded, int reserved)
    {
        var hash = new byte[BoxHash.Length(builder.HashAlgorithm)];
        var box = binding is null ? null : AssertionMaker.Binding(binding.Label, binding.Encode(builder.HashAlgorithm, hash, embedded ? default(ByteRange) : null));
        return StoreAssembler.Assemble(draft, box, draft.Claim(box), new byte[reserved]).Length;
    }

    private async ValueTask<(byte[]? Store, int Needed, CredentialProblem? Problem)> SignAsync(ManifestDraft draft, AssertionBox? box, int reserved, CancellationToken cancel)
    {
        var claim = draft.Claim(box);
        CoseResult result;
        try
        {
            result = await CoseBox.SignAsync(claim, signer, options.TimeStamper, options.TimeStampOptional, options.OcspResponses, reserved, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A signer may be a token, a service, a callback: whatever it throws, nothing is signed.
            return (null, 0, new("signer.failed", $"The signer gave no signature: {e.Message}"));
        }

        if (result.StampProblem is { } says)
        {
            if (!options.TimeStampOptional) return (null, 0, new("time-stamp.failed", $"No time-stamp was obtained: {says}", Next: "Try again later, or sign without a time-stamp."));
            _notes.Add($"Signed without a time-stamp: {says}");
        }

        return result.Bytes is { } signature ? (StoreAssembler.Assemble(draft, box, claim, signature), result.Needed, null) : (null, result.Needed, null);
    }

    private SigningOutcome Checked(ManifestDraft draft, byte[] store, ByteRange? carrier, Stream asset, ReadOnlyMemory<byte>? detached, CancellationToken cancel)
    {
        var statuses = parts.Check(asset, detached, cancel);
        var failures = statuses.Where(s => s.Kind == StatusKind.Failure && !IsKnown(s)).ToList();
        if (failures.Count > 0)
            return SigningOutcome.Failed([.. failures.Select(f => new CredentialProblem("check." + f.Code, $"What was signed does not pass its own check: {f.Says}", f.Uri, "Nothing was handed over."))]);
        return SigningOutcome.Of(new(draft.Label, store, carrier, statuses, [.. _notes.Distinct()]));
    }

    // Whom a reader trusts is the reader's affair; and what an ingredient's results tell already is no news (C2PA 2.2 §15.11.3.3).
    private bool IsKnown(ValidationStatus status) => status.Code == "signingCredential.untrusted"
        || builder.Ingredients.Any(i => i.Source is { AcceptFailures: true } source
            && source.Results.ActiveManifest.Concat(source.Results.Deltas.SelectMany(d => d.Statuses)).Any(s => s.Kind == StatusKind.Failure && s.Code == status.Code && s.Uri == status.Uri));

    private static string Last(string code) => code[(code.LastIndexOf('.') + 1)..];

    private static SigningOutcome Failed(string code, string says, string? next = null) => SigningOutcome.Failed(new CredentialProblem(code, says, Next: next));
}
