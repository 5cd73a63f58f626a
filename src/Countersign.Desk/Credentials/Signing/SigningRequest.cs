namespace Countersign.Desk.Credentials.Signing;

/// <summary>What is to be signed, with what, and what is to be said of it.</summary>
/// <param name="File">The file.</param>
/// <param name="Out">Where the signed file, or the sidecar, goes.</param>
public sealed record SigningRequest(string File, string Out)
{
    /// <summary>The private key in PEM; null with <see cref="Pkcs12"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The certificates in PEM, the signer's own first.</summary>
    public string? ChainFile { get; init; }

    /// <summary>A PKCS#12 file in place of key and chain.</summary>
    public string? Pkcs12 { get; init; }

    /// <summary>A file whose first line is the password of the key or of the PKCS#12 file.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The algorithm's name; null for the one that goes with the key.</summary>
    public string? Algorithm { get; init; }

    /// <summary>How the content came to be: a term such as <c>digitalCreation</c>, or a URI. Null where it was made from something else.</summary>
    public string? Created { get; init; }

    /// <summary>The file that this one was made from; null for none, or for the file itself where it carries credentials.</summary>
    public string? Parent { get; init; }

    /// <summary>Files that were placed into this one.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>What else was done, as names of actions: <c>edited</c>, <c>com.example.blurred</c>.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The name of the content, for people.</summary>
    public string? Title { get; init; }

    /// <summary>Answers on training and mining: <c>ai_generative_training=notAllowed</c>.</summary>
    public IReadOnlyList<string> TrainingMining { get; init; } = [];

    /// <summary>The address of a time-stamping authority; null for none. Only a hash is sent to it.</summary>
    public string? TimeStamps { get; init; }

    /// <summary>True to leave the file as it is and to write the store alone.</summary>
    public bool Sidecar { get; init; }

    /// <summary>True to write over a file that is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>True to drop credentials that the file carries.</summary>
    public bool DiscardExisting { get; init; }
}
