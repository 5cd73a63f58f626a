using System.Buffers.Binary;
using System.Text;

namespace Countersign.Credentials.Jumbf;

/// <summary>Reads the boxes of a manifest store. Every length is checked against the box around it.</summary>
internal static class JumbfReader
{
    /// <summary>
    /// Reads one superbox that starts at the first byte; bytes after it are the container's padding and are left alone.
    /// </summary>
    /// <param name="store">The bytes of the store. They are kept, not copied.</param>
    /// <param name="limits">Depth and number of boxes.</param>
    /// <param name="box">The superbox, when true is returned.</param>
    /// <param name="defect">What was wrong and where, when false is returned; the offset is counted from the start of the store.</param>
    public static bool TryRead(ReadOnlyMemory<byte> store, ParseLimits limits, out JumbfBox box, out StoreDefect? defect)
    {
        var walk = new Walk(store, limits);
        box = walk.Superbox(0, store.Length, 0)!;
        defect = walk.Defect;
        return box is not null;
    }

    private sealed class Walk(ReadOnlyMemory<byte> store, ParseLimits limits)
    {
        private int _boxes;

        public StoreDefect? Defect { get; private set; }

        public JumbfBox? Superbox(int at, int end, int depth) => Box(at, end, depth) is { } box ? box.IsSuperbox ? box : Fail("store.not-jumbf", "The first box is no JUMBF superbox.", at) : null;

        private JumbfBox? Box(int at, int end, int depth)
        {
            if (++_boxes > limits.MaxJumbfBoxes) return Fail("limit.reached", $"The store has more than {limits.MaxJumbfBoxes} boxes.", at);
            var bytes = store.Span;
            if (end - at < 8) return Fail("store.truncated", "A box header is cut off.", at);
            long length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            var type = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);
            var header = 8;
            if (length == 1)
            {
                if (end - at < 16) return Fail("store.truncated", "A long box header is cut off.", at);
                length = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 8)..]), long.MaxValue);
                header = 16;
            }
            else if (length == 0)
            {
                length = end - at;
            }

            if (length < header || length > end - at) return Fail("store.truncated", $"A box says it is {length} bytes long, and {end - at} are there.", at);
            var box = store.Slice(at, (int)length);
            if (type != BinaryPrimitives.ReadUInt32BigEndian("jumb"u8))
                return new JumbfBox { Type = type, Offset = at, HeaderLength = header, Bytes = box };
            if (depth >= limits.MaxJumbfDepth) return Fail("limit.reached", $"Boxes are nested deeper than {limits.MaxJumbfDepth}.", at);
            return Inside(box, at, header, type, depth);
        }

        private JumbfBox? Inside(ReadOnlyMemory<byte> box, int at, int header, uint type, int depth)
        {
            var end = at + box.Length;
            var next = at + header;
            JumbfDescription? description = null;
            var children = new List<JumbfBox>();
            while (next < end)
            {
                if (Box(next, end, depth + 1) is not { } inner) return null;
                if (description is null)
                {
                    if (!inner.Is("jumd"u8)) return Fail("store.not-jumbf", "A superbox does not begin with its description.", next);
                    if (Describe(inner.Content.Span, inner.Content) is not { } read) return Fail("store.not-jumbf", "The description of a superbox is malformed.", next);
                    description = read;
                }
                else
                {
                    children.Add(inner);
                }

                next += inner.Bytes.Length;
            }

            if (description is null) return Fail("store.not-jumbf", "A superbox has no description.", at);
            return new JumbfBox { Type = type, Offset = at, HeaderLength = header, Bytes = box, Description = description, Children = children };
        }

        private static JumbfDescription? Describe(ReadOnlySpan<byte> content, ReadOnlyMemory<byte> memory)
        {
            var cursor = new ByteCursor(content);
            if (!cursor.TryTake(16, out var uuid) || !cursor.TryByte(out var toggles)) return null;
            var label = "";
            if ((toggles & 0x02) != 0)
            {
                if (!cursor.TrySkipTerminated(false, out var text)) return null;
                try { label = s_utf8.GetString(text); }
                catch (DecoderFallbackException) { return null; }
            }

            if ((toggles & 0x04) != 0 && !cursor.TrySkip(4)) return null;
            if ((toggles & 0x08) != 0 && !cursor.TrySkip(32)) return null;
            ReadOnlyMemory<byte> salt = default;
            if ((toggles & 0x10) != 0)
            {
                if (!cursor.TryUInt32(false, out var length) || !cursor.TryTake(4, out var type) || length < 8 || length - 8 > cursor.Remaining) return null;
                if (type.SequenceEqual("c2sh"u8)) salt = memory.Slice(cursor.Position, (int)length - 8);
            }

            return new(new Guid(uuid, bigEndian: true), toggles, label, salt);
        }

        private JumbfBox? Fail(string code, string says, int at)
        {
            Defect ??= new(code, says, at);
            return null;
        }

        private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);
    }
}
