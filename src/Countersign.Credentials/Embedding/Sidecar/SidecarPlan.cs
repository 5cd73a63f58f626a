namespace Countersign.Credentials.Embedding.Sidecar;

/// <summary>
/// The plan for a store that is kept beside the file (C2PA 2.2 §11.4): the file is written as it is, all of it is hashed, and nothing is
/// left out, so that the binding has no exclusions. The plan has no carrier, and <see cref="EmbedPlan.Carrier"/> must not be asked for.
/// </summary>
internal static class SidecarPlan
{
    public static EmbedPlan For(StreamWindow source) => new([new SourcePiece(new(0, source.Length))]);
}
