using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance.Indexed;

/// <summary>Sets of acts as bits, so that "does any of these cover that" is one operation.</summary>
internal readonly record struct ActSet(uint Whole, uint Part)
{
    private static readonly FrozenDictionary<Act, int> s_bits = Act.All.Select((act, i) => (act, i)).ToFrozenDictionary(pair => pair.act, pair => pair.i);

    /// <summary>The acts that a list of acts covers, wholly and in part.</summary>
    public static ActSet Of(ImmutableArray<Act> acts)
    {
        uint whole = 0, part = 0;
        foreach (var used in Act.All)
        {
            foreach (var act in acts)
            {
                var covers = act.Covers(used);
                if (covers == Truth.True) whole |= Bit(used);
                else if (covers == Truth.Unknown) part |= Bit(used);
            }
        }
        return new(whole, part & ~whole);
    }

    /// <summary>The bit of an act.</summary>
    public static uint Bit(Act act) => 1u << s_bits[act];
}
