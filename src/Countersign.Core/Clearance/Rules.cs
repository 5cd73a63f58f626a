namespace Countersign.Core.Clearance;

/// <summary>The ids of the rules that are not statements. They are the decision procedure's own, and stable.</summary>
public static class Rules
{
    /// <summary>Nobody is taken to consent to a use of a person's voice, face, body, name or performance.</summary>
    public const string PersonaDefault = "rule:persona-default-deny";

    /// <summary>No holder of this work has spoken about such a use.</summary>
    public const string NoConsent = "rule:no-consent";

    /// <summary>Who asks is the holder whose consent is needed.</summary>
    public const string OwnWork = "rule:own-work";

    /// <summary>The register does not say whose consent is needed.</summary>
    public const string HoldersUnknown = "rule:holders-unknown";

    /// <summary>The subject is not in the register.</summary>
    public const string NotRegistered = "rule:not-registered";

    /// <summary>A machine-readable preference of the file decides, by the AIPREF combination: any disallow, else any allow, else unknown.</summary>
    public const string Preference = "rule:preference";

    /// <summary>Finding nothing is not permission: the asset has no origin.</summary>
    public const string NoOrigin = "rule:no-origin";

    /// <summary>The asset's origin, as a named person declared it.</summary>
    public const string DeclaredOrigin = "rule:declared-origin";

    /// <summary>A match too weak to count brings a question for a named person.</summary>
    public const string WeakMatch = "rule:weak-match";

    /// <summary>The file says that a model made it, and its declared origin does not.</summary>
    public const string UndeclaredModel = "rule:undeclared-model";

    /// <summary>The file could not be looked at, so nothing can be said of it.</summary>
    public const string NotExamined = "rule:not-examined";
}
