using System.Collections.Immutable;
using Countersign.Core.Packs;

namespace Countersign.Core.Clearance;

/// <summary>Decides a use of subjects, without a file: the consents first, then the packs in force. Pure.</summary>
public static class UseRule
{
    /// <summary>Decides.</summary>
    public static Decision Decide(Use use, IClearanceEngine engine, AsOf asOf, ImmutableArray<Preference> preferences, PackSet packs)
    {
        var decision = engine.Decide(use, asOf, preferences);
        return packs.Packs.IsEmpty ? decision : PackCheck.Check(decision, packs, new(use, use.Subjects, engine, asOf, decision.Verdict, null, preferences), use);
    }
}
