using System.CommandLine;
using System.Reflection;
using Countersign.Cli.Terminal;
using Countersign.Desk.Credentials.Signing;

namespace Countersign.Cli.Verbs.Credentials;

/// <summary>Signs a file with Content Credentials.</summary>
internal static class SignVerb
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "The file to sign: JPEG, PNG, GIF, TIFF, WebP, SVG, JPEG XL, HEIC, AVIF, WAV, MP3, FLAC, AVI, MP4, MOV, M4A, PDF or text." };
    private static readonly Option<string> s_out = new("--out") { Description = "Where the signed file goes.", HelpName = "OUT", Required = true };
    private static readonly Option<string?> s_key = new("--key") { Description = "The private key, PEM.", HelpName = "KEY.pem" };
    private static readonly Option<string?> s_chain = new("--chain") { Description = "Its certificates, the signer's own first, PEM.", HelpName = "CHAIN.pem" };
    private static readonly Option<string?> s_pkcs12 = new("--p12") { Description = "A PKCS#12 file in place of key and chain.", HelpName = "FILE.p12" };
    private static readonly Option<string?> s_password = new("--password-file") { Description = "A file whose first line is the password.", HelpName = "FILE" };
    private static readonly Option<string?> s_algorithm = new("--alg") { Description = "es256, es384, es512, ps256, ps384, ps512 or ed25519. Default: what goes with the key.", HelpName = "ALG" };
    private static readonly Option<string?> s_created = new("--created") { Description = "How it came to be: digitalCreation, digitalCapture, trainedAlgorithmicMedia, … or a URI.", HelpName = "TERM" };
    private static readonly Option<string?> s_parent = new("--parent") { Description = "The file it was made from. Default: the file itself, when it carries credentials.", HelpName = "FILE" };
    private static readonly Option<string[]> s_component = new("--component") { Description = "A file that was placed into it.", HelpName = "FILE" };
    private static readonly Option<string[]> s_action = new("--action") { Description = "What else was done: edited, cropped, com.example.blurred …", HelpName = "ACTION" };
    private static readonly Option<string?> s_title = new("--title") { Description = "Its name. Default: the file's.", HelpName = "TITLE" };
    private static readonly Option<string[]> s_mining = new("--training-mining") { Description = "An answer on training and mining: ai_generative_training=notAllowed.", HelpName = "USE=ANSWER" };
    private static readonly Option<string?> s_stamp = new("--time-stamp") { Description = "Ask this authority for a time-stamp. A hash is sent to it, and nothing else.", HelpName = "URL" };
    private static readonly Option<bool> s_sidecar = new("--sidecar") { Description = "Leave the file as it is, and write the credentials alone to OUT (.c2pa)." };
    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "Write over a file that is there." };
    private static readonly Option<bool> s_discard = new("--discard-existing") { Description = "Drop the credentials that the file carries." };

    public static Command Command()
    {
        var command = new Command("sign", """
            Sign a file with Content Credentials: say how it came to be, from what, and what may be trained on it. The result is checked before it is
            handed over; the file itself is not changed. 'countersign credentials init' makes a test signer.

            Example:
              countersign credentials init --out my-test-signer
              countersign credentials sign poster.png --out poster-signed.png --key my-test-signer/test-signer.key.pem --chain my-test-signer/test-signer.chain.pem --created digitalCreation --training-mining ai_generative_training=notAllowed
            """)
        { s_file, s_out, s_key, s_chain, s_pkcs12, s_password, s_algorithm, s_created, s_parent, s_component, s_action, s_title, s_mining, s_stamp, s_sidecar, s_overwrite, s_discard };
        command.SetAction(async (parsed, cancel) =>
        {
            var desk = new Terminal.Desk(parsed);
            var request = new SigningRequest(parsed.GetValue(s_file)!, parsed.GetValue(s_out)!)
            {
                KeyFile = parsed.GetValue(s_key), ChainFile = parsed.GetValue(s_chain), Pkcs12 = parsed.GetValue(s_pkcs12), PasswordFile = parsed.GetValue(s_password),
                Algorithm = parsed.GetValue(s_algorithm), Created = parsed.GetValue(s_created), Parent = parsed.GetValue(s_parent), Components = parsed.GetValue(s_component) ?? [],
                Actions = parsed.GetValue(s_action) ?? [], Title = parsed.GetValue(s_title), TrainingMining = parsed.GetValue(s_mining) ?? [], TimeStamps = parsed.GetValue(s_stamp),
                Sidecar = parsed.GetValue(s_sidecar), Overwrite = parsed.GetValue(s_overwrite), DiscardExisting = parsed.GetValue(s_discard),
            };
            var version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
            if (!(await CredentialSigning.SignAsync(request, "Countersign", version, cancel).ConfigureAwait(false)).Try(out var signed, out var problems)) return desk.Fail(problems);
            if (desk.IsJson)
            {
                Terminal.Desk.WriteJson(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("schema", "countersign/credentials-sign/1");
                    json.WriteString("file", request.Out);
                    json.WriteString("manifest", signed.Manifest);
                    json.WriteString("signer", signed.Signer);
                    json.WriteString("alg", signed.Algorithm);
                    json.WriteNumber("storeBytes", signed.Bytes);
                    json.WriteStartArray("notes");
                    foreach (var note in signed.Notes) json.WriteStringValue(note);
                    json.WriteEndArray();
                    json.WriteEndObject();
                });
            }
            else
            {
                Terminal.Desk.Answer($"Signed {Terminal.Desk.Shown(request.Out)} as {signed.Signer} ({signed.Algorithm}); the credentials take {signed.Bytes} bytes.");
                Terminal.Desk.Answer($"Manifest: {signed.Manifest}");
                foreach (var note in signed.Notes) Terminal.Desk.Answer(note);
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
