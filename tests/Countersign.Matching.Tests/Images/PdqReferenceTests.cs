using Countersign.Matching.Images;

namespace Countersign.Matching.Tests.Images;

/// <summary>Against hashes that the published reference program computed, through our own decoder.</summary>
public class PdqReferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_reference_hash_is_within_ten_bits_and_exact_where_nothing_is_resized()
    {
        var folder = SharedData.Find("matching", "pdq");
        var lines = File.ReadAllLines(Path.Combine(folder, "reference.txt"));
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var fields = line.Split(',');
            var decoded = PictureDecoder.Decode(File.ReadAllBytes(Path.Combine(folder, fields[2])));
            Assert.True(decoded.TryGet(out var picture, out _), fields[2]);
            var actual = picture.Pdq();
            var distance = actual.Hash.HammingDistance(PdqHash.Parse(fields[0]));
            output.WriteLine($"{distance,3} bits, quality {actual.Quality} ({fields[1]}): {fields[2]}");

            // The reference resizes by nearest neighbour whatever is larger than 512; below, pixels are equal.
            var resized = picture.Header.Width > 512 || picture.Header.Height > 512;
            Assert.InRange(distance, 0, resized ? 10 : 0);
            Assert.Equal(fields[1], actual.Quality.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void The_turned_bridges_are_the_orientations_of_the_first()
    {
        var folder = SharedData.Find("matching", "pdq", "dih");
        var files = Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(8, files.Length);
        Assert.True(PictureDecoder.Decode(File.ReadAllBytes(files[0])).TryGet(out var original, out _));
        var orientations = original.PdqOrientations();
        for (var i = 0; i < 8; i++)
        {
            Assert.True(PictureDecoder.Decode(File.ReadAllBytes(files[i])).TryGet(out var turned, out _));
            var distance = orientations[(PdqOrientation)i].HammingDistance(turned.Pdq().Hash);
            output.WriteLine($"{distance,3} bits: {Path.GetFileName(files[i])}");
            Assert.InRange(distance, 0, 16);
        }
    }
}
