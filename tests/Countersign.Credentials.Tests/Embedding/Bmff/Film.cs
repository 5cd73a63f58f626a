using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Countersign.Credentials.Embedding;
using Countersign.Credentials.Embedding.Bmff;
using Countersign.Credentials.Tests.Assertions.Bindings.Bmff;
using Countersign.Credentials.Tests.Shared;
using Countersign.Credentials.Validation;

namespace Countersign.Credentials.Tests.Embedding.Bmff;

/// <summary>Films for the embedder's tests: built here, from the corpus, or made by ffmpeg; and a reading of boxes that shares no code with the library.</summary>
internal static class Film
{
    public readonly record struct Box(string Type, int Start, int Data, int End);

    /// <summary>The output of a plan with a store in it, and what the hash assertion says of it.</summary>
    public static (byte[] Output, IReadOnlyList<ValidationStatus> Statuses) Sign(byte[] source, byte[]? store = null, string alg = "sha256")
    {
        store ??= Store.Make(1000);
        Assert.True(new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(source)), store.Length, ParseLimits.Default, out var plan, out var defect), defect?.ToString());
        var output = new MemoryStream();
        var hash = PlanWriter.WriteAndHash(plan!, new MemoryStream(source), output, new HashAlgorithmName(alg.ToUpperInvariant()), TestContext.Current.CancellationToken);
        Assert.Equal(plan!.OutputLength, output.Length);
        PlanWriter.Patch(plan, output, store);
        var signed = output.ToArray();
        return (signed, SignedFilm.Check(signed, BmffEmbedder.HashLabel, SignedFilm.Node(BmffEmbedder.HashAssertion(alg, hash))));
    }

    public static StoreDefect Refused(byte[] source, ParseLimits? limits = null)
    {
        Assert.False(new BmffEmbedder().TryPlan(new StreamWindow(new MemoryStream(source)), 100, limits ?? ParseLimits.Default, out _, out var defect));
        return defect!;
    }

    public static IEnumerable<Box> Boxes(byte[] file, int from = 0, int to = -1)
    {
        to = to < 0 ? file.Length : to;
        while (to - from >= 8)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(from));
            var data = from + 8;
            if (size == 1) (size, data) = (BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(from + 8)), from + 16);
            if (size == 0) size = to - from;
            if (size < 8 || size > to - from) yield break;
            yield return new(Encoding.Latin1.GetString(file, from + 4, 4), from, data, from + (int)size);
            from += (int)size;
        }
    }

    /// <summary>All boxes at the end of a path, in order.</summary>
    public static List<Box> At(byte[] file, string path)
    {
        var found = new List<Box> { new("", 0, 0, file.Length) };
        foreach (var type in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = [.. found.SelectMany(b => Boxes(file, b.Data + (b.Type == "meta" && Encoding.Latin1.GetString(file, b.Data + 4, 4) != "hdlr" ? 4 : 0), b.End)).Where(b => b.Type == type)];
        return found;
    }

    /// <summary>Every chunk offset of every track.</summary>
    public static List<long> Chunks(byte[] file)
    {
        var list = new List<long>();
        foreach (var box in At(file, "moov/trak/mdia/minf/stbl/stco").Concat(At(file, "moov/trak/mdia/minf/stbl/co64")))
        {
            var count = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(box.Data + 4));
            for (var i = 0; i < count; i++)
            {
                list.Add(box.Type == "co64"
                    ? BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(box.Data + 8 + (8 * i)))
                    : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(box.Data + 8 + (4 * i))));
            }
        }

        return list;
    }

    /// <summary>Each chunk offset of the output points at the bytes that the source's points at.</summary>
    public static void SameChunks(byte[] source, byte[] output)
    {
        var (before, after) = (Chunks(source), Chunks(output));
        Assert.NotEmpty(before);
        Assert.Equal(before.Count, after.Count);
        for (var i = 0; i < before.Count; i++)
        {
            var length = (int)Math.Min(64, source.Length - before[i]);
            Assert.True(source.AsSpan((int)before[i], length).SequenceEqual(output.AsSpan((int)after[i], length)), $"chunk {i}");
        }
    }

    /// <summary>A film made by ffmpeg; the test is skipped when it is not on the machine or cannot make one.</summary>
    public static byte[] Made(string extension, params string[] arguments)
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + "." + extension);
        try
        {
            var (code, _, error) = Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=3", "-f", "lavfi", "-i", "sine=duration=3", .. arguments, path]);
            if (code != 0) Assert.Skip("ffmpeg cannot make this film: " + error);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The checksums of all frames, decoded or as they are stored.</summary>
    public static string Frames(byte[] film, string extension, bool decode = true)
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + "." + extension);
        try
        {
            File.WriteAllBytes(path, film);
            var (code, output, error) = Run("ffmpeg", ["-v", "error", "-i", path, "-map", "0", .. decode ? Array.Empty<string>() : ["-c", "copy"], "-f", "framemd5", "-"]);
            Assert.True(code == 0 && error.Length == 0, error);
            return output;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (int Code, string Output, string Error) Run(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine.");
            return default;
        }
    }
}
