using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The statements that say who may speak, and what was taken back, as far as they were known at some time.</summary>
internal interface IKnown
{
    /// <summary>Whether anybody ever delegated anything.</summary>
    bool HasDelegations { get; }

    /// <summary>What a party delegated, by id.</summary>
    ImmutableArray<Delegation> DelegationsBy(PartyId party);

    /// <summary>What takes a statement back, by id.</summary>
    ImmutableArray<Revocation> RevocationsOf(string statement);
}
