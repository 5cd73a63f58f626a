using System.Security.Cryptography;
using Countersign.Core.Shared;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Filtering.Signing;

/// <summary>
/// The desk's own key: ES256, made when it is first needed, readable by the owner of the workspace alone. It stands for this desk and for no person.
/// </summary>
internal sealed class DeskKey : IDisposable
{
    private DeskKey(ECDsa key)
    {
        Key = key;
        var spki = key.ExportSubjectPublicKeyInfo();
        Id = IdOf(spki);
        PublicPem = PemEncoding.WriteString("PUBLIC KEY", spki) + "\n";
    }

    /// <summary>The key, with its private part.</summary>
    public ECDsa Key { get; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo), 64 lower-case hex digits.</summary>
    public string Id { get; }

    /// <summary>The public key, as PEM.</summary>
    public string PublicPem { get; }

    /// <summary>The id of a public key.</summary>
    public static string IdOf(ReadOnlySpan<byte> spki) => Convert.ToHexStringLower(SHA256.HashData(spki));

    /// <summary>The key of a workspace.</summary>
    public static Outcome<DeskKey> Open(string workspaceFolder)
    {
        var folder = Path.Combine(workspaceFolder, "keys");
        var path = Path.Combine(folder, "desk.pem");
        try
        {
            if (!File.Exists(path)) Make(folder, path);
            return Read(path);
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, path);
        }
    }

    public void Dispose() => Key.Dispose();

    private static Outcome<DeskKey> Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize != 256) return Damaged(path);
            return new DeskKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return Damaged(path);
        }
    }

    private static Problem Damaged(string path) =>
        new("workspace.key-damaged", "The desk's key cannot be read.", path, "Put it back from a copy. Without one, move it away: the next run makes a new key, and says so by its id.");

    private static void Make(string folder, string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        // The file has its permissions before it has its content.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var beside = Path.Combine(folder, $".desk.{Environment.ProcessId}.tmp");
        File.Delete(beside);
        try
        {
            using (var stream = new FileStream(beside, options))
            {
                stream.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
                stream.Flush(flushToDisk: true);
            }
            // Not over a key that another process made meanwhile: that one may have signed already.
            if (!File.Exists(path)) File.Move(beside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // It did.
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
