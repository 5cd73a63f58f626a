using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;

namespace Countersign.Core.Works;

/// <summary>A right holder of a registered subject.</summary>
/// <param name="Party">Who.</param>
/// <param name="Share">Their part of the whole, exact; null when the register does not say.</param>
/// <param name="ConsentRequired">Whether their consent is needed for a use. A holder whose consent is not needed can still prohibit.</param>
public sealed record Holder(PartyId Party, Rational? Share, bool ConsentRequired)
{
    internal Tree ToTree() => Tree.Of(
        ("party", Party.ToString()),
        ("share", Share is { } share ? (Tree)share.ToString() : null),
        ("consent", ConsentRequired ? "required" : "not-required"));

    internal static Tree? ToTree(ImmutableArray<Holder> holders) =>
        holders.IsEmpty ? null : Tree.Of(holders.OrderBy(holder => holder.Party).Select(holder => holder.ToTree()));

    /// <summary>Reads holders; shares, where all are given, must total one.</summary>
    internal static ImmutableArray<Holder> FromTree(TreeReader form, string name, List<Problem> problems)
    {
        var holders = ImmutableArray.CreateBuilder<Holder>();
        foreach (var item in form.Items(name))
        {
            // A bare id is the everyday case: one holder, whose consent is needed.
            var part = item is Tree.Text text ? Tree.Of(("party", text.Value)) with { At = item.At } : item;
            var reader = TreeReader.Over(part, problems);
            var party = reader.Parsed("party", PartyId.Parse);
            Rational? share = null;
            if (reader.OptionalText("share") is { } spelt)
            {
                if (Rational.TryParse(spelt, out var parsed) && parsed > Rational.Zero && parsed <= Rational.One) share = parsed;
                else reader.Report("form.share", $"'{spelt}' is not a share.", "share", "Write a fraction above 0 and up to 1: 1/2 or 0.25.");
            }
            var consent = reader.OptionalText("consent");
            if (consent is not (null or "required" or "not-required"))
                reader.Report("form.unknown-word", $"'{consent}' should be required or not-required.", "consent");
            reader.Close();
            if (party is not { } id) continue;
            if (holders.Any(holder => holder.Party == id)) form.Report("form.holder-twice", $"{id} is named twice.", name);
            holders.Add(new(id, share, consent != "not-required"));
        }
        if (holders.Count > 0 && holders.All(holder => holder.Share is not null))
        {
            var total = holders.Aggregate(Rational.Zero, (sum, holder) => sum + holder.Share!.Value);
            if (total != Rational.One) form.Report("form.shares", $"The shares total {total}, not 1.", name);
        }
        return [.. holders.OrderBy(holder => holder.Party)];
    }
}
