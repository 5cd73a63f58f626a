using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>Decides from one set of facts. Two engines do: <see cref="PlainEngine"/> reads everything, <see cref="Indexed.ClearanceIndex"/> looks it up. Their decisions are the same bytes.</summary>
public interface IClearanceEngine
{
    /// <summary>Who and what is protected.</summary>
    Register Register { get; }

    /// <summary>The whole decision on a use, with the preferences found in the file that it is about.</summary>
    Decision Decide(Use use, AsOf asOf, ImmutableArray<Preference> preferences);

    /// <summary>What was attested of one file, as far as it was known at a time, in no particular order.</summary>
    /// <param name="asset">The file's SHA-256, lower-case hex.</param>
    /// <param name="knownAt">The time.</param>
    IEnumerable<Attestation> AttestationsOf(string asset, DateTimeOffset knownAt);

    /// <summary>What was judged by named persons about a subject, as far as it was known at a time, in no particular order.</summary>
    IEnumerable<Attestation> JudgementsOf(SubjectId subject, DateTimeOffset knownAt);
}
