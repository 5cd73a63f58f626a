using Countersign.Credentials.Embedding;
using Countersign.Credentials.Tests.Shared;
using CsCheck;

namespace Countersign.Credentials.Tests.Embedding;

public class EveryContainerTests
{
    public static TheoryData<string> Kinds => [.. Sources.Kinds];

    public static TheoryData<string> Real =>
    [
        "credentials/corpus/c2pa-rs-fixtures__no_manifest.jpg", "credentials/corpus/c2pa-rs-fixtures__CA_ct.jpg", "credentials/tampered/es256-IMG_0003.jpg", "credentials/corpus/c2pa-ts__trustnxt-icon.jpg",
        "credentials/corpus/c2pa-rs-fixtures__sample1.png", "credentials/tampered/es256-sample1.png", "credentials/corpus/encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-png.png",
        "credentials/corpus/c2pa-rs-fixtures__sample1.svg", "credentials/corpus/c2pa-rs-fixtures__sample4.svg", "credentials/tampered/es256-sample1.svg", "credentials/corpus/c2pa-rs-cli__sample1.svg",
        "credentials/tampered/es256-sample1.mp3", "credentials/corpus/c2pa-ts__sample1.mp3", "credentials/corpus/c2pa-rs-fixtures__sample1.flac",
        "credentials/corpus/c2pa-rs-fixtures__sample1.jxl", "credentials/corpus/c2pa-rs-fixtures__test.webp", "credentials/corpus/c2pa-rs-fixtures__MultiPage.tif",
        "credentials/tampered/es256-sample1.wav", "credentials/corpus/encypher__vectors__cawg__generated__identity-1.2__assets__x509-es256-wav.wav",
        "matching/pdq/bridge-mods/aaa-orig.jpg", "samples/blanche-aubrey-beardsley-1895.jpg",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_store_of_any_length_goes_in_and_is_found(string kind)
    {
        var source = Sources.Of(kind);
        foreach (var length in new[] { 1000, 1001, 65_000, 65_517, 65_518, 131_042, 300_000 }) Planted.Store(source, Planted.Bytes(length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_store_replaces_it_and_the_same_one_changes_nothing(string kind)
    {
        var source = Sources.Of(kind);
        var once = Planted.Store(source, Planted.Bytes(70_000));
        Assert.Equal(once, Planted.Store(once, Planted.Bytes(70_000)));
        Assert.Equal(Planted.Store(source, Planted.Bytes(901)), Planted.Store(once, Planted.Bytes(901)));
    }

    [Theory]
    [MemberData(nameof(Real))]
    public void A_real_file_takes_a_store_and_then_another(string path)
    {
        var source = File.ReadAllBytes(SharedData.Need(path));
        var once = Planted.Store(source, Planted.Bytes(100_000));
        Assert.Equal(once, Planted.Store(Planted.Store(once, Planted.Bytes(3000)), Planted.Bytes(100_000)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_carrier_depends_on_the_length_of_the_store_alone(string kind)
    {
        var source = Sources.Of(kind);
        Gen.Int[60, 200_000].Sample(
            length =>
            {
                var plan = Planted.Plan(source, length).Plan!;
                var carrier = Assert.Single(plan.Pieces.OfType<CarrierPiece>());
                return carrier.Render(new byte[length]).Length == carrier.Size && carrier.Render(Enumerable.Repeat((byte)255, length).ToArray()).Length == carrier.Size;
            }, iter: 20, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cut_off_anywhere_a_file_gives_a_plan_or_a_defect(string kind)
    {
        var source = Sources.Of(kind);
        for (var length = 0; length < source.Length; length++) Survives(source[..length], Planted.Kind(source));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Mutated_files_give_a_plan_or_a_defect(string kind)
    {
        var plain = Sources.Of(kind);
        var signed = Planted.Store(plain, Planted.Bytes(300));
        foreach (var file in new[] { plain, signed })
        {
            var container = Planted.Kind(file);
            Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, Math.Min(file.Length, 80) - 1], Gen.Byte, Gen.Int[0, 3]).Sample(
                (a, x, b, y, wide) =>
                {
                    var mutant = file.ToArray();
                    mutant[a] = x;
                    for (var i = 0; i <= wide && b + i < mutant.Length; i++) mutant[b + i] = y;
                    Survives(mutant, container);
                }, iter: 150, threads: 1);
        }
    }

    // Whatever the bytes: no exception, and what is planned can be written and holds the store.
    private static void Survives(byte[] source, StoreContainer container)
    {
        var store = Planted.Bytes(200);
        var done = Embedders.For(container)!.TryPlan(new StreamWindow(new MemoryStream(source)), store.Length, ParseLimits.Default, out var plan, out var defect);
        Assert.Equal(done, plan is not null);
        Assert.Equal(done, defect is null);
        if (plan is null) return;
        var (output, _) = Planted.Write(plan, source, store);
        Assert.Equal(plan.OutputLength, output.Length);
        if (Planted.Kind(output) != container) return;
        var found = CredentialLocator.Find(new MemoryStream(output)).Stores;
        Assert.Contains(found, s => s.Offset >= plan.Carrier.Offset && s.Offset < plan.Carrier.End);
    }
}
