using System.Collections.Immutable;
using Countersign.Core.Packs;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Core.Clearance;

/// <summary>
/// Decides one asset: the worst of the subjects in it, the questions that weak matches leave, the wishes it carries, and its origin.
/// Finding nothing is not permission: an asset without an origin is unknown. Pure.
/// </summary>
public static class AssetRule
{
    /// <summary>Decides. The subjects of <paramref name="use"/> are taken to be in the asset as well.</summary>
    public static AssetDecision Decide(AssetFacts asset, Use use, Facts facts, AsOf asOf) => Decide(asset, use, new PlainEngine(facts), asOf);

    /// <summary>The same, by an engine that was made for many questions.</summary>
    public static AssetDecision Decide(AssetFacts asset, Use use, IClearanceEngine engine, AsOf asOf) => Decide(asset, use, engine, asOf, PackSet.None);

    /// <summary>The same, with the requirements of the packs in force.</summary>
    public static AssetDecision Decide(AssetFacts asset, Use use, IClearanceEngine engine, AsOf asOf, PackSet packs)
    {
        var attested = Attestations(asset, engine, asOf);
        var counted = Counted(asset, use, attested);
        var wholeWork = counted.Any(seen => seen.IsWhole && seen.Subject.Kind == SubjectKind.Work);
        var subjects = counted
            .Select(seen => (seen.Subject, Decision: engine.Decide(
                use with { Subjects = [seen.Subject] }, asOf,
                // The wish a file carries is a wish about the work that the file is, not about a passage in it.
                seen.IsWhole && seen.Subject.Kind == SubjectKind.Work ? asset.Preferences : [])))
            .ToImmutableArray();

        var parts = subjects.Select(subject => subject.Decision).ToList();
        parts.AddRange(WeakMatches(asset, counted, attested, engine.Register));
        var wish = PreferenceRule.Decide(use.Act, asset.Preferences);
        if (!wholeWork && wish.Verdict == Verdict.Deny) parts.Add(Part(Verdict.Deny, new(null, Rules.Preference, null, wish.Says, null, wish.Source)));
        var notExamined = asset.NotExamined is not null && counted.All(seen => !seen.IsWhole);
        // What could not be looked into may hold anything. Only the very same bytes as a registered subject need no looking.
        if (notExamined)
            parts.Add(Part(Verdict.Unknown, new(null, Rules.NotExamined, null, asset.NotExamined!, null, null), new("A file that can be looked into.", null, "Replace or open the file, and clear again.", null)));
        // Where an asset comes from is asked once nothing graver stands in the way: it would not turn a no, nor open a broken file.
        if (!notExamined && parts.TrueForAll(part => part.Verdict != Verdict.Deny))
            parts.AddRange(OriginParts(asset, use, engine.Register, counted, subjects, attested, wish, wholeWork));
        var decision = Worst(parts, Digest(asset, use, asOf, subjects, attested));
        var consents = subjects.IsEmpty ? null : (Verdict?)subjects.Min(subject => subject.Decision.Verdict);
        var inputs = new PackInputs(use, [.. counted.Select(seen => seen.Subject)], engine, asOf, consents, MadeByModel(asset, engine.Register), asset.Preferences);
        return new(PackCheck.Check(decision, packs, inputs, use), subjects);
    }

    // A named person who declares where a file comes from, and speaks of no model, says that none made it.
    private static bool? MadeByModel(AssetFacts asset, Register register)
    {
        if (asset.MadeByModel is not null || asset.Origins.Any(origin => origin.DeclaresModel)) return true;
        return asset.Origins.Any(origin => register.Party(origin.By)?.Kind == PartyKind.Person) ? false : null;
    }

    /// <summary>The named persons' answers about this asset that count, the latest answer to each question.</summary>
    private static ImmutableArray<Attestation> Attestations(AssetFacts asset, IClearanceEngine engine, AsOf asOf) =>
    [
        .. engine.AttestationsOf(asset.Sha256, asOf.KnownAt)
            .Where(attestation => attestation.Made <= asOf.At)
            .Where(attestation => engine.Register.Party(attestation.Speaker)?.Kind == PartyKind.Person)
            .GroupBy(attestation => (attestation.Question, attestation.About, attestation.Holder))
            // Two answers of one moment: the one that brings the subject in is the careful one.
            .Select(same => same.OrderByDescending(attestation => attestation.Made).ThenByDescending(attestation => attestation.Answer).ThenBy(attestation => attestation.Id, StringComparer.Ordinal).First())
            .OrderBy(attestation => attestation.Id, StringComparer.Ordinal),
    ];

    private static ImmutableArray<SubjectSeen> Counted(AssetFacts asset, Use use, ImmutableArray<Attestation> attested) =>
    [
        .. asset.Seen.Where(seen => seen.IsStrong || Answer(attested, seen.Subject)?.Answer == true)
            .Concat(use.Subjects.Select(subject => new SubjectSeen(subject, true, false, "named in the use")))
            .Concat(attested.Where(attestation => attestation is { Question: AttestedQuestion.Match, Answer: true, About: not null })
                .Select(attestation => new SubjectSeen(attestation.About!.Value, true, false, "confirmed by a named person")))
            .GroupBy(seen => seen.Subject)
            .Select(same => same.OrderByDescending(seen => seen.IsWhole).First())
            .OrderBy(seen => seen.Subject),
    ];

    private static Attestation? Answer(ImmutableArray<Attestation> attested, SubjectId subject) =>
        attested.FirstOrDefault(attestation => attestation.Question == AttestedQuestion.Match && attestation.About == subject);

    private static IEnumerable<Decision> WeakMatches(AssetFacts asset, ImmutableArray<SubjectSeen> counted, ImmutableArray<Attestation> attested, Register register) =>
        asset.Seen
            .Where(seen => !seen.IsStrong && counted.All(known => known.Subject != seen.Subject) && Answer(attested, seen.Subject) is null)
            .DistinctBy(seen => seen.Subject)
            .OrderBy(seen => seen.Subject)
            .Select(seen => Part(
                Verdict.Unknown,
                new(null, Rules.WeakMatch, seen.Subject, $"It may contain {register.Title(seen.Subject)} ({seen.Says}). Too weak to decide: a person has to look.", null, null),
                new Missing($"Somebody to look, and say whether {register.Title(seen.Subject)} is in it.", null,
                    $"countersign consent attest --question match --about {seen.Subject} --asset {asset.Sha256} --answer yes|no --by party:…", seen.Subject)));

    private static IEnumerable<Decision> OriginParts(
        AssetFacts asset, Use use, Register register, ImmutableArray<SubjectSeen> counted, ImmutableArray<(SubjectId Subject, Decision Decision)> subjects,
        ImmutableArray<Attestation> attested, Wished wish, bool wholeWork)
    {
        // The asset is a registered subject as a whole: that subject's answer is the asset's, and no other origin is asked for.
        if (counted.Any(seen => seen.IsWhole)) yield break;

        var origin = asset.Origins
            .Where(origin => register.Party(origin.By)?.Kind == PartyKind.Person)
            .OrderByDescending(origin => origin.DeclaresModel).ThenBy(origin => origin.Kind).FirstOrDefault();
        if (origin is not null && (asset.MadeByModel is null || origin.DeclaresModel))
        {
            yield return Part(Verdict.Allow, new(null, Rules.DeclaredOrigin, null, $"{register.Name(origin.By)} declares: {origin.Says}", null, origin.Source));
            yield break;
        }
        var attestation = attested.FirstOrDefault(known => known is { Answer: true, About: null, Question: AttestedQuestion.PublicDomain }
            || (known is { Answer: true, Question: AttestedQuestion.OwnWork } && known.Holder == use.Requester && asset.MadeByModel is null));
        if (attestation is not null)
        {
            var says = attestation.Question == AttestedQuestion.OwnWork ? $"an own work of {register.Name(use.Requester)}" : "in the public domain";
            yield return Part(Verdict.Allow, new(attestation.Id, null, null, $"{register.Name(attestation.Speaker)} attests that it is {says}.", attestation.Says, attestation.Source));
            yield break;
        }
        if (!wholeWork && wish.Verdict == Verdict.Allow)
        {
            yield return Part(Verdict.Allow, new(null, Rules.Preference, null, wish.Says, null, wish.Source));
            yield break;
        }
        if (asset.MadeByModel is { } made)
        {
            yield return Part(
                Verdict.Unknown,
                new(null, Rules.UndeclaredModel, null, $"The file itself says that a model made it ({made}){(origin is null ? "" : ", and its declared origin does not mention one")}.", null, null),
                new("Which model made it, with what input, and on whose consent.", null, "Declare it in production.yaml: origin: { kind: own-work, model: \"name and version\", says: … }", null));
            yield break;
        }
        yield return Part(
            Verdict.Unknown,
            new(null, Rules.NoOrigin, null, "Nothing says where it comes from, and finding nothing registered in it is not permission.", null, null),
            new("Its origin: own work, a licence, or a public-domain attestation.", null, "Declare it in production.yaml (origin: { kind: own-work, says: … }), or register the work and its licence.", null));
    }

    private static Decision Part(Verdict verdict, Reason reason, Missing? missing = null) =>
        new(verdict, [reason], [], missing is null ? [] : [missing], [], [], [], 0, "");

    /// <summary>The asset, what was seen in it and what was attested of it, and the input of each subject's decision.</summary>
    private static string Digest(AssetFacts asset, Use use, AsOf asOf, ImmutableArray<(SubjectId Subject, Decision Decision)> subjects, ImmutableArray<Attestation> attested) =>
        DeterministicCbor.IdOf(Tree.Of(
            ("asset", asset.Sha256),
            ("use", use.ToTree()),
            ("at", Rfc3339.Write(asOf.At)),
            ("knownAt", Rfc3339.Write(asOf.KnownAt)),
            ("seen", Tree.Of(asset.Seen.Distinct().OrderBy(seen => seen.Subject).ThenBy(seen => seen.Says, StringComparer.Ordinal).Select(seen => (Tree)Tree.Of(
                ("subject", seen.Subject.ToString()), ("strong", seen.IsStrong), ("whole", seen.IsWhole))))),
            ("origins", Tree.Of(asset.Origins.OrderBy(origin => origin.By).ThenBy(origin => origin.Kind).Select(origin => (Tree)Tree.Of(
                ("kind", Words.Of(origin.Kind)), ("by", origin.By.ToString()), ("says", origin.Says), ("model", origin.DeclaresModel))))),
            ("preferences", Tree.Of(asset.Preferences.Select(preference => (Tree)Tree.Of(
                ("act", preference.Act.Name), ("allows", preference.Allows), ("source", preference.Source))).OrderBy(DeterministicCbor.IdOf, StringComparer.Ordinal))),
            ("notExamined", asset.NotExamined is null ? null : (Tree)asset.NotExamined),
            ("madeByModel", asset.MadeByModel is null ? null : (Tree)asset.MadeByModel),
            ("attested", Tree.Of(attested.Select(attestation => attestation.Id))),
            ("subjects", Tree.Of(subjects.Select(subject => subject.Decision.InputSha256)))));

    private static Decision Worst(List<Decision> parts, string digest)
    {
        var worst = parts.Count == 0 ? Verdict.Unknown : parts.Min(part => part.Verdict);
        var telling = worst == Verdict.Allow ? parts : parts.Where(part => part.Verdict == worst).Take(1);
        return new(
            worst,
            [.. telling.SelectMany(part => part.Reasons).Distinct()],
            worst == Verdict.Allow ? [.. parts.SelectMany(part => part.Duties).Distinct()] : [],
            worst == Verdict.Allow ? [] : [.. parts.Where(part => part.Verdict != Verdict.Allow).SelectMany(part => part.Missing).Distinct()],
            worst == Verdict.Allow ? [] : [.. parts.SelectMany(part => part.Nearest).Distinct()],
            [.. parts.SelectMany(part => part.SetAside).Distinct().OrderBy(aside => aside.Statement, StringComparer.Ordinal)],
            [.. parts.SelectMany(part => part.OtherGrants).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            parts.Sum(part => part.Considered),
            digest);
    }
}
