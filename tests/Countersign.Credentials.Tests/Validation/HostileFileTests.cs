using System.Globalization;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Validation;

/// <summary>Files that are made to exhaust a reader, and real ones changed at random: never an exception, never more than 200 MB.</summary>
public class HostileFileTests
{
    private const long Most = 200L << 20;

    private static readonly int s_mutants = Environment.GetEnvironmentVariable("COUNTERSIGN_DEEP") is null ? 1_000 : 10_000;

    [Theory]
    [InlineData("brob-bomb-1GiB.png")]
    [InlineData("cbor-array-len-2e32.png")]
    [InlineData("cbor-tag-nest-1M.png")]
    [InlineData("jumbf-lbox-4gb.png")]
    [InlineData("jumbf-nest-20k.png")]
    [InlineData("jumbf-xlbox-2e63.png")]
    [InlineData("tiff_poc.tiff")]
    public void An_attack_is_told_and_costs_little(string name)
    {
        using var stream = File.OpenRead(SharedData.Need("credentials/attacks/" + name));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = new CredentialReader().Read(stream, TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
        Assert.DoesNotContain(report.State, new[] { CredentialState.Valid, CredentialState.Trusted });
    }

    [Fact]
    public void Real_files_changed_at_random_come_back_without_an_exception()
    {
        var seeds = new[] { "corpus", "tampered" }.SelectMany(f => Directory.GetFiles(SharedData.Need("credentials/" + f)))
            .Where(f => new FileInfo(f).Length < 420_000).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(seeds);
        Mutate(seeds, s_mutants, 20261125);
    }

    [Fact]
    public void Files_of_our_own_changed_at_random_come_back_without_an_exception()
    {
        var store = Forging.ForgedManifest.Store(Checked.Sound(), Checked.Over(Checked.Sound(Checked.Third)));
        Mutate([store], s_mutants, 7, detached: true);
    }

    private static void Mutate(List<byte[]> seeds, int count, int seed, bool detached = false)
    {
        var random = new Random(seed);
        var reader = new CredentialReader(Checked.Options);
        for (var i = 0; i < count; i++)
        {
            var bytes = (byte[])seeds[random.Next(seeds.Count)].Clone();
            for (var n = 1 + random.Next(6); n > 0; n--)
            {
                // Structure lies at the front of most files, and at the end of some.
                var at = random.Next(3) switch { 0 => random.Next(bytes.Length), 1 => random.Next(Math.Min(bytes.Length, 4096)), _ => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 8192)) };
                switch (random.Next(5))
                {
                    case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                    case 1: bytes[at] = (byte)random.Next(256); break;
                    case 2: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(40))..], 0]; break;
                    case 3: bytes = [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 1 + random.Next(40))], .. bytes[at..]]; break;
                    default: bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill((byte)(random.Next(2) * 255)); break;
                }
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = detached ? reader.ReadDetached(new MemoryStream(Checked.Content), bytes) : reader.Read(new MemoryStream(bytes));
            }
            catch (Exception e)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, mutant {i}: {e}"));
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Most);
        }
    }
}
