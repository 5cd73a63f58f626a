using System.Buffers.Binary;

namespace Countersign.Desk.Intake.Sniffing;

/// <summary>Weights of models, where no magic number tells them.</summary>
internal static class ModelSniff
{
    public static MediaType? Match(ReadOnlySpan<byte> head, long length)
    {
        // safetensors: length of a JSON header (8, little-endian), then that JSON.
        if (head.Length >= 10 && BinaryPrimitives.ReadUInt64LittleEndian(head) is >= 2 and <= 100_000_000 and var json
            && (long)json <= length - 8 && head[8] == '{' && head[9] is (byte)'"' or (byte)'}')
            return new(MediaKind.Model, "safetensors", "application/x-safetensors");
        // Pickle protocol 2 to 5: opcode PROTO, then as a rule FRAME, a global or a container. Named, never loaded: a pickle is a program.
        if (head.Length >= 4 && head[0] == 0x80 && head[1] is >= 2 and <= 5 && head[2] is 0x95 or (byte)'c' or (byte)'}' or (byte)']' or (byte)'(' or 0x8A)
            return new(MediaKind.Model, "pickle", "application/x-pickle");
        // ONNX is a protobuf without a magic number: ir_version (field 1) then producer_name (field 2) or a later field.
        if (head.Length >= 16 && head[0] == 0x08 && head[1] is >= 1 and <= 20 && head[2] == 0x12 && head[3] is > 0 and < 64
            && head.Length > 4 + head[3] && IsName(head.Slice(4, head[3])) && head[4 + head[3]] is 0x1A or 0x22 or 0x2A or 0x3A)
            return new(MediaKind.Model, "onnx", "application/x-onnx");
        return null;
    }

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
            if (b is < 0x20 or > 0x7E) return false;
        return true;
    }
}
