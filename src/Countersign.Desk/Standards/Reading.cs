using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>A machine-readable wish as a document states it.</summary>
/// <param name="Act">The act, in our terms.</param>
/// <param name="Allows">True where it opens, false where it reserves.</param>
/// <param name="Standard">The standard it is written in.</param>
/// <param name="Mechanism">How it was attached: <c>robots</c>, <c>header</c>, <c>file</c>, <c>html</c>, <c>xmp</c>, <c>manifest</c>.</param>
/// <param name="Term">The term as written: <c>train-ai=n</c>.</param>
/// <param name="Says">Its meaning in plain words.</param>
/// <param name="Line">The line it stands on, from one; null where there are no lines.</param>
public sealed record Wish(Act Act, bool Allows, string Standard, string Mechanism, string Term, string Says, int? Line = null)
{
    /// <summary>Where it stands and what is written there.</summary>
    public string Source(string file) => Line is { } line ? $"{file}, line {line}: {Term}" : $"{file}: {Term}";

    /// <summary>The wishes of one term.</summary>
    internal static IEnumerable<Wish> Of(Term term, string standard, string mechanism, string? written = null, int? line = null) =>
        term.Opens.Select(act => new Wish(act, true, standard, mechanism, written ?? term.Name, term.Means, line))
            .Concat(term.Reserves.Select(act => new Wish(act, false, standard, mechanism, written ?? term.Name, term.Means, line)));
}

/// <summary>What was read from a document.</summary>
/// <param name="Wishes">In the order of the document.</param>
/// <param name="Losses">What the document says and no wish carries.</param>
/// <param name="Problems">What could not be read. It gives no permission.</param>
public sealed record Reading(ImmutableArray<Wish> Wishes, ImmutableArray<Loss> Losses, ImmutableArray<Problem> Problems)
{
    /// <summary>Nothing at all.</summary>
    public static readonly Reading Nothing = new([], [], []);

    /// <summary>This and that.</summary>
    public Reading And(Reading other) => new([.. Wishes, .. other.Wishes], [.. Losses, .. other.Losses], [.. Problems, .. other.Problems]);

    /// <summary>Without what it opens: of a document that was not read to its end, the rest may reserve.</summary>
    internal Reading OnlyReserving(Loss why) => new([.. Wishes.Where(wish => !wish.Allows)], [.. Losses, why], Problems);

    /// <summary>The losses that the table names for terms that occur.</summary>
    internal static IEnumerable<Loss> Unknown(params IEnumerable<Term> terms) => terms.Where(term => term.Unknown is not null).Select(term => new Loss(term.Name, term.Unknown!)).Distinct();
}
