using System.Reflection;
using System.Text;
using Countersign.Cli.Terminal;

// '--version' is asked by scripts all day long: it answers before anything else is loaded.
if (args is ["--version"])
{
    Console.Out.WriteLine(typeof(ExitCodes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    return ExitCodes.Done;
}
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await Countersign.Cli.CommandTree.RunAsync(args).ConfigureAwait(false);
