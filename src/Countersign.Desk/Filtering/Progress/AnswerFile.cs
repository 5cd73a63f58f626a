using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Clearance;

namespace Countersign.Desk.Filtering.Progress;

/// <summary>
/// The answers of a run, one after another, beside the output until that is whole. An answer is written out once and then named by its number,
/// so a million rows with three kinds of answer take three of them and some bytes for each row.
/// </summary>
internal sealed class AnswerTable
{
    // Files can each have a reason of their own; those after the first few thousand are written out every time.
    private const int Most = 4096;

    private readonly List<ItemAnswer> _answers = [];
    private readonly Dictionary<ItemAnswer, int> _numbers = [];

    public ItemAnswer this[int number] => _answers[number];

    public int Count => _answers.Count;

    public bool TryFind(ItemAnswer answer, out int number) => _numbers.TryGetValue(answer, out number);

    public void Add(ItemAnswer answer)
    {
        if (_answers.Count >= Most || !_numbers.TryAdd(answer, _answers.Count)) return;
        _answers.Add(answer);
    }
}

/// <summary>Appends answers.</summary>
internal sealed class AnswerWriter(Stream stream, AnswerTable table) : IDisposable
{
    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);

    public void Write(DecidedItem item)
    {
        if (table.TryFind(item.Answer, out var number))
        {
            _writer.Write7BitEncodedInt(number + 1);
        }
        else
        {
            _writer.Write7BitEncodedInt(0);
            _writer.Write((byte)item.Answer.Verdict);
            _writer.Write(item.Answer.Code);
            _writer.Write(item.Answer.Says);
            Write(item.Answer.Source);
            Write(item.Answer.Statement);
            table.Add(item.Answer);
        }
        _writer.Write(item.Name);
        Write(item.CapturedAt);
        _writer.Write7BitEncodedInt(item.Files.Length);
        foreach (var file in item.Files)
        {
            _writer.Write(file.Name);
            Write(file.Sha256);
            _writer.Write(file.Bytes);
            _writer.Write(file.Stamp);
        }
    }

    /// <summary>Hands everything over to the stream.</summary>
    public void Flush() => _writer.Flush();

    public void Dispose() => _writer.Dispose();

    private void Write(string? text)
    {
        _writer.Write(text is not null);
        if (text is not null) _writer.Write(text);
    }
}

/// <summary>Reads answers back, in order.</summary>
internal sealed class AnswerReader(Stream stream) : IDisposable
{
    private readonly BinaryReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);

    /// <summary>The answers that later ones may name by number, as far as was read.</summary>
    public AnswerTable Table { get; } = new();

    /// <summary>The next. What is written behind the last recorded place is never asked for.</summary>
    public DecidedItem Next()
    {
        var number = _reader.Read7BitEncodedInt();
        ItemAnswer answer;
        if (number > 0) answer = Table[number - 1];
        else Table.Add(answer = new((Verdict)_reader.ReadByte(), _reader.ReadString(), _reader.ReadString(), Text(), Text()));
        var name = _reader.ReadString();
        var captured = Text();
        var files = new ItemFile[_reader.Read7BitEncodedInt()];
        for (var i = 0; i < files.Length; i++) files[i] = new(_reader.ReadString(), Text(), _reader.ReadInt64(), _reader.ReadInt64());
        return new(name, captured, answer, ImmutableArray.Create(files));
    }

    public void Dispose() => _reader.Dispose();

    private string? Text() => _reader.ReadBoolean() ? _reader.ReadString() : null;
}
