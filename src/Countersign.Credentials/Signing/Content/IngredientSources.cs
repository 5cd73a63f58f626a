using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Signing.Content;

/// <summary>From a file that was read to an ingredient of another.</summary>
public static class IngredientSources
{
    /// <summary>The credentials of a file with what reading them said; null when it carries none that could be read.</summary>
    /// <param name="report">What <see cref="CredentialReader"/> said of the file.</param>
    /// <param name="acceptFailures">True when a person knows that they failed validation, and goes on all the same.</param>
    public static IngredientSource? Of(CredentialReport report, bool acceptFailures = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Active is not { } active || report.StoreBytes.IsEmpty) return null;
        var deltas = report.Ingredients.Where(i => i.Manifest is not null).Select(i => new IngredientDelta(i.Uri, i.New));
        return new(report.StoreBytes, new IngredientResults(active.Statuses, [.. deltas]), acceptFailures);
    }
}
