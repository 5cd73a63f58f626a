using Countersign.Credentials.Jumbf;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Puts manifests together into a store (C2PA 2.2 §11.1.4.2). The new one stands last: that makes it the active manifest.</summary>
internal static class StoreAssembler
{
    public static byte[] Assemble(ManifestDraft draft, AssertionBox? binding, ReadOnlySpan<byte> claim, ReadOnlySpan<byte> signature)
    {
        var manifest = draft.Manifest(binding, claim, signature);
        return JumbfWriter.Superbox(JumbfTypes.Store, "c2pa", default,
            draft.Others.Select(b => b.Bytes).Concat(draft.Kept.Select(m => m.Box.Bytes)).Append(manifest));
    }
}
