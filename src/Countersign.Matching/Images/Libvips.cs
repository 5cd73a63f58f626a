using NetVips;

namespace Countersign.Matching.Images;

/// <summary>
/// The one place that sets libvips up, once per process, when the first picture is decoded and not before: loading it
/// costs time that a command without pictures need not pay.
/// </summary>
internal static class Libvips
{
    // Held here, since native code keeps calling it.
    private static readonly Log.LogDelegate Silence = static (_, _, _) => { };

    private static readonly Lazy<bool> Started = new(Start);

    /// <summary>False when the native library is not there for this machine.</summary>
    public static bool Ready => Started.Value;

    private static bool Start()
    {
        try
        {
            if (!ModuleInitializer.VipsInitialized)
                return false;

            // Files run in parallel above this room; threads inside each would only add memory and switching.
            NetVips.NetVips.Concurrency = 1;

            // No picture is decoded twice, so a cache of operations would only hold on to buffers.
            Cache.Max = 0;
            Cache.MaxMem = 0;
            Cache.MaxFiles = 0;

            // Loaders that libvips itself calls unsafe for hostile bytes, and then all loaders but the ones named: a
            // signature is checked before, so this is the second lock on the same door.
            NetVips.NetVips.BlockUntrusted = true;
            Operation.Block("VipsForeignLoad", true);
            foreach (var loader in (string[])["Jpeg", "Png", "Webp", "Nsgif", "Tiff", "Heif"])
                Operation.Block("VipsForeignLoad" + loader, false);

            // By default libvips writes a line on stderr for each oddity in a damaged file; the failure says enough.
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.AllButFatal, Silence);
            return true;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or VipsException)
        {
            return false;
        }
    }
}
