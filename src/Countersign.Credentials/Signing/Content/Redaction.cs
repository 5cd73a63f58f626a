namespace Countersign.Credentials.Signing.Content;

/// <summary>How a redacted assertion is left behind (C2PA 2.2 §6.8).</summary>
public enum RedactionForm
{
    /// <summary>The assertion is taken out. Every validator agrees on this one.</summary>
    Removed,
    /// <summary>Its box stays, with one UUID box of zeros in it, so that its size can be seen.</summary>
    Zeroed,
}

/// <summary>Takes an assertion out of the manifest of an ingredient. It is the only change of an ingredient's manifest that is permitted.</summary>
/// <param name="Place">The assertion. Neither actions nor hard bindings can be redacted.</param>
/// <param name="Reason">Why, e.g. <c>c2pa.PII.present</c> (C2PA 2.2 §18.14.4.2).</param>
/// <param name="Form">What is left behind.</param>
public sealed record Redaction(AssertionPlace Place, string Reason, RedactionForm Form = RedactionForm.Removed);
