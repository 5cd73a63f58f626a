using System.Collections.Immutable;
using Countersign.Core.Parties;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>A standard for machine-readable permissions, read and written. No mapping widens a permission, in either direction.</summary>
public interface IStandard
{
    /// <summary>Its word, as in <c>--as</c> and in a preference: <c>aipref</c>.</summary>
    string Name { get; }

    /// <summary>Its name and version for people.</summary>
    string Title { get; }

    /// <summary>The mapping of its terms.</summary>
    ImmutableArray<Term> Terms { get; }

    /// <summary>Whether a file of this name is written in this standard, or may carry it.</summary>
    bool Reads(string fileName);

    /// <summary>Statements that say what a document says, or less.</summary>
    Outcome<Imported> Import(ReadOnlyMemory<byte> document, ImportRequest request);

    /// <summary>A document that allows what the statements allow to anybody, or less.</summary>
    Outcome<Exported> Export(ExportRequest request);
}

/// <summary>What an import is asked to make statements of.</summary>
/// <param name="By">Who records it.</param>
/// <param name="Made">When.</param>
/// <param name="About">The subjects the document is about.</param>
/// <param name="Source">The name of the document, as it will stand in the statements.</param>
public sealed record ImportRequest(PartyId By, DateTimeOffset Made, ImmutableArray<SubjectId> About, string Source)
{
    /// <summary>Whether <see cref="By"/> holds all of <see cref="About"/>: the document is then their own word, and may say under which conditions. What somebody else found is a wish.</summary>
    public bool IsOwnWord { get; init; }

    /// <summary>The path of the subject on the site that the document governs, beginning with '/'; null when not stated.</summary>
    public string? Location { get; init; }
}

/// <summary>What an import came to.</summary>
/// <param name="Statements">Ready to be recorded; empty when the document says nothing that we can say.</param>
/// <param name="Losses">What is unknown afterwards.</param>
/// <param name="Problems">What could not be read. It gives no permission.</param>
public sealed record Imported(ImmutableArray<Statement> Statements, ImmutableArray<Loss> Losses, ImmutableArray<Problem> Problems);

/// <summary>What an export is asked to say.</summary>
/// <param name="Terms">What the statements say to anybody.</param>
/// <param name="Location">The path of the subject on its site, beginning with '/'; null when not stated.</param>
public sealed record ExportRequest(PublicTerms Terms, string? Location = null);

/// <summary>What an export came to.</summary>
/// <param name="Document">The document, or the lines to put into one.</param>
/// <param name="Losses">What it does not say, or says more narrowly.</param>
public sealed record Exported(string Document, ImmutableArray<Loss> Losses);
