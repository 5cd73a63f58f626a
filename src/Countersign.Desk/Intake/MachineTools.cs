using System.Diagnostics;
using Countersign.Desk.Workspace;
using Countersign.Matching.Images;

namespace Countersign.Desk.Intake;

/// <summary>The programs and libraries of the machine that looking at files needs.</summary>
public static class MachineTools
{
    /// <summary>Whether pictures can be decoded: a small one is, to see.</summary>
    public static Check Pictures()
    {
        try
        {
            // A PNG of 8 by 8 grey pixels.
            var decoded = PictureDecoder.Decode(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADklEQVR42mNogAIGyhgAgIQgARDoahcAAAAASUVORK5CYII="));
            return decoded.TryGet(out _, out var failure) ? new("pictures", true, "decoded by libvips") : new("pictures", false, failure.Message, failure.Advice);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            return new("pictures", false, "libvips does not load on this machine: " + e.Message, "The NetVips.Native package of this platform is missing.");
        }
    }

    /// <summary>Whether sound and film can be looked into.</summary>
    public static async Task<Check> FfprobeAsync(CancellationToken cancel)
    {
        using var process = new Process { StartInfo = new("ffprobe") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-version" } } };
        try
        {
            process.Start();
            var answer = await process.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return new("sound, film", true, answer.Split('\n')[0].Split(" Copyright")[0].Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new("sound, film", false, "ffprobe is not installed: sound and film are compared by content only, and named as not looked into",
                OperatingSystem.IsMacOS() ? "brew install ffmpeg" : OperatingSystem.IsWindows() ? "winget install ffmpeg" : "sudo apt-get install ffmpeg");
        }
    }
}
