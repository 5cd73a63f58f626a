using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>Writes rules as one policy. Which of a permission and a prohibition counts is written out: the prohibition.</summary>
internal static class OdrlWriter
{
    public static string Write(SubjectId subject, ImmutableArray<OdrlSaid> rules, OdrlSyntax syntax)
    {
        // Named by what it says, so that two policies that differ have two names, in either syntax.
        var name = "urn:x-countersign:policy:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Turtle("", subject, rules))))[..32];
        return syntax == OdrlSyntax.Turtle ? Turtle(name, subject, rules) : Json(name, subject, rules);
    }

    private static string Json(string name, SubjectId subject, ImmutableArray<OdrlSaid> rules)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("@context", "http://www.w3.org/ns/odrl.jsonld");
            json.WriteString("@type", "Set");
            json.WriteString("uid", name);
            json.WriteString("profile", OdrlProfile.Name);
            json.WriteString("conflict", "prohibit");
            foreach (var kind in new[] { OdrlRuleKind.Permission, OdrlRuleKind.Prohibition })
            {
                if (!rules.Any(rule => rule.Kind == kind)) continue;
                json.WriteStartArray(kind == OdrlRuleKind.Permission ? "permission" : "prohibition");
                foreach (var rule in rules.Where(rule => rule.Kind == kind)) Rule(json, subject, rule);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Rule(Utf8JsonWriter json, SubjectId subject, OdrlSaid rule)
    {
        json.WriteStartObject();
        json.WriteString("target", subject.ToString());
        json.WriteString("assigner", rule.Assigner.ToString());
        if (!rule.Assignees.IsEmpty) Texts("assignee", rule.Assignees);
        Texts("action", rule.Acts.Select(OdrlProfile.Action));
        if (!rule.Limits.IsEmpty)
        {
            json.WriteStartArray("constraint");
            foreach (var limit in rule.Limits) Comparison(limit, null);
            json.WriteEndArray();
        }
        if (!rule.Prices.IsEmpty)
        {
            json.WriteStartArray("duty");
            foreach (var price in rule.Prices)
            {
                json.WriteStartObject();
                json.WriteStartArray("action");
                json.WriteStartObject();
                json.WriteStartObject("rdf:value");
                json.WriteString("@id", "odrl:compensate");
                json.WriteEndObject();
                json.WriteStartArray("refinement");
                foreach (var (limit, unit) in Refinements(price)) Comparison(limit, unit);
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
                if (price.To is { } to) json.WriteString("compensatedParty", to.ToString());
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();

        void Texts(string part, IEnumerable<string> texts)
        {
            json.WriteStartArray(part);
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }

        void Comparison(OdrlLimit limit, string? unit)
        {
            json.WriteStartObject();
            json.WriteString("leftOperand", limit.Left.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? limit.Left[Vocabulary.Odrl.Length..] : limit.Left);
            json.WriteString("operator", limit.Operator);
            if (limit.Datatype is { } type)
            {
                json.WriteStartObject("rightOperand");
                json.WriteString("@value", limit.Right[0]);
                json.WriteString("@type", "xsd:" + type[Vocabulary.Xsd.Length..]);
                json.WriteEndObject();
            }
            else Texts("rightOperand", limit.Right);
            if (unit is not null) json.WriteString("unit", unit);
            json.WriteEndObject();
        }
    }

    private static string Turtle(string name, SubjectId subject, ImmutableArray<OdrlSaid> rules)
    {
        var text = new StringBuilder($"@prefix odrl: <{Vocabulary.Odrl}> .\n@prefix rdf: <{Vocabulary.Rdf}> .\n@prefix xsd: <{Vocabulary.Xsd}> .\n\n");
        text.Append(CultureInfo.InvariantCulture, $"<{name}> a odrl:Set ;\n  odrl:profile <{OdrlProfile.Name}> ;\n  odrl:conflict odrl:prohibit");
        foreach (var rule in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $" ;\n  odrl:{(rule.Kind == OdrlRuleKind.Permission ? "permission" : "prohibition")} [\n    odrl:target <{subject}> ;\n    odrl:assigner <{rule.Assigner}>");
            if (!rule.Assignees.IsEmpty) Part("assignee", rule.Assignees.Select(assignee => $"<{assignee}>"));
            Part("action", rule.Acts.Select(act => $"<{OdrlProfile.Action(act)}>"));
            if (!rule.Limits.IsEmpty) Part("constraint", rule.Limits.Select(limit => Comparison(limit, null)));
            if (!rule.Prices.IsEmpty)
                Part("duty", rule.Prices.Select(price => $"[ odrl:action [ rdf:value odrl:compensate ; odrl:refinement {string.Join(", ", Refinements(price).Select(refinement => Comparison(refinement.Limit, refinement.Unit)))} ]{(price.To is { } to ? $" ; odrl:compensatedParty <{to}>" : "")} ]"));
            text.Append("\n  ]");
        }
        return text.Append(" .\n").ToString();

        void Part(string part, IEnumerable<string> values) => text.Append(" ;\n    odrl:").Append(part).Append(' ').AppendJoin(", ", values);
    }

    private static string Comparison(OdrlLimit limit, string? unit)
    {
        var left = limit.Left.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? "odrl:" + limit.Left[Vocabulary.Odrl.Length..] : $"<{limit.Left}>";
        var type = limit.Datatype is { } datatype ? "^^xsd:" + datatype[Vocabulary.Xsd.Length..] : "";
        return $"[ odrl:leftOperand {left} ; odrl:operator odrl:{limit.Operator} ; odrl:rightOperand {string.Join(", ", limit.Right.Select(right => $"\"{Escaped(right)}\"{type}"))}{(unit is null ? "" : $" ; odrl:unit <{unit}>")} ]";
    }

    private static IEnumerable<(OdrlLimit Limit, string? Unit)> Refinements(Duty price)
    {
        yield return (new(Vocabulary.Odrl + "payAmount", "eq", [price.Amount!.Value.ToString()], Vocabulary.Xsd + "decimal"), OdrlProfile.Currency(price.Currency!));
        if (price.Per is { } per) yield return (new(OdrlProfile.Per, "eq", [per]), null);
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            if (c is '"' or '\\') escaped.Append('\\').Append(c);
            else if (char.IsControl(c)) escaped.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else escaped.Append(c);
        return escaped.ToString();
    }
}
