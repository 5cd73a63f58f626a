using System.Collections.Immutable;
using Countersign.Core.Shared;

namespace Countersign.Desk.Standards.Aipref;

/// <summary>
/// IETF AI Preferences: the vocabulary (draft-ietf-aipref-vocab) and how it is attached to HTTP content and robots.txt
/// (draft-ietf-aipref-attach). Both are drafts without consensus; the terms are those of August 2026.
/// </summary>
public sealed class AiprefStandard : IStandard
{
    internal const string Id = "aipref";
    internal const string Header = "Content-Usage";

    private static readonly Term s_trainYes = new("train-ai=y", "may be used to train models that generate")
    {
        Opens = Term.Acts("train.generative"), Written = Term.Acts("train.generative"),
        Unknown = "Training of models that only analyse is not spoken of. A model of a person is never opened by a preference.",
    };

    private static readonly Term s_trainNo = new("train-ai=n", "must not be used to train models that generate")
    {
        Reserves = Term.Acts("train.generative"), Written = Term.Acts("train.generative"),
        Unknown = "Training of models that only analyse is not spoken of.",
        Unsaid = "One kind of generative training cannot be told from another: a refusal of one reserves all.",
    };

    private static readonly Term s_searchYes = new("search=y", "may be used in search that links to where it stands, with whatever that search does inside, training included")
    {
        // The standard lets the search application train and process as it likes, so nothing less than every use says as much.
        Written = Term.Acts("use"),
        Unknown = "It opens search under conditions (a link, excerpts only) that a preference cannot carry, so indexing stays unknown.",
        Unopened = "A consent to indexing is not written as search=y, which would also allow the training of search models.",
    };

    private static readonly Term s_searchNo = new("search=n", "must not be used in search")
    {
        Reserves = Term.Acts("analyse.index"), Written = Term.Acts("analyse.index"),
        Unsaid = "Indexing that is not for search cannot be told from search.",
    };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "AIPREF (IETF drafts aipref-vocab, aipref-attach)";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => All;

    internal static ImmutableArray<Term> All { get; } = [s_trainYes, s_trainNo, s_searchYes, s_searchNo];

    /// <inheritdoc />
    public bool Reads(string fileName) => HeaderDump.IsName(fileName);

    /// <summary>The preferences of one value; a value that is no dictionary states none, as the draft says.</summary>
    internal static Reading Read(string value, string mechanism, int? line)
    {
        if (StructuredDictionary.Parse(value, out var stoppedAt) is not { } members)
            return Reading.Nothing with { Problems = [new("aipref.not-a-dictionary", $"'{Shown(value)}' is not a dictionary of RFC 9651 (it stops at character {stoppedAt + 1}), so it states no preference.", line is { } at ? $"line {at}" : null, "Write it like: train-ai=n, search=y.")] };
        var wishes = ImmutableArray.CreateBuilder<Wish>();
        var losses = new List<Loss>();
        foreach (var member in members)
        {
            var label = All.Where(term => term.Name.AsSpan(0, term.Name.IndexOf('=', StringComparison.Ordinal)).SequenceEqual(member.Key));
            if (!label.Any()) losses.Add(new(Shown(member.Key), "The vocabulary does not define this label; it is ignored."));
            else if (label.FirstOrDefault(term => term.Name == $"{member.Key}={member.Token}") is not { } term) losses.Add(new(member.Key, "Its value is neither y nor n, so the preference is unknown."));
            else
            {
                wishes.AddRange(Wish.Of(term, Id, mechanism, line: line));
                losses.AddRange(Reading.Unknown(term));
            }
        }
        return new(wishes.ToImmutable(), [.. losses], []);
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request)
    {
        var text = Importing.Text(document);
        var dump = HeaderDump.Read(text);
        // A bare value is taken as one, so that a line copied from anywhere can be imported.
        return Importing.Preferences(HeaderDump.IsName(request.Source) || dump?.Combined(Header) is not null ? dump is null ? Reading.Nothing : Read(dump) : Read(text.Trim(), "file", 1), request);
    }

    /// <summary>The preferences of a response.</summary>
    internal static Reading Read(HeaderDump dump) => dump.Combined(Header) is { } field ? Read(field.Value, "header", field.Line) : Reading.Nothing;

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request) => new Exported(Line(request.Terms) is { Length: > 0 } line ? $"{Header}: {line}\n" : "", Losses(request.Terms));

    /// <summary>The value that says what the statements say to anybody, or less; empty when they say nothing that it can.</summary>
    internal static string Line(PublicTerms terms)
    {
        var members = new List<string>();
        foreach (var (yes, no) in new[] { (s_trainYes, s_trainNo), (s_searchYes, s_searchNo) })
        {
            if (terms.AnyRefused(no.Written)) members.Add(no.Name);
            else if (terms.AreOpen(yes.Written)) members.Add(yes.Name);
        }
        return string.Join(", ", members);
    }

    internal static ImmutableArray<Loss> Losses(PublicTerms terms) => Losing.Export(terms, All);

    internal static string Shown(string value) => value.Length > 80 ? value[..80] + "…" : value;
}
