using System.Text.Json;
using Countersign.EndToEnd.Shared;
using Microsoft.Data.Sqlite;
using NetVips;

namespace Countersign.EndToEnd.Verbs;

/// <summary>A registered picture is found where it was cut, mirrored, turned, or put into another picture, and the place is named.</summary>
public sealed class PictureMatchTests
{
    // A picture that nobody registered, to put others into.
    private const string Other = "the-long-take/stills/scene-4-portrait.jpg";

    private static byte[] Edited(TempDesk desk, Func<Image, Image> edit)
    {
        using var picture = Image.NewFromFile(desk.At("references", "picture.jpg"));
        using var edited = edit(picture);
        return edited.WriteToBuffer(".jpg[Q=85]");
    }

    private static async Task<JsonElement> MatchAsync(TempDesk desk, string name, byte[] picture)
    {
        desk.Write(name, picture);
        var run = (await desk.RunAsync("match", name, "--json")).Exits(0);
        return Assert.Single(run.Json.GetProperty("results")[0].GetProperty("matches").EnumerateArray(), match => match.GetProperty("subject").GetString() == "work:the-picture").Clone();
    }

    [Fact]
    public async Task A_mirrored_and_a_turned_copy_are_the_picture_as_a_whole()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        foreach (var (name, edit) in new (string, Func<Image, Image>)[] { ("mirrored.jpg", picture => picture.FlipHor()), ("turned.jpg", picture => picture.Rot90()), ("inverted.jpg", picture => picture.Invert()) })
        {
            var match = await MatchAsync(desk, name, Edited(desk, edit));
            Assert.Equal("pdq", match.GetProperty("method").GetString());
            Assert.True(match.GetProperty("strong").GetBoolean(), name);
            Assert.True(match.GetProperty("whole").GetBoolean(), name);
        }
    }

    [Fact]
    public async Task A_quarter_of_the_picture_is_found_with_the_quarter_it_is()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var match = await MatchAsync(desk, "quarter.jpg", Edited(desk, picture => picture.Crop(picture.Width / 2, 0, picture.Width / 2, picture.Height / 2)));
        Assert.Equal("local", match.GetProperty("method").GetString());
        Assert.True(match.GetProperty("strong").GetBoolean());
        Assert.False(match.GetProperty("whole").GetBoolean());
        var there = match.GetProperty("referenceAt").GetProperty("region").EnumerateArray().Select(part => part.GetDouble()).ToArray();
        Assert.InRange(there[0], 0.4, 0.7);
        Assert.InRange(there[1], 0, 0.2);
        Assert.InRange(there[0] + there[2], 0.8, 1.0001);
        Assert.InRange(there[1] + there[3], 0.3, 0.6);
    }

    [Fact]
    public async Task A_picture_in_a_picture_is_a_part_of_it_and_does_not_speak_for_the_whole()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        desk.Copy(Other, "other.jpg");
        byte[] together;
        using (var other = Image.NewFromFile(desk.At("other.jpg")))
        using (var picture = Image.NewFromFile(desk.At("references", "picture.jpg")))
        using (var page = other.Resize(1200.0 / other.Width))
        using (var small = picture.Resize(480.0 / picture.Width))
        using (var laid = page.Insert(small, 60, 60))
            together = laid.WriteToBuffer(".jpg[Q=85]");
        var match = await MatchAsync(desk, "together.jpg", together);
        Assert.True(match.GetProperty("strong").GetBoolean());
        Assert.False(match.GetProperty("whole").GetBoolean());
        var here = match.GetProperty("at").GetProperty("region").EnumerateArray().Select(part => part.GetDouble()).ToArray();
        Assert.InRange(here[0], 0, 0.2);
        Assert.InRange(here[2], 0.2, 0.5);

        // Its holder agreed to the picture, and to nothing of the rest: the file still needs an origin.
        Assert.Equal("unknown", (await desk.ClearAsync("together.jpg", "--report", "page.html")).Json.GetProperty("verdict").GetString());
        Assert.Contains("<rect x=", File.ReadAllText(desk.At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_is_damaged_or_gone_is_made_again_from_the_register()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        var quarter = Edited(desk, picture => picture.Crop(0, 0, picture.Width / 2, picture.Height / 2));
        await MatchAsync(desk, "quarter.jpg", quarter);
        foreach (var manifest in Directory.GetFiles(desk.At(".countersign", "index"), "MANIFEST", SearchOption.AllDirectories)) File.WriteAllText(manifest, "not a manifest");
        await MatchAsync(desk, "quarter.jpg", quarter);
        Directory.Delete(desk.At(".countersign", "index"), recursive: true);
        await MatchAsync(desk, "quarter.jpg", quarter);
    }

    [Fact]
    public async Task A_register_of_an_earlier_version_is_searched_in_part_once_it_is_imported_again()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        using (var database = new SqliteConnection($"Data Source={desk.Database}"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "DELETE FROM ReferencePrints";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }
        desk.Write("quarter.jpg", Edited(desk, picture => picture.Crop(0, 0, picture.Width / 2, picture.Height / 2)));
        Assert.Empty((await desk.RunAsync("match", "quarter.jpg", "--json")).Exits(0).Json.GetProperty("results")[0].GetProperty("matches").EnumerateArray());
        var imported = (await desk.RunAsync("registry", "import", "register.yaml", "--json")).Exits(0).Json;
        Assert.Equal(0, imported.GetProperty("entries").GetInt32());
        await MatchAsync(desk, "quarter.jpg", Edited(desk, picture => picture.Crop(0, 0, picture.Width / 2, picture.Height / 2)));
    }

    [Fact]
    public async Task What_left_the_register_is_found_no_more()
    {
        using var desk = new TempDesk();
        await desk.RegisterAsync();
        await MatchAsync(desk, "quarter.jpg", Edited(desk, picture => picture.Crop(0, 0, picture.Width / 2, picture.Height / 2)));
        (await desk.RunAsync("registry", "remove", "work:the-picture")).Exits(0);
        var after = (await desk.RunAsync("match", "quarter.jpg", "--json")).Exits(0);
        Assert.Empty(after.Json.GetProperty("results")[0].GetProperty("matches").EnumerateArray());
    }
}
