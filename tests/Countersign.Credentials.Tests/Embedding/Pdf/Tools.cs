using System.Diagnostics;
using System.Text.Json;

namespace Countersign.Credentials.Tests.Embedding.Pdf;

/// <summary>Programs of others that read PDF, where the machine has them.</summary>
internal static class Tools
{
    public static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, name)));

    /// <summary>Skips the test where there is no answer.</summary>
    public static T Need<T>(T? answer)
        where T : class
    {
        if (answer is null) Assert.Skip("qpdf is not on this machine.");
        return answer!;
    }

    /// <summary>Runs a program on a file, whose name stands for "@"; code 0 and no output where the program is absent.</summary>
    public static (int Code, byte[] Output) Run(string name, byte[] file, params string[] arguments)
    {
        if (!Exists(name)) return (0, []);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            var start = new ProcessStartInfo(name) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument == "@" ? path : argument);
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            errors.Wait();
            return (process.ExitCode, output.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What qpdf finds attached, by key; null where there is no qpdf.</summary>
    public static IReadOnlyDictionary<string, string>? Attachments(byte[] file)
    {
        if (!Exists("qpdf")) return null;
        var (_, output) = Run("qpdf", file, "--json", "--json-key=attachments", "@");
        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("attachments").EnumerateObject().ToDictionary(a => a.Name, a => a.Value.ToString());
    }

    public static byte[] Attachment(byte[] file, string key) => Run("qpdf", file, "--show-attachment=" + key, "@").Output;
}
