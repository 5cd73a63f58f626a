using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Core.Statements;
using Countersign.Desk.Standards.Odrl.Rdf;

namespace Countersign.Desk.Standards.Odrl;

/// <summary>The actions of ODRL 2.2 and what each is included in (ODRL Vocabulary 2.2, section 4), with the acts that say just as much.</summary>
public static class OdrlActions
{
    private static readonly FrozenDictionary<string, string> s_includedIn = Tree(
        ("use", "acceptTracking aggregate annotate anonymize archive attribute compensate concurrentUse delete derive digitize distribute ensureExclusivity execute grantUse include index inform install modify move nextPolicy obtainConsent play present print read reproduce reviewPolicy stream synchronize textToSpeech transform translate uninstall watermark write"),
        ("play", "display"), ("reproduce", "extract"), ("transfer", "give sell"));

    /// <summary>Actions that a fitting act stands for as a whole.</summary>
    internal static readonly FrozenDictionary<string, Act> Acts = new Dictionary<string, Act>(StringComparer.Ordinal)
    {
        [Vocabulary.Odrl + "index"] = Act.Parse("analyse.index").Value,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The actions that the draft AI vocabulary of the W3C ODRL community group names, by their last word. The file of the draft was not read, so the
    /// words open nothing; where one is prohibited, in whatever vocabulary, the acts are reserved that it and those included in it may mean.
    /// </summary>
    internal static readonly ImmutableArray<(string Word, ImmutableArray<Act> Reserves)> Ai =
    [
        ("data-mining", Term.Acts("analyse.mine", "train")), ("ai-training", Term.Acts("train")), ("gen-ai", Term.Acts("train.generative")), ("ai-augment", Term.Acts("prompt")),
        ("index", Term.Acts("analyse.index")), ("search", Term.Acts("analyse.index")),
    ];

    /// <summary>The acts that a prohibition of an action reserves beside its operation.</summary>
    internal static ImmutableArray<Act> Reserved(string action)
    {
        if (OdrlProfile.ActOf(action) is { } own) return [own];
        // A word of our profile that this version does not know may mean any act.
        if (OdrlProfile.IsAction(action)) return Term.Acts("use");
        if (action.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal)) return action == Vocabulary.Odrl + "use" ? Term.Acts("use") : Acts.TryGetValue(action, out var act) ? [act] : [];
        var word = action[(action.LastIndexOfAny(['/', '#', ':']) + 1)..];
        return Ai.FirstOrDefault(one => one.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) is { Word: not null } found ? found.Reserves : [];
    }

    /// <summary>The action and whatever it is included in, itself first.</summary>
    public static ImmutableArray<string> Above(string action)
    {
        var all = ImmutableArray.CreateBuilder<string>();
        for (string? at = action; at is not null && !all.Contains(at); at = OdrlProfile.Above(at) ?? s_includedIn.GetValueOrDefault(at)) all.Add(at);
        return all.ToImmutable();
    }

    /// <summary>The action as a path of operations: <c>odrl/use/play/display</c>. One of another vocabulary stands alone.</summary>
    public static string Path(string action) => "odrl/" + string.Join('/', Above(action).Reverse().Select(one => OdrlNames.Escaped(one.StartsWith(Vocabulary.Odrl, StringComparison.Ordinal) ? one[Vocabulary.Odrl.Length..] : one)));

    private static FrozenDictionary<string, string> Tree(params ReadOnlySpan<(string Above, string Below)> rows)
    {
        var tree = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (above, below) in rows)
            foreach (var name in below.Split(' ')) tree[Vocabulary.Odrl + name] = Vocabulary.Odrl + above;
        return tree.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
