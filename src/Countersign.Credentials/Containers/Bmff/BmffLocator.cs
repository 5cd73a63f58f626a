namespace Countersign.Credentials.Containers.Bmff;

/// <summary>
/// MP4, MOV, HEIF and kin (A.5): a top-level <c>uuid</c> box, after its 16-byte identifier
/// <code>version(1) flags(3) box_purpose… 0  [merkle offset(8), unless the purpose is merkle]  store</code>
/// </summary>
internal static class BmffLocator
{
    private static ReadOnlySpan<byte> XmpUuid => [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    /// <summary>Adds the stores. True when there are several and they are an original and its update, as the specification allows.</summary>
    public static bool Find(LocateContext context)
    {
        var file = context.File;
        var uuid = BoxHeader.Code("uuid"u8);
        int originals = 0, updates = 0, manifests = 0;
        long at = 0;
        while (at < file.Length && context.Step(at))
        {
            if (BoxHeader.Read(file, at) is not { } box)
            {
                context.AddDefect("container.damaged", "Bytes there are no box.", at);
                break;
            }

            if (!file.Contains(at, box.Length)) context.AddDefect("container.truncated", "A box is longer than the file.", at);
            if (box.Type == uuid)
            {
                var id = file.Peek(box.DataOffset, 16);
                if (id.SequenceEqual(XmpUuid)) context.AddXmp(box.DataOffset + 16, box.DataLength - 16);
                else if (id.SequenceEqual(C2paBox.Id))
                {
                    switch (ReadStore(context, box))
                    {
                        case "original": originals++; break;
                        case "update": updates++; break;
                        case "manifest": manifests++; break;
                    }
                }
            }

            at += box.Length;
        }

        return manifests == 0 && originals == 1 && updates == 1;
    }

    private static string ReadStore(LocateContext context, BoxHeader box)
    {
        var carrier = new ByteRange(box.Offset, Math.Min(box.Length, context.File.Length - box.Offset));
        var cursor = new ByteCursor(context.File.Peek(box.DataOffset, (int)Math.Min(box.DataLength, 64)));
        if (!cursor.TrySkip(20) || !cursor.TrySkipTerminated(false, out var text))
        {
            context.AddRaw(box.DataOffset, 0, carrier);
            return "";
        }

        // "merkle" boxes hold rows of hash trees, one per fragment, and no store.
        var purpose = text.SequenceEqual("manifest"u8) ? "manifest" : text.SequenceEqual("original"u8) ? "original" : text.SequenceEqual("update"u8) ? "update" : "";
        if (purpose.Length == 0) return "";
        var skip = cursor.Position + 8;
        context.AddRaw(box.DataOffset + skip, box.DataLength - skip, carrier);
        return purpose;
    }
}
