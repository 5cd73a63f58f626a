using System.CommandLine;
using Countersign.Cli.Verbs.Consent;

namespace Countersign.Cli.Verbs;

/// <summary>Statements: what people let, forbid, take back and attest.</summary>
internal static class ConsentVerb
{
    public static Command Command() => new("consent", """
        Record and read what people agreed to.

        Example:
          countersign consent grant --by party:ada-lindqvist --about persona:ada-lindqvist/voice --act generate.voice --project the-long-take
          countersign consent prohibit --by party:ada-lindqvist --about persona:ada-lindqvist --act train
          countersign consent list
        """)
    {
        SayVerb.Grant(), SayVerb.Prohibit(), RevokeVerb.Command(), DelegateVerb.Command(), AttestVerb.Command(), RequestVerb.Command(), AnswerVerb.Command(),
        ListVerb.Command(), ShowVerb.Command(), ExplainVerb.Command(), CompareVerb.Command(), AllowsVerb.Command(), ConflictsVerb.Command(), OrphansVerb.Command(), ChangesVerb.Command(),
        ImportVerb.Command(), ExportVerb.Command(),
    };
}
