using System.Collections.Immutable;
using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Countersign.Core.Shared;

/// <summary>
/// A <see cref="Tree"/> as bytes: RFC 8949 §4.2 deterministic encoding (shortest forms, definite lengths, sorted keys). Keys are all text,
/// so the length-first order of the writer and the bytewise order of §4.2.1 are the same. The reader refuses any other spelling of
/// the same value, so that one meaning has one id.
/// </summary>
public static class DeterministicCbor
{
    // Deep nesting overflows the stack of a recursive reader; no document of ours is deeper than six.
    private const int MaxDepth = 32;

    /// <summary>The bytes of a tree. Equal trees have equal bytes.</summary>
    public static byte[] Write(Tree tree)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: false);
        Write(writer, tree);
        return writer.Encode();
    }

    /// <summary>The id of a tree: SHA-256 of its bytes, 64 lower-case hex digits.</summary>
    public static string IdOf(Tree tree) => Convert.ToHexStringLower(SHA256.HashData(Write(tree)));

    /// <summary>Reads what <see cref="Write(Tree)"/> wrote, and refuses everything else.</summary>
    public static Outcome<Tree> Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            var tree = Read(reader, 0);
            if (reader.BytesRemaining > 0) return Refuse($"{reader.BytesRemaining} bytes follow the document.");
            return tree;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or FormatException)
        {
            return Refuse(e.Message);
        }
    }

    private static Problem Refuse(string why) => new("cbor.not-deterministic", "These bytes are not one document in deterministic CBOR: " + why);

    private static void Write(CborWriter writer, Tree tree)
    {
        switch (tree)
        {
            case Tree.Text text: writer.WriteTextString(text.Value); break;
            case Tree.Whole whole: writer.WriteInt64(whole.Value); break;
            case Tree.Flag flag: writer.WriteBoolean(flag.Value); break;
            case Tree.List list:
                writer.WriteStartArray(list.Items.Length);
                foreach (var item in list.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case Tree.Map map:
                writer.WriteStartMap(map.Entries.Length);
                foreach (var (key, value) in map.Entries)
                {
                    writer.WriteTextString(key);
                    Write(writer, value);
                }
                writer.WriteEndMap();
                break;
        }
    }

    private static Tree Read(CborReader reader, int depth)
    {
        if (depth > MaxDepth) throw new CborContentException("nested too deep.");
        switch (reader.PeekState())
        {
            case CborReaderState.TextString: return reader.ReadTextString();
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger: return reader.ReadInt64();
            case CborReaderState.Boolean: return reader.ReadBoolean();
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                // Built item by item: a claimed length of four thousand million allocates nothing.
                var items = ImmutableArray.CreateBuilder<Tree>();
                while (reader.PeekState() != CborReaderState.EndArray) items.Add(Read(reader, depth + 1));
                reader.ReadEndArray();
                return new Tree.List(items.ToImmutable());
            case CborReaderState.StartMap:
                reader.ReadStartMap();
                var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, Tree>>();
                while (reader.PeekState() != CborReaderState.EndMap) entries.Add(new(reader.ReadTextString(), Read(reader, depth + 1)));
                reader.ReadEndMap();
                return new Tree.Map(entries.ToImmutable());
            case var other: throw new CborContentException($"{other} has no place in a document.");
        }
    }
}
