using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Desk.Intake;
using Countersign.Desk.Intake.Signals;
using Countersign.Desk.Intake.Sniffing;

namespace Countersign.Desk.Standards.Plus;

/// <summary>
/// The property "Data Mining" of PLUS (ns.useplus.org/ldf/vocab), which IPTC took over, in XMP. PLUS counts search indexing and the training of models as
/// kinds of data mining: its narrower values name them as exceptions.
/// </summary>
public sealed class PlusStandard : IStandard
{
    internal const string Id = "plus";

    private const string Vocabulary = "http://ns.useplus.org/ldf/vocab/";
    private const string SeeElsewhere = "The conditions stand elsewhere, and only a person can read them: until then it reserves.";

    private static readonly ImmutableArray<string> s_mining = ["analyse.mine", "analyse.index", "train"];

    // Opens what PLUS calls data mining, and not "analyse" as such, which may hold more than PLUS had in mind.
    private static readonly Term s_allowed = new("DMI-ALLOWED", "allows data mining") { Opens = Term.Acts([.. s_mining]), Written = Term.Acts([.. s_mining]) };

    private static readonly Term s_prohibited = new("DMI-PROHIBITED", "prohibits data mining")
    {
        Reserves = Term.Acts([.. s_mining]), Written = Term.Acts([.. s_mining]), Unsaid = "It is written for a refusal of indexing, or of mining where indexing is not open, and reserves training as well.",
    };

    private static readonly Term s_training = new("DMI-PROHIBITED-AIMLTRAINING", "prohibits the training of models")
    {
        Reserves = Term.Acts("train"), Written = Term.Acts("train"), Unknown = "That the rest is allowed is not said.",
    };

    private static readonly Term s_generative = new("DMI-PROHIBITED-GENAIMLTRAINING", "prohibits the training of generative models")
    {
        Reserves = Term.Acts("train.generative"), Written = Term.Acts("train.generative"), Unknown = "Training that generates nothing is neither allowed nor prohibited.",
        Unsaid = "One kind of generative training cannot be told from another: a refusal of one reserves all.",
    };

    private static readonly Term s_exceptSearch = new("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", "prohibits data mining except for indexing by search engines")
    {
        Reserves = Term.Acts("analyse.mine", "train"), Written = Term.Acts("analyse.index", "distribute.publish"),
        Unknown = "Indexing is not opened: PLUS means search engines, and our act means any index.",
        Unsaid = "Written for a refusal of mining where indexing, and showing what was found, are open to anybody.",
    };

    private static readonly Term s_unspecified = new("DMI-UNSPECIFIED", "says nothing about data mining");

    private static readonly ImmutableArray<Term> s_elsewhere =
    [
        Elsewhere("DMI-PROHIBITED-SEECONSTRAINT", "prohibits data mining, with constraints stated apart"),
        Elsewhere("DMI-PROHIBITED-SEECONSTRAINTS", "prohibits data mining, with constraints stated apart"),
        Elsewhere("DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR", "prohibits data mining, with an embedded rights expression"),
        Elsewhere("DMI-PROHIBITED-SEELINKEDRIGHTSEXPR", "prohibits data mining, with a linked rights expression"),
    ];

    private static readonly ImmutableArray<Term> s_all = [s_unspecified, s_allowed, s_prohibited, s_training, s_generative, s_exceptSearch, .. s_elsewhere];

    private static Term Elsewhere(string name, string means) => new(name, means) { Reserves = Term.Acts([.. s_mining]), Unknown = SeeElsewhere };

    /// <inheritdoc />
    public string Name => Id;

    /// <inheritdoc />
    public string Title => "PLUS Data Mining (IPTC, XMP)";

    /// <inheritdoc />
    public ImmutableArray<Term> Terms => s_all;

    /// <inheritdoc />
    public bool Reads(string fileName) => fileName.EndsWith(".xmp", StringComparison.OrdinalIgnoreCase);

    /// <summary>The row of a value's last part; null for one that PLUS does not define.</summary>
    internal static Term? Find(string term) => s_all.FirstOrDefault(row => row.Name.Equals(term, StringComparison.OrdinalIgnoreCase));

    /// <summary>What an XMP file says, or a picture of its own XMP.</summary>
    internal static Reading Read(ReadOnlyMemory<byte> bytes)
    {
        var (signals, defects) = Signals(bytes);
        var reading = new Reading([], [], [.. defects.Select(defect => new Problem(defect.Code, defect.Says, defect.Offset is { } at ? $"byte {at}" : null))]);
        foreach (var signal in signals)
        {
            if (signal.Code != "signal.plus-data-mining") continue;
            var row = Find(signal.Term ?? "");
            reading = reading.And(row is null
                ? new([], [new(signal.Term ?? signal.Value, "PLUS does not define this value, so it says nothing.")], [])
                : new([.. Wish.Of(row, Id, "xmp", "plus:DataMining = " + signal.Value)], [.. Reading.Unknown(row)], []));
        }
        return defects.Count == 0 ? reading : reading.OnlyReserving(new("XMP", "A part could not be read, so nothing is opened."));
    }

    private static (IReadOnlyList<Signal> Signals, IReadOnlyList<SignalDefect> Defects) Signals(ReadOnlyMemory<byte> bytes)
    {
        // A picture may hold XMP that is not its own, of an ingredient's thumbnail: the reader of pictures knows which.
        if (bytes.Span.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'<', ..])
        {
            var read = SignalReader.Read(bytes, MediaSniffer.Sniff(bytes.Span[..Math.Min(bytes.Length, StableFile.HeadLength)], bytes.Length));
            return (read.Signals, read.Defects);
        }
        var sink = new FieldSink(new());
        if (bytes.Span.IndexOf("<x:xmpmeta"u8) >= 0) XmpFields.Read(bytes.Span, [], sink);
        else XmpFields.ReadPacket(bytes.Span, null, sink);
        return ([.. sink.Fields.Select(field => PlusDataMining.Read(field, sink)).OfType<Signal>()], sink.Defects);
    }

    /// <inheritdoc />
    public Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request) => Importing.Preferences(Read(document), request);

    /// <inheritdoc />
    public Outcome<Exported> Export(ExportRequest request)
    {
        var term = Chosen(request.Terms);
        var losses = Losing.Export(request.Terms, Terms).Where(loss => Find(loss.Term) is not { } row || row == term).ToList();
        var xmp = new StringBuilder()
            .Append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n")
            .Append("  <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
            .Append("    <rdf:Description rdf:about=\"\" xmlns:plus=\"http://ns.useplus.org/ldf/xmp/1.0/\" plus:DataMining=\"").Append(Vocabulary).Append(term.Name).Append("\"/>\n")
            .Append("  </rdf:RDF>\n")
            .Append("</x:xmpmeta>\n");
        return new Exported(xmp.ToString(), [.. losses]);
    }

    /// <summary>The value that allows nothing that is not open: the narrowest prohibition that holds all that is refused.</summary>
    private static Term Chosen(PublicTerms terms)
    {
        if (terms.AnyRefused(Term.Acts("analyse.index"))) return s_prohibited;
        if (terms.AnyRefused(Term.Acts("analyse.mine"))) return terms.AreOpen(s_exceptSearch.Written) ? s_exceptSearch : s_prohibited;
        if (terms.AnyRefused(Term.Acts("train")))
            return terms.AnyRefused(Term.Acts("train.analytic")) || !terms.AnyRefused(s_generative.Written) ? s_training : s_generative;
        return terms.AreOpen(s_allowed.Written) ? s_allowed : s_unspecified;
    }
}
