using System.Text;
using Countersign.Core.Shared;
using Countersign.Credentials.Signing.Authority;
using Countersign.Credentials.Signing.Keys;
using Countersign.Desk.Storage;

namespace Countersign.Desk.Credentials.Signing;

/// <summary>The files of a test signer.</summary>
/// <param name="Key">The private key.</param>
/// <param name="Chain">Its certificate and the intermediate.</param>
/// <param name="Root">The root, for whoever is to trust what is signed.</param>
public sealed record TestSignerFiles(string Key, string Chain, string Root);

/// <summary>Makes a test authority and a signing certificate, so that a first file can be signed today.</summary>
public static class TestSigner
{
    /// <summary>Writes the files. Nothing that is there is written over.</summary>
    public static Outcome<TestSignerFiles> Make(string folder, string name, string algorithm, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (!Enum.TryParse<SigningAlgorithm>(algorithm, ignoreCase: true, out var known) || !Enum.IsDefined(known))
            return new Problem("credentials.algorithm", $"'{algorithm}' is no signature algorithm of C2PA.", "--alg", "One of: es256, es384, es512, ps256, ps384, ps512, ed25519.");
        var files = new TestSignerFiles(Path.Combine(folder, "test-signer.key.pem"), Path.Combine(folder, "test-signer.chain.pem"), Path.Combine(folder, "test-root.pem"));
        if (new[] { files.Key, files.Chain, files.Root }.FirstOrDefault(Path.Exists) is { } there)
            return new Problem("output.exists", "There is a test signer already, and what it signed would be trusted no more.", there, "Choose another folder with --out.");
        try
        {
            var made = TestAuthority.Create(new() { Algorithm = known, Name = name, Clock = clock });
            Directory.CreateDirectory(folder);
            WriteKey(files.Key, made.SignerKeyPem);
            AtomicFile.Write(files.Chain, Encoding.ASCII.GetBytes(made.SignerChainPem));
            AtomicFile.Write(files.Root, Encoding.ASCII.GetBytes(made.RootPem));
            return files;
        }
        catch (Exception e) when (StorageProblems.IsExpected(e))
        {
            return StorageProblems.From(e, folder);
        }
    }

    // Made for its owner alone from the first byte on, not written and then shut.
    private static void WriteKey(string path, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(pem));
        file.Flush(flushToDisk: true);
    }
}
