using System.Collections.Immutable;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>The digest of what a decision rests on: whoever holds the same facts computes the same digest.</summary>
internal static class InputDigest
{
    public static string Of(Use use, Register register, KnownStatements known, IEnumerable<string> considered, AsOf asOf, ImmutableArray<Preference> preferences)
    {
        var ids = considered.ToHashSet(StringComparer.Ordinal);
        foreach (var revocation in known.Revocations)
            if (ids.Contains(revocation.Of)) ids.Add(revocation.Id);
        var statements = known.All.Where(recorded => ids.Contains(recorded.Statement.Id));
        var entries = use.Subjects.SelectMany(subject => register.Behind(subject)).Select(subject => subject.Entry).Distinct().Order().Select(register.Document).OfType<Tree>();
        return DeterministicCbor.IdOf(Tree.Of(
            ("use", use.ToTree()),
            ("at", Rfc3339.Write(asOf.At)),
            ("knownAt", Rfc3339.Write(asOf.KnownAt)),
            ("entries", Tree.Of(entries)),
            ("statements", Tree.Of(statements.Select(recorded => (Tree)Tree.Of(("id", recorded.Statement.Id), ("recorded", Rfc3339.Write(recorded.RecordedAt)))))),
            ("preferences", Tree.Of(preferences.Select(preference => (Tree)Tree.Of(
                ("act", preference.Act.Name), ("allows", preference.Allows), ("says", preference.Says), ("source", preference.Source)))
                .OrderBy(DeterministicCbor.IdOf, StringComparer.Ordinal)))));
    }
}
