using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Countersign.Desk.Tests.Credentials;

/// <summary>A folder of one test, and small files to put there.</summary>
internal sealed class Files : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("countersign-credentials-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A short WAV; with a store, in the chunk where one belongs, of bytes that are none.</summary>
    public static byte[] Wav(byte[]? store = null)
    {
        byte[] format = [16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0];
        byte[] body = [.. "WAVEfmt "u8, .. format, .. "data"u8, 4, 0, 0, 0, 1, 2, 3, 4, .. store is null ? [] : Chunk(store)];
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        return [.. "RIFF"u8, .. size, .. body];
    }

    private static byte[] Chunk(byte[] store)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, store.Length);
        return [.. "C2PA"u8, .. size, .. store, .. store.Length % 2 == 1 ? new byte[1] : []];
    }

    /// <summary>A certificate that could be an anchor, as PEM.</summary>
    public static string Anchor(string name, int lastYear = 2044)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name},O=Test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(lastYear, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.ExportCertificatePem() + "\n";
    }
}
