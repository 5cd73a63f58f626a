using System.Runtime.InteropServices;

namespace Countersign.Desk.Intake;

internal static class Streams
{
    /// <summary>A read-only stream over bytes in memory, without copying them.</summary>
    public static Stream Over(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) : new MemoryStream(bytes.ToArray(), writable: false);
}
