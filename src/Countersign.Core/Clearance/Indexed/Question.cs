using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>A use of one subject, made ready to be held against many statements.</summary>
internal sealed class Question
{
    private static readonly int s_dimensions = Enum.GetValues<Dimension>().Length;
    private readonly ImmutableArray<string>?[] _values = new ImmutableArray<string>?[s_dimensions];

    public Question(Asking asking)
    {
        Asking = asking;
        ActBit = ActSet.Bit(asking.Use.Act);
        On = asking.On;
        foreach (var (dimension, values) in asking.Use.Terms) _values[(int)dimension] = values;
    }

    public Asking Asking { get; }

    public Use Use => Asking.Use;

    public uint ActBit { get; }

    public Period On { get; }

    /// <summary>The values of a dimension of words; null when the use does not say.</summary>
    public ImmutableArray<string>? Values(Dimension dimension) => dimension == Dimension.Requester ? Asking.Requester : _values[(int)dimension];

    /// <summary>A fact that must be so, and the attestation that says so where the use does not.</summary>
    public (Truth Truth, string? Attested) Fact(string name)
    {
        if (!Use.Facts.TryGetValue(name, out var stated)) return Asking.Judgements.Of(name);
        return (stated is Tree.Flag so ? so.Value ? Truth.True : Truth.False : Truth.Error, null);
    }
}
