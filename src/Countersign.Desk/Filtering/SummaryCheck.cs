using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Core.Shared;
using Countersign.Desk.Filtering.Signing;
using Countersign.Desk.Filtering.Sources;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Filtering;

/// <summary>What came of checking a summary.</summary>
/// <param name="KeyId">The id of the key it was checked with.</param>
/// <param name="KeyGiven">Whether the key came from elsewhere than from beside the summary.</param>
/// <param name="Wrong">What does not fit; empty when all does.</param>
public sealed record SummaryChecked(string KeyId, bool KeyGiven, ImmutableArray<string> Wrong);

/// <summary>Checks a summary of a filter run offline: its signature, and the outputs beside it.</summary>
public static class SummaryCheck
{
    /// <summary>Checks it.</summary>
    /// <param name="path">The summary.</param>
    /// <param name="keyFile">The public key as PEM; null for the one beside the summary.</param>
    public static Outcome<SummaryChecked> Check(string path, string? keyFile)
    {
        var where = path;
        try
        {
            var summary = File.ReadAllBytes(where);
            var signature = File.ReadAllBytes(where = path + ".sig");
            using var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(File.ReadAllText(where = keyFile ?? path + ".pem"));
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException)
            {
                return new Problem("key.unreadable", "This is not a public key.", where, "Give the .pem that the desk wrote.");
            }
            var wrong = ImmutableArray.CreateBuilder<string>();
            if (SummarySignature.Check(summary, signature, key) is { } broken) wrong.Add("The signature: " + broken);
            wrong.AddRange(Outputs(summary, Path.GetDirectoryName(Path.GetFullPath(path))!));
            return new SummaryChecked(DeskKey.IdOf(key.ExportSubjectPublicKeyInfo()), keyFile is not null, wrong.ToImmutable());
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, where);
        }
    }

    private static IEnumerable<string> Outputs(byte[] summary, string folder)
    {
        List<(string Name, string Sha256)> outputs = [];
        string? unreadable = null;
        try
        {
            using var document = JsonDocument.Parse(summary);
            outputs = [.. document.RootElement.GetProperty("outputs").EnumerateArray().Select(output => (output.GetProperty("name").GetString()!, output.GetProperty("sha256").GetString()!))];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            unreadable = "The summary cannot be read.";
        }
        if (unreadable is not null) yield return unreadable;
        foreach (var (name, sha256) in outputs)
        {
            // A name that leads elsewhere was not written by a filter run.
            if (name != Path.GetFileName(name)) yield return $"{name}: this is no name beside the summary.";
            else if (DigestOf(Path.Combine(folder, name)) is not { } found) yield return $"{name}: it is not there.";
            else if (found != sha256) yield return $"{name}: its content is not what the summary names.";
        }
    }

    /// <summary>Of a file its content; of a folder the digest of its files' contents and names.</summary>
    internal static string? DigestOf(string path)
    {
        if (File.Exists(path)) return Content.Hash(path, CancellationToken.None) is { IsOk: true } file ? file.Value : null;
        if (!Directory.Exists(path)) return null;
        var files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
        return Content.Hash(files.Select(file => $"{(Content.Hash(Path.Combine(path, file), CancellationToken.None) is { IsOk: true } content ? content.Value : "-")}  {file}"));
    }
}
