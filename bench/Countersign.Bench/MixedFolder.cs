using System.Buffers.Binary;
using System.Text;
using NetVips;

namespace Countersign.Bench;

/// <summary>A folder of pictures, texts and sounds, the same on every machine: half pictures (JPEGs of 1 to 12 megapixels as cameras make them, PNGs of 0.1 to 0.6), a third texts, the rest sounds.</summary>
internal static class MixedFolder
{
    private static readonly string[] s_words = [.. "the a of and to in he she it was had that with for on at as but not from they were said this one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us".Split(' ')];

    /// <summary>Makes the folder; the bytes written.</summary>
    public static long Make(string folder, int files)
    {
        long bytes = 0;
        for (var i = 0; i < files; i++)
        {
            var random = new Random(i);
            var sub = Directory.CreateDirectory(Path.Combine(folder, $"part-{i % 10}")).FullName;
            var (name, content) = (i % 20) switch
            {
                < 8 => ($"{i:0000}.jpg", Picture(random).JpegsaveBuffer(q: 85)),
                < 10 => ($"{i:0000}.png", Picture(random, small: true).PngsaveBuffer()),
                < 17 => ($"{i:0000}.txt", Words(random)),
                _ => ($"{i:0000}.wav", Sound(random)),
            };
            File.WriteAllBytes(Path.Combine(sub, name), content);
            bytes += content.Length;
        }
        return bytes;
    }

    /// <summary>A register of a few of the folder's works, so that there is something to find.</summary>
    public static void MakeRegister(string folder)
    {
        var register = new StringBuilder("party: party:studio\nkind: organisation\nname: Studio\n---\nparty: party:ada\nkind: person\nname: Ada\n");
        foreach (var file in new[] { "part-0/0000.jpg", "part-1/0001.jpg", "part-8/0028.png", "part-1/0011.txt", "part-2/0012.txt" })
            register.Append("---\nwork: work:").Append(Path.GetFileNameWithoutExtension(file)).Append("\nkind: other\ntitle: Work ").Append(file).Append("\nfiles: [in/").Append(file).Append("]\nholders: [party:ada]\n");
        File.WriteAllText(Path.Combine(folder, "register.yaml"), register.ToString());
        File.WriteAllText(Path.Combine(folder, "desk.yaml"), "desk: Bench\nregistry: [register.yaml]\n");
    }

    private static Image Picture(Random random, bool small = false)
    {
        var width = small ? random.Next(400, 900) : random.Next(1200, 4000);
        var height = width * 3 / 4;
        // Smooth fields with fine grain on them compress like photographs do.
        var field = Image.Perlin(width, height, cellSize: random.Next(40, 200), seed: random.Next(1, 1 << 20)) * 100 + 128;
        var second = Image.Perlin(width, height, cellSize: random.Next(20, 90), seed: random.Next(1, 1 << 20)) * 80 + 110;
        var grain = Image.Gaussnoise(width, height, sigma: 6, mean: 0, seed: random.Next(1, 1 << 20));
        return (field + grain).Bandjoin(second + grain, (field + second) / 2).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] Words(Random random)
    {
        var text = new StringBuilder();
        var length = random.Next(2_000, 40_000);
        while (text.Length < length) text.Append(s_words[random.Next(s_words.Length)]).Append(random.Next(12) == 0 ? ".\n" : " ");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Sound(Random random)
    {
        const int Rate = 22_050;
        var samples = Rate * random.Next(1, 6);
        var wav = new byte[44 + (samples * 2)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples * 2);
        var pitch = random.Next(200, 2_000);
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + (i * 2)), (short)(8_000 * Math.Sin(2 * Math.PI * pitch * i / Rate)));
        return wav;
    }
}
