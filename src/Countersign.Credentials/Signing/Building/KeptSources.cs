using Countersign.Credentials.Jumbf;
using Countersign.Credentials.Signing.Content;

namespace Countersign.Credentials.Signing.Building;

/// <summary>Where the credentials of an ingredient ended up in the new store.</summary>
/// <param name="Active">The label of its active manifest, as it is now.</param>
/// <param name="Relabelled">Old and new labels of its manifests that could not keep theirs.</param>
internal sealed record KeptSource(string Active, IReadOnlyDictionary<string, string> Relabelled);

/// <summary>Gathers the stores of all ingredients.</summary>
internal static class KeptSources
{
    public static bool TryGather(ManifestBuilder builder, KeptManifests kept, out Dictionary<string, KeptSource> sources, out IReadOnlyList<CredentialProblem> problems)
    {
        sources = new(StringComparer.Ordinal);
        var read = new List<(string Key, List<KeptManifest> Manifests, List<JumbfBox> Others)>();
        var found = new List<CredentialProblem>();
        foreach (var ingredient in builder.Ingredients)
        {
            if (ingredient.Source is not { } source) continue;
            if (kept.TryRead(source.Store, ingredient.Key, out var manifests, out var others, out var problem)) read.Add((ingredient.Key, manifests, others));
            else found.Add(problem!);
        }

        problems = found;
        if (found.Count > 0) return false;
        foreach (var (key, manifests, others) in read)
        {
            if (!kept.TryAdd(manifests, others, key, out var relabelled, out var problem))
            {
                problems = [problem!];
                return false;
            }

            var active = manifests[^1].Label;
            sources.Add(key, new(relabelled.GetValueOrDefault(active, active), relabelled));
        }

        return true;
    }
}
