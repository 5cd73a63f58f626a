using System.Collections.Immutable;
using System.Text;
using System.Xml;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards.Rsl;

/// <summary>
/// Writes what statements say to anybody as RSL. In RSL a licence permits whatever it does not limit, so every licence here either names what it
/// permits or prohibits everything.
/// </summary>
internal static class RslWriter
{
    private static readonly ImmutableArray<(string Word, ImmutableArray<Act> Needs)> s_offers =
        [.. RslStandard.Uses.Where(term => !term.Written.IsEmpty && term.Name != "all").Select(term => (term.Name, term.Written))];

    private sealed record Offer(string Words, string? Countries, string? Type, string? Amount, string? Currency);

    public static Exported Write(PublicTerms terms, string location, ImmutableArray<Term> table)
    {
        var losses = new List<Loss>(Losing.Export(terms, table).Where(loss => loss.Term != "all"));
        var prohibited = s_offers.Where(offer => terms.AnyRefused([offer.Needs[0]])).Select(offer => offer.Word).ToList();
        var offers = terms.AreOpen(Term.Acts("use")) ? [new("all", null, null, null, null)] : Offers(terms, prohibited).ToList();
        var isRefused = Act.All.Any(terms.IsRefused);
        if (offers.Count == 0 && !isRefused) return new("", [.. losses, new("license", "Nothing is open to anybody and nothing is refused, so there is nothing to write.")]);
        if (offers.Count == 0) losses.Add(new("prohibits all", "A licence permits what it does not prohibit, so all is written as prohibited."));

        var text = new StringBuilder();
        // A string builder knows no encoding, so the declaration would name another than the file will have; without one it is UTF-8.
        using (var xml = XmlWriter.Create(text, new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("rsl", RslDocument.Namespace);
            xml.WriteStartElement("content", RslDocument.Namespace);
            xml.WriteAttributeString("url", location);
            if (offers.Count == 0) Licence(xml, null, "all");
            foreach (var offer in offers) Licence(xml, offer, string.Join(' ', prohibited));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return new(text.Append('\n').ToString(), [.. losses.Distinct()]);
    }

    private static void Licence(XmlWriter xml, Offer? offer, string prohibited)
    {
        xml.WriteStartElement("license", RslDocument.Namespace);
        if (offer is not null) Part("permits", "usage", offer.Words);
        if (offer?.Countries is { } countries) Part("permits", "geo", countries);
        if (prohibited.Length > 0) Part("prohibits", "usage", prohibited);
        if (offer is not null)
        {
            xml.WriteStartElement("payment", RslDocument.Namespace);
            xml.WriteAttributeString("type", offer.Type ?? "free");
            if (offer.Amount is not null)
            {
                xml.WriteStartElement("amount", RslDocument.Namespace);
                xml.WriteAttributeString("currency", offer.Currency);
                xml.WriteString(offer.Amount);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();

        void Part(string name, string type, string value)
        {
            xml.WriteStartElement(name, RslDocument.Namespace);
            xml.WriteAttributeString("type", type);
            xml.WriteString(value);
            xml.WriteEndElement();
        }
    }

    /// <summary>What is open everywhere, and what is open in the countries that a grant names; uses with the same price stand together.</summary>
    private static IEnumerable<Offer> Offers(PublicTerms terms, List<string> prohibited)
    {
        var places = terms.Grants.Select(grant => grant.Scope.Terms.TryGetValue(Dimension.Territory, out var limit) && !limit.IsExcept ? limit.Terms : default)
            .Where(countries => !countries.IsDefaultOrEmpty && countries.All(country => country.Length == 2))
            .DistinctBy(countries => string.Join(' ', countries)).Select(countries => (ImmutableArray<string>?)countries);
        var found = new List<(string Word, string? Countries, Asked Asked)>();
        foreach (var countries in places.Prepend(null))
        {
            foreach (var (word, needs) in s_offers)
            {
                if (prohibited.Contains(word) || found.Exists(offer => offer.Word == word && offer.Countries is null)) continue;
                var prices = needs.Select(act => Price(terms.Ask(act, countries))).ToList();
                // Two prices for one word: which of them the word would cost cannot be said.
                if (prices.Exists(price => price is null) || prices.Distinct().Count() != 1) continue;
                found.Add((word, countries is { } where ? string.Join(' ', where) : null, prices[0]!.Value));
            }
        }
        return found.GroupBy(offer => (offer.Countries, offer.Asked))
            .Select(same => new Offer(string.Join(' ', same.Select(offer => offer.Word)), same.Key.Countries, same.Key.Asked.Type, same.Key.Asked.Amount, same.Key.Asked.Currency));
    }

    /// <summary>A price, and the grant that asks for it: two grants at the same price are still two prices.</summary>
    private readonly record struct Asked(string? Grant, string? Type, string? Amount, string? Currency);

    // Null where it is not open, or owes what RSL cannot say.
    private static Asked? Price(Decision decision)
    {
        if (decision.Verdict != Verdict.Allow) return null;
        if (decision.Duties.IsEmpty) return new Asked(null, null, null, null);
        if (decision.Duties is not [{ Duty: { Kind: DutyKind.Pay, Amount: { } amount, Currency: { } currency, Says: null, To: null } duty } owed]) return null;
        var text = amount.ToString();
        if (!text.All(c => char.IsAsciiDigit(c) || c == '.')) return null;
        foreach (var (type, per) in RslConditions.Priced)
            if (per == duty.Per) return new Asked(owed.Statement, type, text, currency);
        return null;
    }
}
