using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Desk.Credentials.Signing;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>A test authority and a signing certificate, to try signing with.</summary>
internal static class InitVerb
{
    private static readonly Option<string> s_out = new("--out") { Description = "The folder for the key and the certificates.", HelpName = "DIR", Required = true };
    private static readonly Option<string> s_name = new("--name") { Description = "The name on the certificate.", HelpName = "NAME", DefaultValueFactory = _ => "Test signer" };
    private static readonly Option<string> s_algorithm = new("--alg") { Description = "es256, es384, es512, ps256, ps384, ps512 or ed25519.", HelpName = "ALG", DefaultValueFactory = _ => "es256" };

    public static Command Command()
    {
        var command = new Command("init", """
            Make a test authority and a signing certificate that passes the C2PA certificate profile, to try signing with.

            No public list trusts it: whoever is to see 'trusted' must be given its root (--trust). For a certificate that others trust, apply to an
            issuer on the C2PA trust list; 'countersign credentials lists' shows whose anchors are on it.

            Example:
              countersign credentials init --out our-test-signer --name "Lantern Row (test)"
            """)
        { s_out, s_name, s_algorithm };
        command.SetAction(parsed =>
        {
            var desk = new Terminal.Desk(parsed);
            if (!TestSigner.Make(parsed.GetValue(s_out)!, parsed.GetValue(s_name)!, parsed.GetValue(s_algorithm)!, TimeProvider.System).Try(out var files, out var problems)) return desk.Fail(problems);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/credentials-init/1");
                    json.WriteString("key", files.Key);
                    json.WriteString("chain", files.Chain);
                    json.WriteString("root", files.Root);
                    json.WriteEndObject();
                });
            }
            else
            {
                Terminal.Desk.Answer($"Key:          {Terminal.Desk.Shown(files.Key)} (keep it to yourself)");
                Terminal.Desk.Answer($"Certificates: {Terminal.Desk.Shown(files.Chain)}");
                Terminal.Desk.Answer($"Root:         {Terminal.Desk.Shown(files.Root)}");
                Terminal.Desk.Answer("This is for tests. No public list trusts what it signs: elsewhere such files are 'valid', by a signer on no list.");
                Terminal.Desk.Answer($"To see 'trusted' here, verify with --trust {Terminal.Desk.Shown(files.Root)}.");
                Terminal.Desk.Answer("For a certificate that others trust, apply to an issuer on the C2PA trust list ('countersign credentials lists').");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
