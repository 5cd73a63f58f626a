using System.Text;
using Countersign.Matching.Index;

namespace Countersign.Matching.Tests.Index;

internal readonly record struct WordHit(ItemKey Key, string Word);

/// <summary>A toy: items are words, found by their first letter through a table of its own.</summary>
internal sealed class WordKind(int version = 1, string name = "words") : IIndexKind<char, WordHit>
{
    public string Name => name;

    public int Version => version;

    public void Write(SegmentSource items, SegmentWriter writer)
    {
        var letters = new byte[items.Count];
        for (var i = 0; i < items.Count; i++)
            letters[i] = (byte)(items.Item(i) is [var first, ..] ? first + version - 1 : 0);
        writer.Section("letters", letters);
    }

    public void Search(SegmentView segment, char query, List<WordHit> hits)
    {
        var letters = segment.Section<byte>("letters");
        for (var i = 0; i < Math.Min(letters.Length, segment.Count); i++)
        {
            if (letters[i] == query + version - 1 && segment.IsLive(i))
                hits.Add(new(segment.Key(i), Encoding.Latin1.GetString(segment.Item(i))));
        }
    }

    public void Rank(List<WordHit> hits) => hits.Sort((a, b) => a.Key.CompareTo(b.Key));
}

/// <summary>A directory for one test, and the few lines that every test of an index begins with.</summary>
internal sealed class IndexFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("countersign-index-").FullName;

    public static IndexOptions Small { get; } = new() { BufferBytes = 700, MergeFactor = 2, MergeInBackground = false };

    public FingerprintIndex<char, WordHit> Open(IndexOptions? options = null, WordKind? kind = null)
    {
        var opened = FingerprintIndex<char, WordHit>.Open(Path, kind ?? new(), options ?? Small);
        return opened.Value ?? throw new InvalidOperationException(opened.Failure!.ToString());
    }

    public static ItemKey Key(int number) => new((UInt128)(uint)number << 64);

    public static byte[] Word(string word) => Encoding.Latin1.GetBytes(word);

    public static Dictionary<int, string> Contents(FingerprintIndex<char, WordHit> index)
    {
        using var snapshot = index.Snapshot();
        return Contents(snapshot);
    }

    public static Dictionary<int, string> Contents(IndexSnapshot<char, WordHit> snapshot) =>
        Enumerable.Range('a', 26).SelectMany(letter => snapshot.Search((char)letter)).ToDictionary(hit => (int)(hit.Key.Value >> 64), hit => hit.Word);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
