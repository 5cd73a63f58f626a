namespace Countersign.Desk.Filtering.Progress;

/// <summary>What a run writes, all of it beside the output.</summary>
/// <param name="Output">The output itself.</param>
public sealed record OutputNames(string Output)
{
    /// <summary>Every item left out, with the reason.</summary>
    public string LeftOut => Output + ".left-out.jsonl";

    /// <summary>The signed summary.</summary>
    public string Summary => Output + ".summary.json";

    /// <summary>Its signature.</summary>
    public string Signature => Summary + ".sig";

    /// <summary>The public key that the signature is checked with.</summary>
    public string PublicKey => Summary + ".pem";

    /// <summary>Where a run that is not done keeps what it has.</summary>
    public string Partial => Output + ".partial";

    /// <summary>All of them.</summary>
    public IEnumerable<string> All => [Output, LeftOut, Summary, Signature, PublicKey];

    /// <summary>The output for a path as a person wrote it.</summary>
    public static OutputNames For(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    /// <summary>True for what a run over this output wrote: it is not part of what is filtered.</summary>
    public bool IsOwn(string path) =>
        All.Contains(path) || path.StartsWith(Output + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.StartsWith(Partial + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
