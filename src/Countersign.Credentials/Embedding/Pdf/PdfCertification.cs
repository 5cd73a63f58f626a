using Countersign.Credentials.Containers.Pdf;

namespace Countersign.Credentials.Embedding.Pdf;

/// <summary>What a certifying signature lets others do to a PDF (ISO 32000-2, 12.8.2.2.2: DocMDP).</summary>
internal enum PdfCertification
{
    /// <summary>The PDF is not certified.</summary>
    None,
    /// <summary>Permission 3: annotations may be added.</summary>
    Annotations,
    /// <summary>Permission 1 or 2: nothing that a store needs.</summary>
    Closed,
}

internal static class PdfCertifications
{
    /// <summary>Reads it from the catalog. What cannot be read counts as closed; without a number it is 2.</summary>
    public static PdfCertification Of(PdfFile pdf, PdfValue catalog)
    {
        if (pdf.Resolve(catalog["Perms"]) is not { IsDictionary: true } permissions || permissions["DocMDP"] is null) return PdfCertification.None;
        if (pdf.Resolve(permissions["DocMDP"]) is not { IsDictionary: true } signature || pdf.Resolve(signature["Reference"]) is not { Kind: PdfKind.Array, Items: var references }) return PdfCertification.Closed;
        var reference = references.Take(16).Select(r => pdf.Resolve(r)).FirstOrDefault(r => r is { IsDictionary: true } && pdf.Resolve(r["TransformMethod"])?.Is("DocMDP") == true);
        return pdf.Resolve(pdf.Resolve(reference?["TransformParams"])?["P"]) is { Kind: PdfKind.Integer, Number: 3 } ? PdfCertification.Annotations : PdfCertification.Closed;
    }
}
