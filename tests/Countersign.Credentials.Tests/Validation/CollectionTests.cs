using System.Security.Cryptography;
using System.Text;
using Countersign.Credentials.Tests.Forging;
using static Countersign.Credentials.Tests.Forging.ForgedManifest;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>A folder against a store that speaks of all its files (C2PA 2.2 §18.8), through the reader.</summary>
public class CollectionTests
{
    private static readonly Dictionary<string, byte[]> s_signed = new(StringComparer.Ordinal)
    {
        ["a.txt"] = Encoding.UTF8.GetBytes("The lamp turns."),
        ["scenes/2.txt"] = Encoding.UTF8.GetBytes("The lamp goes out."),
    };

    private static CredentialReport Read(Dictionary<string, byte[]> folder)
    {
        var uris = s_signed.Select(file => (object?)Map(("uri", file.Key), ("hash", SHA256.HashData(file.Value)))).ToArray();
        var store = Store(new ForgedManifest(Checked.First).Created().Add("c2pa.hash.collection.data", Map(("alg", "sha256"), ("uris", uris))));
        return new CredentialReader(Checked.Options).ReadCollection(store, [.. folder.Keys], name => folder.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null);
    }

    [Fact]
    public void A_folder_as_it_was_signed_is_trusted()
    {
        var report = Read(s_signed);
        Assert.Empty(report.Failures());
        Assert.Equal(CredentialState.Trusted, report.State);
    }

    [Fact]
    public void A_changed_member_is_a_mismatch()
    {
        var report = Read(new(s_signed) { ["a.txt"] = Encoding.UTF8.GetBytes("The lamp burns.") });
        Assert.Equal(["assertion.collectionHash.mismatch"], report.Failures());
        Assert.Equal(CredentialState.Invalid, report.State);
    }

    [Fact]
    public void A_missing_member_is_counted()
    {
        var folder = new Dictionary<string, byte[]>(s_signed);
        folder.Remove("a.txt");
        Assert.Contains("assertion.collectionHash.incorrectFileCount", Read(folder).Failures());
    }
}
