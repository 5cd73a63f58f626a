namespace Countersign.Credentials.Containers.Sidecar;

/// <summary>A <c>.c2pa</c> file is the store itself (C2PA 2.2 §11.4).</summary>
internal static class SidecarLocator
{
    public static void Find(LocateContext context) => context.AddRaw(0, context.File.Length, new(0, context.File.Length));
}
