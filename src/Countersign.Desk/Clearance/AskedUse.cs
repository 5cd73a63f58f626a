using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Models;
using Countersign.Core.Packs;
using Countersign.Core.Parties;
using Countersign.Core.Personas;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Core.Works;
using Countersign.Desk.Registry;

namespace Countersign.Desk.Clearance;

/// <summary>
/// A use asked in a file: the parts of <see cref="Core.Clearance.Use"/>, and with them, when the question is to rest on facts alone, <c>register</c>
/// (a list of entries), <c>statements</c> (a list; <c>recorded</c> beside each says when the record learned of it, else when it was made),
/// <c>used</c>, <c>asset</c>, <c>preferences</c>, <c>packs</c>, <c>as-of</c> and <c>known-at</c>. docs/formats/use.md shows it.
/// </summary>
/// <param name="Use">The use.</param>
/// <param name="Facts">The register and statements in the file; null to decide with the workspace's.</param>
/// <param name="AsOf">The two times; null for now.</param>
/// <param name="Asset">The file it is about, and what is known of it; null when the question is about subjects alone.</param>
/// <param name="Preferences">Wishes found with what the use is about.</param>
/// <param name="Packs">The packs by which whoever asks is bound; laws need not be named.</param>
public sealed record AskedUse(Use Use, Facts? Facts, AsOf? AsOf, AssetFacts? Asset, ImmutableArray<Preference> Preferences, ImmutableArray<string> Packs)
{
    private static readonly string[] s_own = ["register", "statements", "used", "asset", "preferences", "as-of", "known-at", "packs"];

    /// <summary>Reads it.</summary>
    public static Outcome<AskedUse> FromTree(Tree tree)
    {
        if (tree is not Tree.Map map) return new Problem("form.not-a-map", "A use has named parts, such as 'act' and 'by'.", tree.At?.ToString());
        var problems = new List<Problem>();
        var form = TreeReader.Over(new Tree.Map([.. map.Entries.Where(entry => s_own.Contains(entry.Key))]) { At = map.At }, problems);
        var use = Use.FromTree(new Tree.Map([.. map.Entries.Where(entry => !s_own.Contains(entry.Key))]) { At = map.At });
        problems.AddRange(use.Problems);
        var at = Moment(form, "as-of");
        var knownAt = Moment(form, "known-at") ?? at;
        var facts = form.Part("register") is null && form.Part("statements") is null ? null : ReadFacts(form, problems);
        var asset = AskedAsset.FromTree(form, problems);
        var preferences = AskedAsset.Preferences(form, problems);
        if (asset is not null && !preferences.IsEmpty) form.Report("form.preferences", "The wishes of a file stand under 'asset'.", "preferences");
        var packs = form.OptionalTexts("packs") ?? [];
        form.Close();
        return problems.Count > 0 ? Outcome.Fail<AskedUse>(problems) : new AskedUse(use.Value, facts, at is { } moment ? new(moment, knownAt!.Value) : null, asset, preferences, packs);
    }

    /// <summary>The decision on consents alone, with these facts where the file brought none.</summary>
    public Decision Decide(Facts facts, AsOf asOf) => Decide(new PlainEngine(facts), asOf, PackSet.None);

    /// <summary>The decision, by an engine over the facts, with the requirements of the packs in force.</summary>
    public Decision Decide(IClearanceEngine engine, AsOf asOf, PackSet packs) => Asset is { } asset
        ? AssetRule.Decide(asset, Use, engine, asOf, packs).Decision
        : UseRule.Decide(Use, engine, asOf, Preferences, packs);

    private static DateTimeOffset? Moment(TreeReader form, string name)
    {
        if (form.OptionalText(name) is not { } text) return null;
        if (Rfc3339.TryParseStart(text, out var time)) return time;
        form.Report("form.time", $"'{text}' is not a day or a time with its offset.", name);
        return null;
    }

    private static Facts ReadFacts(TreeReader form, List<Problem> problems)
    {
        var entries = form.Items("register");
        var items = form.Items("statements").Select(item => SplitRecorded(item, problems)).ToList();
        var found = problems.Count;
        var read = LabelledStatements.Read([.. items.Select(item => (item.Document, (string?)null))], _ => null, problems);
        // When one could not be read the rest do not line up any more, and nothing will be decided.
        var statements = problems.Count > found ? [] : read.Zip(items, (statement, item) => new RecordedStatement(statement, item.Recorded ?? statement.Made)).ToImmutableArray();
        problems.AddRange(entries.Where(entry => EntryForm.KindOf(entry) is null).Select(EntryForm.Unknown));
        var register = new Register(
            Read(entries, "party", Party.FromTree, party => party.Id, problems), Read(entries, "work", Work.FromTree, work => work.Id, problems),
            Read(entries, "persona", Persona.FromTree, persona => persona.Id, problems), Read(entries, "model", TrainedModel.FromTree, model => model.Id, problems));
        return new(register, statements) { Used = Used(form, read, problems) };
    }

    private static ImmutableArray<UsedSoFar> Used(TreeReader form, List<Statement> statements, List<Problem> problems)
    {
        var used = ImmutableArray.CreateBuilder<UsedSoFar>();
        foreach (var item in form.Items("used"))
        {
            var reader = TreeReader.Over(item, problems);
            var named = reader.Text("statement");
            var id = StatementForm.IsId(named) ? named : statements.Find(statement => statement.Label == named)?.Id;
            if (id is null && named.Length > 0) reader.Report("statement.missing", $"No statement here has the label '{named}'.", "statement");
            var amount = reader.Text("amount");
            if (!Rational.TryParse(amount, out var exact) || exact < Rational.Zero) reader.Report("form.amount", $"'{amount}' is not an amount.", "amount", "Write 12 or 0.5.");
            var tally = new UsedSoFar(id ?? "", reader.OptionalText("project")?.ToLowerInvariant(), exact, reader.Text("unit"));
            reader.Close();
            used.Add(tally);
        }
        return used.ToImmutable();
    }

    private static (Tree Document, DateTimeOffset? Recorded) SplitRecorded(Tree item, List<Problem> problems)
    {
        if (item is not Tree.Map map || map["recorded"] is null) return (item, null);
        var recorded = Moment(TreeReader.Over(map, problems), "recorded");
        return (new Tree.Map([.. map.Entries.Where(entry => entry.Key != "recorded")]) { At = map.At }, recorded);
    }

    private static List<T> Read<T, TId>(ImmutableArray<Tree> entries, string kind, Func<Tree, Outcome<T>> read, Func<T, TId> id, List<Problem> problems) where TId : notnull
    {
        var values = new List<T>();
        var seen = new HashSet<TId>();
        foreach (var entry in entries.Where(entry => EntryForm.KindOf(entry) == kind))
        {
            if (!read(entry).Try(out var value, out var found)) problems.AddRange(found);
            else if (seen.Add(id(value))) values.Add(value);
            else problems.Add(new("registry.twice", $"{id(value)} is written twice.", entry.At?.ToString()));
        }
        return values;
    }
}
