using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Credentials;
using Countersign.Credentials.Validation;

namespace Countersign.Desk.Credentials;

/// <summary>What became of an original's credentials in a copy of it.</summary>
public enum StripOutcome
{
    /// <summary>The original has none that can be read: there was nothing to keep.</summary>
    Nothing,
    /// <summary>The copy has the same manifest, and it holds in the copy as it did in the original.</summary>
    Kept,
    /// <summary>The copy has a newer manifest that holds and names the original's as an ingredient, signed as it was.</summary>
    CarriedOn,
    /// <summary>The copy has another manifest that says nothing of the original's.</summary>
    Replaced,
    /// <summary>The copy has no credentials.</summary>
    Stripped,
    /// <summary>The original's credentials, or others over them, are in the copy and do not hold there.</summary>
    Damaged,
}

/// <summary>Compares the credentials of a copy with those of its original. The pictures or sounds themselves are not compared.</summary>
public sealed record StripCheck
{
    /// <summary>The original.</summary>
    public required CredentialResult Original { get; init; }

    /// <summary>The copy.</summary>
    public required CredentialResult Copy { get; init; }

    /// <summary>What became of them.</summary>
    public required StripOutcome Outcome { get; init; }

    /// <summary>In a sentence.</summary>
    public required string Says { get; init; }

    /// <summary>Whether the copy's credentials name the original's manifest among their ingredients, whether or not they hold.</summary>
    public bool NamesOriginal { get; init; }

    /// <summary>True when the original's credentials reach whoever gets the copy.</summary>
    public bool IsKept => Outcome is StripOutcome.Kept or StripOutcome.CarriedOn;

    /// <summary>Compares.</summary>
    /// <param name="original">The original; it could be read.</param>
    /// <param name="copy">The copy; it could be read.</param>
    public static StripCheck Of(CredentialResult original, CredentialResult copy)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(copy);
        var (before, after) = (original.Report!, copy.Report!);
        var names = before.Active is { } named && after.Ingredients.Any(i => i.Manifest == named.Label);
        var (outcome, says) = Compare(before, after, names);
        return new() { Original = original, Copy = copy, Outcome = outcome, Says = says, NamesOriginal = names };
    }

    private static (StripOutcome, string) Compare(CredentialReport before, CredentialReport after, bool names)
    {
        if (before.Active is not { } was)
        {
            return (StripOutcome.Nothing, before.State == CredentialState.None
                ? "The original carries no Content Credentials: there was nothing to keep."
                : "The original's Content Credentials cannot be read: there is nothing to compare.");
        }

        if (after.State == CredentialState.None && after.Stores.Count == 0)
        {
            return (StripOutcome.Stripped, "The copy carries no Content Credentials."
                + (after.RemoteManifest is { } address ? $" It still names an address where they may be ({address}), which was not fetched." : ""));
        }

        if (after.Active is not { } now) return (StripOutcome.Damaged, "The copy has something in the place of Content Credentials that cannot be read as such.");
        var signer = now.Signer?.Name ?? "an unreadable signer";
        if (now.Label == was.Label)
        {
            // The states are in the order of what they are worth.
            return IsSame(before, was, after, now) && after.State >= before.State
                ? (StripOutcome.Kept, before.State == CredentialState.Invalid ? "The copy has the original's Content Credentials. They do not hold, in the one as in the other." : "The copy has the original's Content Credentials, and they hold.")
                : (StripOutcome.Damaged, "The copy has the original's Content Credentials, and they do not hold there: the content, or the credentials, were changed.");
        }

        var holds = after.Integrity == IntegrityState.Valid && after.State != CredentialState.Invalid;
        if (names)
        {
            if (!holds) return (StripOutcome.Damaged, $"The copy has Content Credentials of {signer} that name the original's, and they do not hold.");
            return after.Manifests.FirstOrDefault(m => m.Label == was.Label) is { } within && IsSigned(was, within)
                ? (StripOutcome.CarriedOn, $"The copy has newer Content Credentials, of {signer}, and they name the original's as an ingredient.")
                : (StripOutcome.Replaced, $"The copy has other Content Credentials, of {signer}. They name the original's, and what they have under that name is not what the original's signer signed.");
        }

        return (StripOutcome.Replaced, $"The copy has other Content Credentials, of {signer}, {(holds ? "" : "which do not hold, ")}and they say nothing of the original's.");
    }

    private static bool IsSame(CredentialReport before, ManifestReport was, CredentialReport after, ManifestReport now) =>
        before.StoreBytes.Span.SequenceEqual(after.StoreBytes.Span) || IsSigned(was, now);

    // A label is a name that anybody can give. The claim behind it is the original's when the original's signer signed it; assertions may have been redacted since.
    private static bool IsSigned(ManifestReport was, ManifestReport now) =>
        was.Signer is { Chain: [var before, ..] } && now.Signer is { Chain: [var after, ..] } && before.Span.SequenceEqual(after.Span)
        && now.Statuses.Any(s => s is { Kind: StatusKind.Success, Code: "claimSignature.validated" });

    /// <summary>Writes <c>countersign/credentials-strip/1</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("schema", "countersign/credentials-strip/1");
        json.WriteString("outcome", Words.Of(Outcome));
        json.WriteBoolean("kept", IsKept);
        json.WriteString("says", Says);
        Side(json, "original", Original);
        Side(json, "copy", Copy);
        if (Outcome is StripOutcome.Replaced or StripOutcome.CarriedOn && Copy.Report!.Active!.Signer is { } signer) json.WriteString("replacedBy", signer.Name);
        else json.WriteNull("replacedBy");
        json.WriteBoolean("namesOriginal", NamesOriginal);
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, CredentialResult side)
    {
        var report = side.Report!;
        json.WriteStartObject(name);
        json.WriteString("file", side.File);
        json.WriteString("state", report.State.ToString());
        json.WriteString("manifest", report.Active?.Label);
        json.WriteString("signer", report.Active?.Signer?.Name);
        json.WriteStartArray("failure");
        foreach (var code in CredentialResult.Failures(report)) json.WriteStringValue(code);
        json.WriteEndArray();
        json.WriteString("sidecar", side.Sidecar);
        json.WriteEndObject();
    }
}
