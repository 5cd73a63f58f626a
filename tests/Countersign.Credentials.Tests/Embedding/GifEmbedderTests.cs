using System.Text;

namespace Countersign.Credentials.Tests.Embedding;

public class GifEmbedderTests
{
    private const int ColoursEnd = 19;

    [Fact]
    public void A_file_of_the_old_version_becomes_one_of_the_new() =>
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(Planted.Store(Sources.Of("gif87"), Planted.Bytes(100)), 0, 6));

    [Fact]
    public void The_extension_is_as_the_specification_says()
    {
        var store = Planted.Bytes(600);
        var output = Planted.Store(Sources.Of("gif87"), store);
        Assert.Equal([0x21, 0xFF, 0x0B, .. "C2PA_GIF"u8, 1, 0, 0], output[ColoursEnd..(ColoursEnd + 14)]);
        var read = new List<byte>();
        var at = ColoursEnd + 14;
        for (; output[at] != 0; at += 1 + output[at]) read.AddRange(output[(at + 1)..(at + 1 + output[at])]);
        Assert.Equal(store, read);
        Assert.Equal(0x2C, output[at + 1]);
    }

    [Fact]
    public void How_often_an_animation_runs_is_still_said_first()
    {
        var output = Planted.Store(Sources.Of("gif89"), Planted.Bytes(600));
        Assert.Equal(Sources.Loop, output[ColoursEnd..(ColoursEnd + Sources.Loop.Length)]);
    }

    [Fact]
    public void A_store_behind_the_first_picture_moves_before_it()
    {
        var plain = Sources.Of("gif89");
        var store = Planted.Bytes(100);
        byte[] extension = [0x21, 0xFF, 0x0B, .. "C2PA_GIF"u8, 1, 0, 0, (byte)store.Length, .. store, 0];
        Assert.Equal(Planted.Store(plain, Planted.Bytes(300)), Planted.Store([.. plain[..^1], .. extension, 0x3B], Planted.Bytes(300)));
    }

    [Fact]
    public void Without_an_end_it_is_refused()
    {
        Assert.Equal("container.truncated", Planted.Refusal(Sources.Of("gif89")[..^1]));
        Assert.Equal("container.damaged", Planted.Refusal([.. Sources.Of("gif89")[..^1], 0x77, 0x3B]));
    }
}
