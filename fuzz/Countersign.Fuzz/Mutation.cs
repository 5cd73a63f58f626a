using System.Diagnostics;

namespace Countersign.Fuzz;

/// <summary>Changes seeds at random and runs them: finds less than a guided fuzzer, and needs nothing but the SDK.</summary>
internal static class Mutation
{
    public static int Run(Action<byte[]> target, string seeds, int count, int seed)
    {
        var files = Directory.GetFiles(seeds, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            Console.Error.WriteLine("There are no seeds there.");
            return 3;
        }

        var random = new Random(seed);
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < count; i++)
        {
            var bytes = Mutate(File.ReadAllBytes(files[random.Next(files.Length)]), random);
            var before = GC.GetTotalAllocatedBytes();
            var clock = Stopwatch.StartNew();
            try
            {
                target(bytes);
            }
            catch (Exception e)
            {
                var kept = $"crash-{seed}-{i}";
                File.WriteAllBytes(kept, bytes);
                Console.Error.WriteLine($"{kept}: {e}");
                return 1;
            }

            if (clock.Elapsed > slowest) slowest = clock.Elapsed;
            var allocated = GC.GetTotalAllocatedBytes() - before;
            if (clock.Elapsed > TimeSpan.FromSeconds(1) || allocated > 200 << 20)
            {
                var kept = $"slow-{seed}-{i}";
                File.WriteAllBytes(kept, bytes);
                Console.Error.WriteLine($"{kept}: {clock.Elapsed.TotalSeconds:0.00} s, {allocated >> 20} MB allocated");
            }
        }

        Console.WriteLine($"{count} inputs, none crashed; the slowest took {slowest.TotalMilliseconds:0} ms.");
        return 0;
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var n = 1 + random.Next(8); n > 0 && bytes.Length > 0; n--)
        {
            // Structure lies at the front of most files; half of the changes go there.
            var at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 2048));
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(64))..]]; break;
                case 3: bytes = [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 1 + random.Next(64))], .. bytes[at..]]; break;
                default:
                    for (var i = at; i < Math.Min(bytes.Length, at + 4); i++) bytes[i] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                    break;
            }
        }

        return bytes;
    }
}
