using Countersign.Credentials.Assertions.Bindings;
using Countersign.Credentials.Claims;
using Countersign.Credentials.Validation.Ingredients;
using Countersign.Credentials.Validation.Rules;

namespace Countersign.Credentials.Validation;

/// <summary>
/// Validates a store from its active manifest down (C2PA 2.2 §15): each manifest that is reached once, each ingredient against what was recorded of it, and the
/// content against the binding that speaks of it.
/// </summary>
internal sealed class StoreValidation(ManifestStore store, CredentialReaderOptions options)
{
    private readonly Dictionary<string, ManifestVerdict> _verdicts = new(StringComparer.Ordinal);
    private Lineage _lineage = new();

    /// <summary>The verdicts in the order the manifests were reached, the active one first.</summary>
    public List<ManifestVerdict> Verdicts { get; } = [];

    public List<IngredientReport> Ingredients { get; } = [];

    /// <summary>Validates. The store must have an active manifest that could be read.</summary>
    /// <param name="asset">The content; null to leave it aside.</param>
    /// <param name="cancel">Stops between chunks of the content.</param>
    public void Run(BindingAsset? asset, CancellationToken cancel)
    {
        var active = store.Active!;
        _lineage = Lineage.Walk(store, active, options.Limits);
        foreach (var (manifest, claim) in _lineage.Reached)
        {
            var verdict = new ManifestVerdict(manifest, claim, _lineage.ClaimStatuses[manifest.Label]);
            _verdicts[manifest.Label] = verdict;
            Verdicts.Add(verdict);
            if (claim is not null) Validate(verdict, claim);
        }

        foreach (var link in _lineage.Links) IngredientRules.Check(link, store, _lineage, options.Policy, _verdicts[link.Owner.Label].Statuses);
        // The content is read last: it may be long, and what a reader waits for is then settled but for one thing.
        if (asset is not null) Bind(Verdicts[0], asset, cancel);
        Compare();
    }

    private void Validate(ManifestVerdict verdict, Claim claim)
    {
        var now = new ManifestCase(store, verdict.Manifest, claim, _lineage.Redacted, options.Policy, verdict.Statuses) { Declared = [] };
        verdict.Signer = SignatureStage.Check(now, _lineage, options);
        now = now with { Declared = DeclarationRules.Check(now) };
        verdict.Case = now;
        ContentRules.Check(now);
        KindRules.Check(now);
        ActionRules.Check(now);
        SpecificRules.Check(now);
        verdict.Identities = IdentityStage.Check(now, options, verdict.Signer);
    }

    // §15.12: of an update manifest, the binding is that of the first standard manifest up the line of parents.
    private void Bind(ManifestVerdict active, BindingAsset asset, CancellationToken cancel)
    {
        var at = active;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (at.Manifest.Kind == ManifestKind.Update)
        {
            var parent = _lineage.Links.Find(l => ReferenceEquals(l.Owner, at.Manifest) && l.Relationship == "parentOf");
            if (!seen.Add(at.Manifest.Label) || parent?.TargetLabel is not { } label || !_verdicts.TryGetValue(label, out at!))
            {
                active.Statuses.Fail(StatusCodes.HardBindingsMissing, active.Case?.ClaimUri ?? active.Manifest.Uri, "No manifest up the line of parents binds the content.");
                return;
            }
        }

        if (at.Case is not { } bound) return;
        var binding = bound.Declared.FirstOrDefault(a => HardBindings.IsHardBinding(a.Box.Label) && bound.IsIntact(a));
        if (binding is null)
        {
            // Of the active manifest itself the rules on its kind have said so already.
            if (!ReferenceEquals(at, active)) active.Statuses.Fail(StatusCodes.HardBindingsMissing, bound.ClaimUri, "The parent of the update binds no content.");
            return;
        }

        if (Check(bound, binding, updatesFollow: !ReferenceEquals(at, active)) is not { } check) return;
        var parts = bound.Declared.FirstOrDefault(a => a.Label.Name == "c2pa.hash.multi-asset" && bound.IsIntact(a));
        active.Statuses.AddRange(HardBindings.Check(check, parts is null ? null : Check(bound, parts, false), reference => Part(bound, reference), asset, cancel));
    }

    private static BindingCheck? Check(ManifestCase bound, Assertion assertion, bool updatesFollow) =>
        assertion.Node is { } node ? new(assertion.Box.Label, assertion.Uri, node, bound.Claim.Algorithm, updatesFollow) : null;

    private static BindingCheck? Part(ManifestCase bound, HashedUri reference)
    {
        var (manifest, uri) = bound.Target(reference.Url);
        return ReferenceEquals(manifest, bound.Manifest) && uri is { Path: ["c2pa.assertions", var label] } && bound.Declared.FirstOrDefault(a => a.Box.Label == label) is { } assertion && bound.IsIntact(assertion)
            ? Check(bound, assertion, false)
            : null;
    }

    // §15.11.3.3: what is found now and was not recorded, and the other way about.
    private void Compare()
    {
        var deltas = new Dictionary<string, RecordedResults>(StringComparer.Ordinal);
        foreach (var link in _lineage.Links) RecordedResults.AddDeltas(link, deltas);
        var budget = options.Limits.MaxDeltaEntries;
        foreach (var link in _lineage.Links)
        {
            var node = link.Assertion.Node;
            var report = new IngredientReport
            {
                Uri = link.Assertion.Uri,
                Owner = link.Owner.Label,
                Title = node?.TextAt("dc:title"),
                Format = node?.TextAt("dc:format"),
                Relationship = link.Relationship,
                Manifest = link.TargetLabel,
            };
            if (link.TargetLabel is { } label && _verdicts.TryGetValue(label, out var target))
            {
                var recorded = RecordedResults.Of(link);
                if (deltas.TryGetValue(link.Assertion.Uri, out var further)) recorded.Include(further);
                budget -= target.Statuses.All.Count;
                if (budget < 0)
                {
                    Verdicts[0].Statuses.Fail(StatusCodes.GeneralError, link.Assertion.Uri, $"The ingredients have more than {options.Limits.MaxDeltaEntries} results to compare.");
                    return;
                }

                var everything = link.Assertion.Label.Version >= 3;
                var found = target.Statuses.All.Select(s => (s.Kind, s.Code, s.Uri)).ToHashSet();
                report = report with
                {
                    New = [.. target.Statuses.All.Where(s => (everything || s.Kind != StatusKind.Success) && !recorded.Has(s))],
                    Gone = [.. recorded.Entries.Where(e => !found.Contains((e.Kind, e.Code, e.Url)) && !Elsewhere(e))
                        .Select(e => new ValidationStatus(e.Code, e.Kind, e.Url, "Recorded when the ingredient was added, and not found now."))],
                };
            }

            Ingredients.Add(report);
        }

        // A binding to content cannot be checked of an ingredient: its content is not at hand. Versions 1 and 2 do not tell failures and information apart.
        static bool Elsewhere((StatusKind Kind, string Code, string Url) entry) =>
            entry.Kind != StatusKind.Failure || entry.Code.Contains("Hash.", StringComparison.Ordinal);
    }
}
