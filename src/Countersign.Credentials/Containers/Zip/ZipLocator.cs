namespace Countersign.Credentials.Containers.Zip;

/// <summary>ZIP archives, and with them EPUB, Office Open XML and OpenDocument (A.6): the file <c>META-INF/content_credential.c2pa</c>, stored as it is.</summary>
internal static class ZipLocator
{
    public static void Find(LocateContext context)
    {
        if (!ZipDirectory.TryRead(context.File, context.Limits, out var zip, out var says))
        {
            context.AddDefect("container.damaged", says, 0);
            return;
        }

        if (zip!.Find(ZipDirectory.StoreName) is not { } entry) return;
        if (entry.IsPlain) context.AddRaw(entry.Data.Offset, entry.Data.Length, entry.Whole);
        else context.AddDefect("container.damaged", "The manifest store of the ZIP archive is packed or encrypted.", entry.Whole.Offset);
    }
}
