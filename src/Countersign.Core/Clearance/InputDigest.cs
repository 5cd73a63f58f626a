using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The digest of what a decision rests on: whoever holds the same facts computes the same digest.</summary>
internal static class InputDigest
{
    public static string Of(Use use, Register register, KnownStatements known, IEnumerable<string> considered, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        var ids = considered.ToHashSet(StringComparer.Ordinal);
        foreach (var id in ids.ToArray())
            foreach (var revocation in known.RevocationsOf(id)) ids.Add(revocation.Id);
        var statements = known.All.Where(recorded => ids.Contains(recorded.Statement.Id));
        var entries = use.Subjects.SelectMany(subject => register.Behind(subject)).SelectMany(subject => register.Wholes(subject)).Select(subject => subject.Entry)
            .Concat((Asking.ToolsOf(use, register) ?? []).Where(tool => tool.StartsWith("model:", StringComparison.Ordinal)).Select(SubjectId.Parse).Where(tool => tool.IsOk).Select(tool => tool.Value))
            .Distinct().Order().Select(register.Document).OfType<Tree>();
        var parties = use.Subjects.SelectMany(subject => register.Behind(subject)).SelectMany(subject => register.Holders(subject)).Select(holder => holder.Party.ToString())
            .Concat(register.Names(use.Requester))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(id => register.Party(PartyId.Parse(id).Value)?.ToTree()).OfType<Tree>();
        return DeterministicCbor.IdOf(Tree.Of(
            ("use", use.ToTree()),
            ("at", Rfc3339.Write(asOf.At)),
            ("knownAt", Rfc3339.Write(asOf.KnownAt)),
            ("entries", Tree.Of(entries)),
            // Who is of age, who has died, who belongs to which group.
            ("parties", Tree.Of(parties)),
            ("statements", Tree.Of(statements.Select(recorded => (Tree)Tree.Of(("id", recorded.Statement.Id), ("recorded", Rfc3339.Write(recorded.RecordedAt)))))),
            ("used", known.Used is null ? null : Tree.Of(known.Used.Where(tally => ids.Contains(tally.Key)).OrderBy(tally => tally.Key, StringComparer.Ordinal).SelectMany(tally => tally
                .Select(used => (Tree)Tree.Of(("statement", used.Statement), ("project", used.Project is null ? null : (Tree)used.Project), ("amount", used.Amount.ToString()), ("unit", used.Unit)))
                .OrderBy(DeterministicCbor.IdOf, StringComparer.Ordinal)))),
            ("preferences", Tree.Of(preferences.Select(preference => (Tree)Tree.Of(
                ("act", preference.Act.Name), ("allows", preference.Allows), ("says", preference.Says), ("source", preference.Source)))
                .OrderBy(DeterministicCbor.IdOf, StringComparer.Ordinal)))));
    }
}
