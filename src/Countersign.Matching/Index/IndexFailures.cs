namespace Countersign.Matching.Index;

/// <summary>What can be expected to go wrong with an index. All codes begin with <c>index.</c>.</summary>
internal static class IndexFailures
{
    public static DecodeFailure NotAnIndex(string directory, string what) =>
        new("index.none", $"{directory} holds no index: {what}.", "Name the folder of an index, or an empty folder to begin one.");

    public static DecodeFailure OtherKind(string found, string wanted) =>
        new("index.other-kind", $"The index holds '{found}', not '{wanted}'.", "Each kind has a folder of its own.");

    public static DecodeFailure Newer(string file, uint version) =>
        new("index.newer", $"{file} has format version {version}, which this program does not know.", "Use a newer version of this program.");

    public static DecodeFailure OtherVersion(string name, int found, int wanted) =>
        new("index.other-version", $"The index of '{name}' has layout {found}; this program writes {wanted}.", "Open it for writing to rebuild it, or register the files again.");

    public static DecodeFailure Damaged(string file, string what) =>
        new("index.damaged", $"{file} is damaged: {what}.", "Restore the folder from a copy, or register the files again.");

    public static DecodeFailure Locked(string directory) =>
        new("index.locked", $"Another process is writing to the index in {directory}.", "Wait for it to end, or open the index for reading.");

    public static DecodeFailure Io(Exception cause) =>
        new("index.io", $"The index could not be read or written: {cause.Message}", "Look at the space, the permissions and the health of the disk, then try again.");

    public static DecodeFailure TooLarge(string section) =>
        new("index.too-large", $"The section '{section}' would pass 2 GiB.", "Use smaller segments.");

    public static bool Expected(Exception e) => e is IOException or UnauthorizedAccessException;
}

/// <summary>A failure on its way from deep inside to the door that returns it as a value; never leaves the room.</summary>
internal sealed class IndexException(DecodeFailure failure) : IOException(failure.Message)
{
    public DecodeFailure Failure => failure;

    public static DecodeFailure From(Exception e) => e is IndexException known ? known.Failure : IndexFailures.Io(e);
}
