using Countersign.Credentials.Cbor;
using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Validation.Ingredients;

/// <summary>
/// What the writer of an ingredient assertion found when it validated the ingredient: <c>validationResults</c> of version 3, <c>validationStatus</c> of versions 1 and 2
/// (C2PA 2.2 §18.15.12.4). Compared by kind, code and URL.
/// </summary>
internal sealed class RecordedResults
{
    private readonly HashSet<(StatusKind Kind, string Code, string Url)> _entries = [];

    public IEnumerable<(StatusKind Kind, string Code, string Url)> Entries => _entries;

    public bool Has(ValidationStatus status) => _entries.Contains((status.Kind, status.Code, status.Uri));

    /// <summary>The results that an ingredient assertion recorded of its own manifest.</summary>
    public static RecordedResults Of(IngredientLink link)
    {
        var results = new RecordedResults();
        if (link.Assertion.Node is not { } node || link.TargetLabel is not { } label) return results;
        results.AddCodes(node["validationResults"]?["activeManifest"], label);
        if (node["validationStatus"] is { Kind: CborKind.Array } list)
        {
            foreach (var entry in list.Items)
            {
                // Versions 1 and 2 recorded failures; a success says so.
                var succeeded = entry["success"] is { Kind: CborKind.Bool, Bool: true };
                results.Add(entry, succeeded ? StatusKind.Success : StatusKind.Failure, label);
                if (!succeeded) results.Add(entry, StatusKind.Informational, label);
            }
        }

        return results;
    }

    /// <summary>Adds what an assertion further out recorded of ingredients within: its <c>ingredientDeltas</c>, by the URI of the inner ingredient assertion.</summary>
    public static void AddDeltas(IngredientLink outer, Dictionary<string, RecordedResults> byAssertion)
    {
        if (outer.Assertion.Node?["validationResults"]?["ingredientDeltas"] is not { Kind: CborKind.Array } deltas) return;
        foreach (var delta in deltas.Items)
        {
            if (JumbfUri.Read(delta.TextAt("ingredientAssertionURI")) is not { } uri) continue;
            var at = JumbfUri.Of(uri.Manifest ?? outer.TargetLabel ?? "", [.. uri.Path]);
            if (!byAssertion.TryGetValue(at, out var results)) byAssertion[at] = results = new();
            results.AddCodes(delta["validationDeltas"], uri.Manifest ?? outer.TargetLabel ?? "");
        }
    }

    public void Include(RecordedResults other) => _entries.UnionWith(other._entries);

    private void AddCodes(CborNode? codes, string label)
    {
        foreach (var (field, kind) in s_fields)
        {
            if (codes?[field] is not { Kind: CborKind.Array } list) continue;
            foreach (var entry in list.Items) Add(entry, kind, label);
        }
    }

    private void Add(CborNode entry, StatusKind kind, string label)
    {
        if (entry.TextAt("code") is not { } code) return;
        var url = entry.TextAt("url") is { } text && JumbfUri.Read(text) is { } uri ? JumbfUri.Of(uri.Manifest ?? label, [.. uri.Path]) : "";
        _entries.Add((kind, code, url));
    }

    private static readonly (string Field, StatusKind Kind)[] s_fields =
        [("success", StatusKind.Success), ("informational", StatusKind.Informational), ("failure", StatusKind.Failure)];
}
