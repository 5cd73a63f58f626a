using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Clearance;

/// <summary>Reads what is known of a file from the document of a question, for questions that rest on facts alone.</summary>
internal static class AskedAsset
{
    /// <summary>The part <c>asset</c>; null when there is none.</summary>
    public static AssetFacts? FromTree(TreeReader question, List<Problem> problems)
    {
        if (question.Nested("asset") is not { } form) return null;
        var sha256 = form.Text("sha256");
        if (sha256.Length > 0 && !StatementForm.IsId(sha256)) form.Report("form.sha256", "An asset is named by its SHA-256: 64 lower-case hex digits.", "sha256");
        var seen = form.Items("seen").Select(item => Seen(TreeReader.Over(item, problems))).ToImmutableArray();
        var origins = form.Items("origins").Select(item => Origin(TreeReader.Over(item, problems))).ToImmutableArray();
        var asset = new AssetFacts(sha256, seen, Preferences(form, problems), form.OptionalText("made-by-model"), origins, form.OptionalText("not-examined"));
        form.Close();
        return asset;
    }

    /// <summary>The part <c>preferences</c>: a list of wishes.</summary>
    public static ImmutableArray<Preference> Preferences(TreeReader form, List<Problem> problems)
    {
        var preferences = ImmutableArray.CreateBuilder<Preference>();
        foreach (var item in form.Items("preferences"))
        {
            var reader = TreeReader.Over(item, problems);
            var act = reader.Parsed("act", Act.Parse) ?? default;
            var allows = reader.OptionalFlag("allows");
            if (allows is null) reader.Report("form.missing", "'allows' is missing.", null, "true where it opens, false where it reserves.");
            preferences.Add(new(act, allows ?? false, reader.OptionalText("says") ?? $"A wish {(allows == true ? "allows" : "reserves")} {act}.", reader.Text("source")));
            reader.Close();
        }
        return preferences.ToImmutable();
    }

    private static SubjectSeen Seen(TreeReader form)
    {
        var subject = form.Parsed("subject", SubjectId.Parse) ?? default;
        var seen = new SubjectSeen(subject, form.OptionalFlag("strong") ?? true, form.OptionalFlag("whole") ?? false, form.OptionalText("says") ?? "seen in the file");
        form.Close();
        return seen;
    }

    private static Origin Origin(TreeReader form)
    {
        var kind = form.Parsed("kind", Words.Parse<OriginKind>) ?? default;
        var by = form.Parsed("by", PartyId.Parse) ?? default;
        var origin = new Origin(kind, by, form.Text("says"), form.OptionalText("source") ?? "the question", form.OptionalText("model") is not null);
        form.Close();
        return origin;
    }
}
