namespace Countersign.Desk.Standards.Odrl.Rdf;

/// <summary>The namespaces that ODRL documents use.</summary>
internal static class Vocabulary
{
    public const string Odrl = "http://www.w3.org/ns/odrl/2/";
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public const string Xsd = "http://www.w3.org/2001/XMLSchema#";
    public const string Dcterms = "http://purl.org/dc/terms/";

    public const string Type = Rdf + "type";
    public const string First = Rdf + "first";
    public const string Rest = Rdf + "rest";
    public const string Nil = Rdf + "nil";

    /// <summary>Short forms that the ODRL JSON-LD context declares.</summary>
    public static readonly IReadOnlyDictionary<string, string> Prefixes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["odrl"] = Odrl, ["rdf"] = Rdf, ["xsd"] = Xsd, ["dct"] = Dcterms, ["dcterms"] = Dcterms, ["dc"] = Dcterms,
        ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#", ["skos"] = "http://www.w3.org/2004/02/skos/core#", ["cc"] = "https://creativecommons.org/ns#",
        ["vcard"] = "http://www.w3.org/2006/vcard/ns#", ["foaf"] = "http://xmlns.com/foaf/0.1/", ["schema"] = "http://schema.org/", ["owl"] = "http://www.w3.org/2002/07/owl#",
    };
}
