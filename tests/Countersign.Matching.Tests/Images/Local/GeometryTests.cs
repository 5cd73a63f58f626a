using Countersign.Matching.Images.Local;
using CsCheck;

namespace Countersign.Matching.Tests.Images.Local;

public class GeometryTests
{
    private static readonly Gen<double> Small = Gen.Double[-0.2, 0.2];

    private static readonly Gen<PlaneTransform> Transform =
        Gen.Select(Small, Small, Gen.Double[-300, 300], Small, Small, Gen.Double[-300, 300], Gen.Double[-2e-4, 2e-4], Gen.Double[-2e-4, 2e-4])
            .Select((a, b, c, d, e, f, g, h) => new PlaneTransform(1 + a, b, c, d, 1 + e, f, g, h));

    private static readonly (double X, double Y)[] Places = [(0, 0), (500, 20), (40, 400), (480, 390), (250, 200), (120, 330)];

    [Fact]
    public void There_and_back_is_where_one_was() => Transform.Sample(transform =>
    {
        var back = transform.Inverse()!.Value;
        foreach (var (x, y) in Places)
        {
            var (u, v) = transform.Apply(x, y);
            Close((x, y), back.Apply(u, v));
            Close((x, y), transform.Then(back).Apply(x, y));
        }
    });

    [Fact]
    public void A_transform_is_found_again_from_its_pairs() => Transform.Sample(transform =>
    {
        Same(transform, TransformFit.Perspective(Pairs(transform)));
        var affine = transform with { G = 0, H = 0 };
        Same(affine, TransformFit.Affine(Pairs(affine)));
        var similarity = affine with { D = -affine.B, E = affine.A };
        Same(similarity, TransformFit.Similarity(Pairs(similarity)));
    });

    [Fact]
    public void Too_few_pairs_or_all_in_one_place_give_none()
    {
        var pairs = Pairs(new PlaneTransform(1, 0, 0, 0, 1, 0));
        Assert.Null(TransformFit.Affine(pairs.AsSpan(0, 2)));
        Assert.Null(TransformFit.Perspective(pairs.AsSpan(0, 3)));
        Assert.Null(TransformFit.Similarity(Enumerable.Repeat(pairs[0], 5).ToArray()));
    }

    [Theory]
    [InlineData(1, 0, 0, 1, 0, true)]
    [InlineData(-1, 0, 0, 1, 0, false)]
    [InlineData(1, 0, 0, 4, 0, false)]
    [InlineData(0.01, 0, 0, 0.01, 0, false)]
    [InlineData(0, -1, 1, 0, 0, true)]
    [InlineData(1, 0.2, 0, 1, 1e-4, true)]
    [InlineData(1, 0, 0, 1, -1e-2, false)]
    public void Only_what_a_picture_could_undergo_is_plausible(double a, double b, double d, double e, double g, bool plausible) =>
        Assert.Equal(plausible, new PlaneTransform(a, b, 0, d, e, 0, g).IsPlausible(640, 480));

    private static PointPair[] Pairs(PlaneTransform transform) => [.. Places.Select(p =>
    {
        var (x, y) = transform.Apply(p.X, p.Y);
        return new PointPair(p.X, p.Y, x, y);
    })];

    private static void Same(PlaneTransform expected, PlaneTransform? actual)
    {
        Assert.NotNull(actual);
        foreach (var (x, y) in Places)
            Close(expected.Apply(x, y), actual.Value.Apply(x, y));
    }

    private static void Close((double X, double Y) expected, (double X, double Y) actual)
    {
        Assert.Equal(expected.X, actual.X, 1e-3);
        Assert.Equal(expected.Y, actual.Y, 1e-3);
    }
}
