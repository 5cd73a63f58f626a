using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using Countersign.Core.Shared;
using Countersign.Desk.Intake.Sniffing;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Intake;

/// <summary>
/// Archives opened on request: each entry becomes a file of its own, named <c>archive.zip!/entry</c>, in a folder that is deleted afterwards.
/// Entries are written under numbers, so no name inside an archive can reach outside that folder.
/// </summary>
internal sealed class OpenedArchives : IDisposable
{
    // A bomb of a few kilobytes unfolds into petabytes: what one run may unfold, in all and for each byte packed.
    private const long MostBytes = 8L << 30;
    private const long MostRatio = 250;
    private const int MostEntries = 100_000;

    private readonly string _folder;
    private readonly ImmutableArray<WalkedFile>.Builder _files = ImmutableArray.CreateBuilder<WalkedFile>();
    private readonly HashSet<string> _names;
    private long _bytes;
    private int _entries;

    private OpenedArchives(string folder, IEnumerable<string> names) => (_folder, _names) = (folder, names.ToHashSet(StringComparer.Ordinal));

    /// <summary>The files, with the entries of each archive after it.</summary>
    public ImmutableArray<WalkedFile> Files => _files.ToImmutable();

    public static OpenedArchives In(string workspaceFolder, ImmutableArray<WalkedFile> files)
    {
        var temporary = Path.Combine(workspaceFolder, "tmp");
        ClearAway(temporary);
        var opened = new OpenedArchives(Path.Combine(temporary, Guid.NewGuid().ToString("n")), files.Select(file => file.Name));
        foreach (var file in files)
        {
            opened._files.Add(file);
            if (file.Problem is null) opened.Open(file);
        }
        return opened;
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    // A killed run leaves what it unpacked. Whatever is a day old belongs to no run that still goes on.
    private static void ClearAway(string temporary)
    {
        if (!Directory.Exists(temporary)) return;
        foreach (var left in Directory.EnumerateDirectories(temporary).Where(left => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(left) > TimeSpan.FromDays(1)))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (Exception e) when (StorageProblems.IsExpected(e))
            {
                // Another run was quicker, or it is not ours: the answer does not depend on it.
            }
        }
    }

    private void Open(WalkedFile file)
    {
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read);
            var head = new byte[Math.Min(StableFile.HeadLength, stream.Length)];
            stream.ReadExactly(head);
            stream.Position = 0;
            var format = MediaSniffer.Sniff(head, stream.Length).Format;
            var budget = Math.Min(MostBytes, stream.Length * MostRatio);
            switch (format)
            {
                case "zip": OpenZip(file, stream, budget); break;
                case "tar": OpenTar(file, stream, budget); break;
                case "gzip":
                    using (var inner = new GZipStream(stream, CompressionMode.Decompress)) OpenTar(file, inner, budget);
                    break;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or FormatException || StorageProblems.IsExpected(e))
        {
            Refuse(file, e is InvalidDataException or EndOfStreamException or NotSupportedException or FormatException
                ? new("archive.damaged", "The archive is damaged or of a kind that cannot be opened: " + e.Message, file.Name, "Unpack it yourself and clear the folder.")
                : StorageProblems.From(e, file.Name));
        }
    }

    private void OpenZip(WalkedFile file, Stream stream, long budget)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
        {
            if (entry.FullName.EndsWith('/')) continue;
            using var content = entry.Open();
            if (!Unpack(file, entry.FullName, content, ref budget)) return;
        }
    }

    private void OpenTar(WalkedFile file, Stream stream, long budget)
    {
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            // Links and devices have no content of their own.
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) ) continue;
            // An empty file has no stream, and is a file all the same.
            if (!Unpack(file, entry.Name, entry.DataStream ?? Stream.Null, ref budget)) return;
        }
    }

    private bool Unpack(WalkedFile file, string entry, Stream content, ref long budget)
    {
        if (++_entries > MostEntries) return Refuse(file, TooLarge(file));
        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, _entries.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            var block = new byte[128 * 1024];
            for (int read; (read = content.Read(block)) > 0;)
            {
                budget -= read;
                _bytes += read;
                if (budget < 0 || _bytes > MostBytes) return Refuse(file, TooLarge(file));
                target.Write(block, 0, read);
            }
        }
        _files.Add(new(path, Unused($"{file.Name}!/{entry}"), null));
        return true;
    }

    // An archive may hold two entries of one name, and readers differ on which of them counts: each gets its own row.
    private string Unused(string name)
    {
        var unused = name;
        for (var again = 2; !_names.Add(unused); again++) unused = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} ({again})");
        return unused;
    }

    private static Problem TooLarge(WalkedFile file) =>
        new("archive.too-large", "The archive unfolds to more than is opened: it may be made to fill the disk.", file.Name, "If you trust it, unpack it yourself and clear the folder.");

    // The archive keeps its own row; what was not opened gets one beside it, so that nothing is passed over in silence.
    private bool Refuse(WalkedFile file, Problem problem)
    {
        _files.Add(new(file.Path, Unused(file.Name + "!/"), problem));
        return false;
    }
}
