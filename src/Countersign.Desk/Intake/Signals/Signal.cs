namespace Countersign.Desk.Intake.Signals;

/// <summary>How much of a file its own metadata says was made by a trained model.</summary>
public enum AiMade
{
    /// <summary>The field does not say.</summary>
    Unstated,
    /// <summary>The field says: no trained model.</summary>
    No,
    /// <summary>The field says: in part.</summary>
    Composite,
    /// <summary>The field says: as a whole.</summary>
    Fully,
}

/// <summary>A preference about one act, as a field in a file states it.</summary>
/// <param name="Act">An act of Countersign, such as <c>train.generative</c>.</param>
/// <param name="Allows">False: disallows.</param>
public sealed record ActPreference(string Act, bool Allows);

/// <summary>Something a file says about its own making or about what may be done with it. A claim, not a proof: anyone can write metadata.</summary>
/// <param name="Code"><c>signal.digital-source-type</c>, <c>signal.plus-data-mining</c> or <c>signal.generator</c>.</param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Field">The field, as its standard names it: <c>XMP plus:DataMining</c>, <c>PNG tEXt parameters</c>.</param>
/// <param name="Value">The value, control characters made visible, cut at <see cref="SignalLimits.MaxShown"/> characters.</param>
/// <param name="Offset">First byte of the field or of its packet in the file; null when unknown.</param>
public sealed record Signal(string Code, string Says, string Field, string Value, long? Offset)
{
    /// <summary>The term of the vocabulary: an IPTC digital source type, or a PLUS data mining value. Null for generators.</summary>
    public string? Term { get; init; }

    /// <summary>Whether the field says that a trained model made the file.</summary>
    public AiMade AiMade { get; init; }

    /// <summary>The generating tool, for <c>signal.generator</c>.</summary>
    public string? Tool { get; init; }

    /// <summary>What the field allows and disallows; empty where it says nothing.</summary>
    public IReadOnlyList<ActPreference> Acts { get; init; } = [];
}

/// <summary>Metadata that could not be read.</summary>
/// <param name="Code"><c>metadata.damaged</c> or <c>limit.reached</c>.</param>
/// <param name="Says">One sentence in plain words.</param>
/// <param name="Offset">The byte where it was noticed, or null.</param>
public sealed record SignalDefect(string Code, string Says, long? Offset);

/// <summary>Everything read from one file.</summary>
/// <param name="Signals">In the order of the file's fields.</param>
/// <param name="Defects">Metadata that could not be read; the rest was.</param>
public sealed record SignalReading(IReadOnlyList<Signal> Signals, IReadOnlyList<SignalDefect> Defects);

/// <summary>How much hostile metadata is read.</summary>
public sealed record SignalLimits
{
    /// <summary>Bytes of one XMP packet. Attack: a packet that is the whole of a large file.</summary>
    public int MaxXmpBytes { get; init; } = 4 << 20;

    /// <summary>XMP packets in one file. Attack: ten thousand packets, each a parse.</summary>
    public int MaxXmpPackets { get; init; } = 16;

    /// <summary>Nesting of elements in XMP. Attack: a reader that recurses until its stack ends.</summary>
    public int MaxXmlDepth { get; init; } = 64;

    /// <summary>Fields read in one file. Attack: a report of a million rows.</summary>
    public int MaxFields { get; init; } = 5_000;

    /// <summary>Characters of one value that are compared.</summary>
    public int MaxValue { get; init; } = 256 * 1024;

    /// <summary>Characters of one value that are shown.</summary>
    public int MaxShown { get; init; } = 500;

    /// <summary>Bytes unpacked from PNG text in one file. Attack: a kilobyte of zTXt that unpacks to a gigabyte.</summary>
    public int MaxInflated { get; init; } = 4 << 20;

    /// <summary>Chunks, boxes or directory entries visited. Attack: a file of empty ones.</summary>
    public int MaxSteps { get; init; } = 200_000;
}
