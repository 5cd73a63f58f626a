namespace Countersign.Credentials.Embedding;

/// <summary>Why a file cannot take a store.</summary>
internal static class EmbedRefusals
{
    public static StoreDefect Damaged(string says, long offset) => new("container.damaged", says, offset);

    public static StoreDefect Unsupported(string says, long offset = 0) => new("container.unsupported", says, offset);
}
