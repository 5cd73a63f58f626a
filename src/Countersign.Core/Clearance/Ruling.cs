using System.Collections.Immutable;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>An answer with what determines it, and without the explanation: what a gate needs that is asked a hundred thousand times a second.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Reasons">The ids of the statements, and of the rules in <see cref="Rules"/>, that determine it, each once, in order: those a full decision cites.</param>
/// <param name="Duties">What an allowed use obliges to; empty otherwise.</param>
public sealed record Ruling(Verdict Verdict, ImmutableArray<string> Reasons, ImmutableArray<OwedDuty> Duties);
