using System.CommandLine;
using Countersign.Cli.Verbs.Credentials;

namespace Countersign.Cli.Verbs;

/// <summary>Content Credentials: what files say of themselves, signed.</summary>
internal static class CredentialsVerb
{
    public static Command Command() => new("credentials", """
        Read and check Content Credentials (C2PA): who signed a file, when, what was done to it, and what of it was made by a machine.

        Example:
          countersign credentials show samples/the-long-take/poster.jpg
          countersign credentials verify samples/the-long-take/stills --allow-none
        """)
    { ShowVerb.Command(), VerifyVerb.Command(), StripCheckVerb.Command(), ListsVerb.Command() };
}
