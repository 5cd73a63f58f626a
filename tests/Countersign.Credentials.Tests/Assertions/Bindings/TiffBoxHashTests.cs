using Countersign.Credentials.Containers;
using Countersign.Credentials.Tests.Shared;
using static Countersign.Credentials.Tests.Assertions.Bindings.Bound;

namespace Countersign.Credentials.Tests.Assertions.Bindings;

/// <summary>C2PA 2.2 §18.7.3.3, on a TIFF written by hand: strips, Exif with a directory of its own, two SubIFDs, and a store.</summary>
public class TiffBoxHashTests
{
    private const string Label = "c2pa.hash.boxes";

    // 0 header; 8 first directory of six entries; 86 strip offsets, 94 strip lengths, 102 and 105 strips; 112 Exif directory; 130 its data;
    // 140 list of SubIFDs; 148 and 166 those; 184 text; 200 the store.
    private static byte[] Tiff()
    {
        var store = Store.Make();
        var file = new byte[200 + store.Length];
        "II*\0"u8.CopyTo(file);
        Put(4, 8);
        Directory(8, (270, 2, 16, 184), (273, 4, 2, 86), (279, 4, 2, 94), (330, 4, 2, 140), (34665, 4, 1, 112), (0xCD41, 7, store.Length, 200));
        Put(86, 102);
        Put(90, 105);
        Put(94, 3);
        Put(98, 5);
        "AAABBBBB"u8.CopyTo(file.AsSpan(102));
        Directory(112, (37500, 7, 8, 130));
        "MakeNote"u8.CopyTo(file.AsSpan(130));
        Put(140, 148);
        Put(144, 166);
        Directory(148, (254, 4, 1, 7));
        Directory(166, (254, 4, 1, 9));
        "A lamp, turning\0"u8.CopyTo(file.AsSpan(184));
        store.CopyTo(file, 200);
        return file;

        void Put(int at, int value) => BitConverter.TryWriteBytes(file.AsSpan(at), value);

        void Directory(int at, params (int Tag, int Type, int Count, int Value)[] entries)
        {
            BitConverter.TryWriteBytes(file.AsSpan(at), (ushort)entries.Length);
            foreach (var (i, e) in entries.Index())
            {
                BitConverter.TryWriteBytes(file.AsSpan(at + 2 + 12 * i), (ushort)e.Tag);
                BitConverter.TryWriteBytes(file.AsSpan(at + 4 + 12 * i), (ushort)e.Type);
                Put(at + 6 + 12 * i, e.Count);
                Put(at + 10 + 12 * i, e.Value);
            }
        }
    }

    private static Dictionary<string, object?> Assertion(byte[] f) => BoxHash(
        Box(Naive(f[..8]), "TIFh"),
        Box(Naive([.. f[10..22], .. f[184..200]]), "270"),
        // The entry, the offsets, and each strip.
        Box(Naive([.. f[22..34], .. f[86..94], .. f[102..105], .. f[105..110]]), "273"),
        Box(Naive([.. f[34..46], .. f[94..102]]), "279"),
        // The entry, the four bytes that hold the place of the list, the list, and each entry below.
        Box(Naive([.. f[46..58], .. f[54..58], .. f[140..148], .. f[150..162], .. f[168..180]]), "330"),
        Box(Naive([.. f[58..70], .. f[66..70], .. f[114..126], .. f[130..138]]), "34665"),
        Box([0], "C2PA"));

    [Fact]
    public void Entries_are_hashed_with_the_data_that_they_name() => Assert.Equal("boxesHash.match", Run(Label, Assertion(Tiff()), Asset(Tiff())));

    [Theory]
    [InlineData(12)]
    [InlineData(88)]
    [InlineData(103)]
    [InlineData(109)]
    [InlineData(133)]
    [InlineData(158)]
    [InlineData(176)]
    [InlineData(190)]
    public void A_change_of_any_of_it_is_noticed(int at)
    {
        var file = Tiff();
        file[at] ^= 1;
        Assert.Equal("boxesHash.mismatch", Run(Label, Assertion(Tiff()), Asset(file) with { Presence = Asset(Tiff()).Presence }));
    }

    [Fact]
    public void A_further_directory_has_boxes_that_nothing_knows()
    {
        var file = Tiff();
        BitConverter.TryWriteBytes(file.AsSpan(82), 148);
        Assert.Equal("boxesHash.unknownBox", Run(Label, Assertion(Tiff()), Asset(file)));
    }

    [Fact]
    public void A_directory_that_comes_again_is_refused()
    {
        var file = Tiff();
        BitConverter.TryWriteBytes(file.AsSpan(82), 8);
        Assert.Equal("boxesHash.mismatch", Run(Label, Assertion(Tiff()), Asset(file)));
        // A SubIFD that leads to the directory it stands in.
        file = Tiff();
        BitConverter.TryWriteBytes(file.AsSpan(144), 8);
        Assert.Equal("boxesHash.mismatch", Run(Label, Assertion(Tiff()), Asset(file)));
    }

    [Fact]
    public void Entries_that_all_name_the_same_data_are_not_followed_without_end()
    {
        var file = new byte[8 + 2 + 12 * 1000 + 4 + 50_000];
        "II*\0"u8.CopyTo(file);
        file[4] = 8;
        BitConverter.TryWriteBytes(file.AsSpan(8), (ushort)1000);
        for (var i = 0; i < 1000; i++)
        {
            BitConverter.TryWriteBytes(file.AsSpan(10 + 12 * i), (ushort)(1000 + i));
            file[12 + 12 * i] = 7;
            BitConverter.TryWriteBytes(file.AsSpan(14 + 12 * i), 50_000);
            BitConverter.TryWriteBytes(file.AsSpan(18 + 12 * i), 12_014);
        }

        Assert.False(BoxMap.TryRead(Asset(file), out _, out _, out _));
    }

    [Theory]
    [InlineData(26)]
    [InlineData(50)]
    [InlineData(62)]
    public void An_entry_of_two_thousand_million_values_is_refused(int countAt)
    {
        var file = Tiff();
        BitConverter.TryWriteBytes(file.AsSpan(countAt), int.MaxValue);
        Assert.False(BoxMap.TryRead(Asset(file), out _, out _, out _));
    }
}
