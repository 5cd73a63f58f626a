using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Desk.Documents;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Packs;

/// <summary>Reads packs from their files. A file that is no pack stops everything: a rule that silently did not load would be an allow.</summary>
public static class PackFiles
{
    /// <summary>Where the packs that come with the program are.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "packs");

    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly Lazy<Outcome<PackSet>> s_shipped = new(() => ReadFolder(ShippedFolder));

    /// <summary>The packs that come with the program, read once.</summary>
    public static Outcome<PackSet> Shipped => s_shipped.Value;

    /// <summary>Reads one pack.</summary>
    public static Outcome<Pack> Read(string path)
    {
        try
        {
            // A pipe would be waited on for ever, and a device has no end.
            if (Intake.PathKinds.Behind(path) == Intake.PathKind.Special) return new Problem("path.not-a-file", "This is a pipe, a socket or a device, not a file.", path);
            if (new FileInfo(path).Length > MostBytes) return new Problem("document.too-large", "A pack is no larger than 4 MB.", path);
            // Read once, so that the digest is that of what was read.
            var bytes = File.ReadAllBytes(path);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            var outcome = YamlDocuments.Read(text).Then(documents => documents.Length == 1
                ? PackReader.FromTree(documents[0])
                : new Problem("document.count", $"The file holds {documents.Length} documents; one pack is expected."));
            if (!outcome.Try(out var pack, out var problems)) return Outcome.Fail<Pack>([.. problems.Select(problem => problem.In(path))]);
            return pack with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        }
        catch (DecoderFallbackException)
        {
            return new Problem("document.encoding", "The file is not UTF-8 text.", path, "Save it as UTF-8.");
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    /// <summary>Reads every <c>*.yaml</c> of a folder; the file of a pack is named after it.</summary>
    public static Outcome<PackSet> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder)) return PackSet.None;
        var problems = new List<Problem>();
        var packs = new List<Pack>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            if (!Read(path).Try(out var pack, out var found)) problems.AddRange(found);
            else if (pack.Id != Path.GetFileNameWithoutExtension(path)) problems.Add(new("pack.name", $"This is the pack '{pack.Id}'.", path, $"Name the file {pack.Id}.yaml."));
            else packs.Add(pack);
        }
        return problems.Count > 0 ? Outcome.Fail<PackSet>(problems) : PackSet.Of(packs);
    }
}
