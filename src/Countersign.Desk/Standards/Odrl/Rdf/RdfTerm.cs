namespace Countersign.Desk.Standards.Odrl.Rdf;

/// <summary>What a node of a graph is.</summary>
public enum RdfKind
{
    /// <summary>A name.</summary>
    Iri,

    /// <summary>A node without a name.</summary>
    Blank,

    /// <summary>A value.</summary>
    Literal,
}

/// <summary>A node of a graph.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The name, or the value as it is written.</param>
/// <param name="Datatype">Of a value: the name of its type, <c>xsd:string</c> when none is written.</param>
public readonly record struct RdfTerm(RdfKind Kind, string Value, string Datatype = "")
{
    /// <summary>A name.</summary>
    public static RdfTerm Iri(string value) => new(RdfKind.Iri, value);

    /// <summary>A value.</summary>
    public static RdfTerm Literal(string value, string? datatype = null) => new(RdfKind.Literal, value, datatype ?? Vocabulary.Xsd + "string");

    /// <inheritdoc />
    public override string ToString() => Kind switch { RdfKind.Iri => $"<{Value}>", RdfKind.Blank => $"_:{Value}", _ => $"\"{Value}\"" };
}
