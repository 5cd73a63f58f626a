using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards.TdmRep;

/// <summary>
/// A TDM policy: an ODRL offer in the profile of TDMRep, which has one action, two duties and one constraint. A holder's own becomes grants; whatever in it
/// is not understood stays with the grant as a condition that is not fulfilled.
/// </summary>
internal static class TdmPolicy
{
    private const string Profile = "http://www.w3.org/ns/tdmrep";
    private const int MaxBytes = 1024 * 1024;
    private const string Kept = "Kept with the grant as a condition that this version cannot evaluate: the grant does not count until it can.";

    // What a permission says about itself without limiting it.
    private static readonly string[] s_plain = ["action", "duty", "constraint", "@type", "uid"];

    public static ImmutableArray<Term> Terms { get; } =
    [
        new("policy: tdm:mine", "an offer to let mine") { Opens = Term.Acts("analyse.mine"), Unknown = "Whether the training of models is mining is disputed, so training stays unknown." },
        new("policy: obtainConsent", "consent is to be obtained first") { Unknown = Kept },
        new("policy: compensate", "it is to be paid, and the price is not said") { Unknown = Kept },
        new("policy: purpose", "research, or all but research") { Unknown = "Any other constraint, and a target, are kept as a condition that this version cannot evaluate." },
    ];

    /// <summary>Whether a document is a policy, and not the file of reservations.</summary>
    public static bool IsPolicy(ReadOnlyMemory<byte> document) => document.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && document.Span.IndexOf("\"permission\""u8) >= 0;

    public static Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        if (Importing.NotWorks(request) is { } persons) return persons;
        if (document.Length > MaxBytes) return new Problem("tdmrep.too-large", "A policy of more than a megabyte is not read.");
        try
        {
            using var json = JsonDocument.Parse(document, new() { MaxDepth = 16, AllowDuplicateProperties = false });
            return Read(json.RootElement, request);
        }
        catch (JsonException e)
        {
            return new Problem("tdmrep.form", "The policy is not JSON, or names a part twice.", $"line {(e.LineNumber ?? 0) + 1}");
        }
    }

    private static Outcome<Imported> Read(JsonElement policy, ImportRequest request)
    {
        if (!policy.TryGetProperty("profile", out var profile) || profile.ValueKind != JsonValueKind.String || profile.GetString()!.TrimEnd('#', '/') != Profile)
            return new Problem("tdmrep.profile", $"The policy is not in the profile {Profile}, so its words are not known here.", null, "ODRL at large is another standard.");
        // "A Policy should not contain any obligation or prohibition": where it does, it cannot be told what they are about.
        foreach (var part in new[] { "prohibition", "obligation", "inheritFrom", "conflict" })
            if (policy.TryGetProperty(part, out _)) return new Problem("tdmrep.policy", $"The policy has a part '{part}', which the profile does not have, so none of it is taken over.");
        if (!request.IsOwnWord) return new Imported([], [new("tdm-policy", "It is an offer of the holder and not a consent. Found by somebody else, it opens nothing.")], []);
        var statements = ImmutableArray.CreateBuilder<Statement>();
        var losses = new List<Loss>();
        foreach (var permission in Items(policy, "permission"))
        {
            if (permission.ValueKind != JsonValueKind.Object || !permission.TryGetProperty("action", out var action) || action.ValueKind != JsonValueKind.String || action.GetString() is not ("tdm:mine" or Profile + "#mine"))
            {
                losses.Add(new("permission", "Its action is not tdm:mine, so it is not taken over."));
                continue;
            }
            var scope = Limits(permission);
            if (scope.Unrecognised is { } others) losses.AddRange(others.Entries.Select(other => new Loss(other.Key, Kept)));
            losses.AddRange(Reading.Unknown(Terms[0]));
            statements.Add(new Grant(request.By, request.Made, null, "TDM policy: mining is permitted.", request.Source, [.. request.About.Distinct().Order()], scope, []));
        }
        foreach (var statement in statements)
            if (!StatementForm.FromTree(statement.ToTree()).Try(out _, out var problems)) return Outcome.Fail<Imported>(problems);
        return new Imported([.. statements.DistinctBy(statement => statement.Id)], [.. losses.Distinct()], []);
    }

    private static Scope Limits(JsonElement permission)
    {
        var scope = Scope.Over([.. Terms[0].Opens]);
        var others = new SortedDictionary<string, Tree>(StringComparer.Ordinal);
        foreach (var part in permission.EnumerateObject().Where(part => !s_plain.Contains(part.Name))) others["tdm-" + part.Name] = part.Value.GetRawText();
        foreach (var duty in Items(permission, "duty")) others["tdm-duty-" + (duty.ValueKind == JsonValueKind.Object && duty.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String ? action.GetString() : "unknown")] = duty.GetRawText();
        foreach (var constraint in Items(permission, "constraint"))
        {
            var isFirst = !scope.Terms.ContainsKey(Dimension.Purpose);
            if (isFirst && Is(constraint, "research")) scope = scope.Only(Dimension.Purpose, "research");
            else if (isFirst && Is(constraint, "non-research")) scope = scope.Except(Dimension.Purpose, "research");
            else others["tdm-constraint"] = constraint.GetRawText();
        }
        return others.Count == 0 ? scope : scope with { Unrecognised = new([.. others]) };
    }

    private static bool Is(JsonElement constraint, string purpose) => constraint.ValueKind == JsonValueKind.Object && constraint.EnumerateObject().Count() == 3
        && Text(constraint, "leftOperand") == "purpose" && Text(constraint, "operator") == "eq" && Text(constraint, "rightOperand") is { } right && (right == "tdm:" + purpose || right == $"{Profile}#{purpose}");

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // ODRL lets one stand for a list of one.
    private static List<JsonElement> Items(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? [] : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
