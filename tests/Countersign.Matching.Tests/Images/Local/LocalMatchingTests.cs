using Countersign.Matching.Images.Local;
using NetVips;

namespace Countersign.Matching.Tests.Images.Local;

public class LocalMatchingTests
{
    private static readonly Image Original = Textures.Picture(1);
    private static readonly LocalFingerprint Registered = Textures.Registered(Original);

    private static readonly PictureRegion Whole = new(0, 0, 800, 600);

    [Fact]
    public void The_picture_itself_is_seen_whole()
    {
        var hit = Strong(Original);
        Near(Whole, hit.InQuery);
        Near(Whole, hit.InReference);
        Assert.True(hit.Inliers > 200);
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("dark")]
    [InlineData("blurred")]
    [InlineData("half size")]
    [InlineData("a quarter of the size")]
    [InlineData("poor JPEG")]
    public void Seen_whole_after_a_change_of_its_pixels(string edit)
    {
        var edited = edit switch
        {
            "grey" => Original.Colourspace(Enums.Interpretation.Bw),
            "dark" => Original.Gamma(exponent: 0.6),
            "blurred" => Original.Gaussblur(1.5),
            "half size" => Original.Resize(0.5),
            "a quarter of the size" => Original.Resize(0.25),
            _ => Image.NewFromBuffer(Original.JpegsaveBuffer(q: 15)),
        };
        var hit = Strong(edited);
        Near(new PictureRegion(0, 0, edited.Width, edited.Height), hit.InQuery);
        Near(Whole, hit.InReference);
        Assert.False(hit.Mirrored);
    }

    [Theory]
    [InlineData(0, 0, 400, 300)]
    [InlineData(380, 280, 400, 300)]
    [InlineData(250, 40, 300, 480)]
    public void A_crop_is_seen_with_its_place_in_the_registered_picture(int x, int y, int width, int height)
    {
        var hit = Strong(Original.Crop(x, y, width, height));
        Near(new PictureRegion(0, 0, width, height), hit.InQuery);
        Near(new PictureRegion(x, y, width, height), hit.InReference);
    }

    [Fact]
    public void A_mirror_is_seen_as_one_and_its_transform_exchanges_the_sides()
    {
        var hit = Strong(Original.Flip(Enums.Direction.Horizontal).Crop(0, 0, 500, 600));
        Assert.True(hit.Mirrored);
        Near(new PictureRegion(300, 0, 500, 600), hit.InReference);
        var (x, y) = hit.QueryToReference.Apply(100, 50);
        Assert.InRange(x, 697, 703);
        Assert.InRange(y, 47, 53);
    }

    [Fact]
    public void Upside_down_mirrored_is_a_mirror_and_a_half_turn() => Assert.True(Strong(Original.Flip(Enums.Direction.Vertical)).Mirrored);

    [Theory]
    [InlineData(7)]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(200)]
    public void Any_turn_is_seen(double degrees)
    {
        var turned = Original.Rotate(degrees, background: [255.0, 255, 255]);
        var hit = Strong(turned);
        Near(Whole, hit.InReference, 0.06);

        // Centres meet, and the linear part is that turn backwards.
        var (x, y) = hit.QueryToReference.Apply(turned.Width / 2.0, turned.Height / 2.0);
        Assert.InRange(x, 396, 404);
        Assert.InRange(y, 296, 304);
        var seen = Math.Atan2(hit.QueryToReference.D, hit.QueryToReference.A) * 180 / Math.PI;
        Assert.InRange(Math.IEEERemainder(seen + degrees, 360), -2, 2);
    }

    [Fact]
    public void Perspective_is_seen()
    {
        // Each pixel of the view comes from a projective transform of its place: the right side is further away.
        var place = Image.Xyz(800, 600);
        var distance = place[0].Linear([0.25 / 800], [1]);
        var view = Original.Mapim((place[0].Linear([1.2], [0]) / distance).Bandjoin(place[1].Linear([1.1], [20]) / distance))
            .Copy(interpretation: Enums.Interpretation.Srgb);
        var hit = Strong(view);
        var (x, y) = hit.QueryToReference.Apply(700, 500);
        Assert.InRange(x, 700 * 1.2 / 1.21875 - 5, 700 * 1.2 / 1.21875 + 5);
        Assert.InRange(y, 570 / 1.21875 - 5, 570 / 1.21875 + 5);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.35)]
    public void Small_in_a_page_it_is_seen_in_its_place(double size)
    {
        var small = Original.Resize(size);
        var hit = Strong(Textures.Page(small, 640, 430));
        Near(new PictureRegion(640, 430, small.Width, small.Height), hit.InQuery, 0.1);
        Near(Whole, hit.InReference, 0.1);
    }

    [Fact]
    public void A_picture_shown_twice_is_seen_twice()
    {
        var small = Original.Resize(0.4);
        var page = Textures.Page(small, 60, 60).Insert(small.Flip(Enums.Direction.Horizontal), 700, 500);
        var hits = LocalComparison.Compare(Textures.Query(page), Registered).Where(hit => hit.Strength >= 0.5).ToList();
        Assert.Contains(hits, hit => !hit.Mirrored && hit.InQuery.X < 200);
        Assert.Contains(hits, hit => hit.Mirrored && hit.InQuery.X > 500);
    }

    [Fact]
    public void A_pasted_piece_is_not_taken_for_the_whole_picture()
    {
        var piece = Original.Crop(200, 150, 400, 300);
        var hit = Strong(Textures.Page(piece, 500, 400));
        Near(new PictureRegion(500, 400, 400, 300), hit.InQuery, 0.2);
        Near(new PictureRegion(200, 150, 400, 300), hit.InReference, 0.2);
    }

    [Fact]
    public void Other_pictures_of_the_same_make_are_not_seen()
    {
        for (var seed = 100; seed < 112; seed++)
            Assert.DoesNotContain(
                LocalComparison.Compare(Textures.Query(Textures.Picture(seed)), Registered), hit => hit.Strength >= 0.5);
    }

    [Fact]
    public void A_gradient_abstains_and_is_never_strong()
    {
        var gradient = Textures.Registered(Textures.Gradient());
        Assert.Equal(LocalAbstention.TooFewFeatures, gradient.Abstention);
        Assert.Equal(LocalAbstention.TooFewFeatures, Textures.Query(Textures.Gradient()).Abstention);
        Assert.DoesNotContain(LocalComparison.Compare(Textures.Query(Textures.Gradient()), gradient), hit => hit.Strength >= 0.5);
    }

    [Fact]
    public void Equal_pictures_give_equal_answers()
    {
        Assert.Equal(Registered.ToBytes(), Textures.Registered(Original).ToBytes());
        var view = Original.Rotate(20).Crop(100, 100, 500, 400);
        Assert.Equal(
            LocalComparison.Compare(Textures.Query(view), Registered), LocalComparison.Compare(Textures.Query(view), Registered));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 500)]
    [InlineData(25, 25)]
    [InlineData(5000, 7)]
    public void Pictures_of_any_shape_can_be_looked_at(int width, int height)
    {
        var odd = Original.Resize((double)width / 800, vscale: (double)height / 600);
        LocalComparison.Compare(Textures.Query(odd), Textures.Registered(odd));
    }

    private static LocalHit Strong(Image query)
    {
        var hits = LocalComparison.Compare(Textures.Query(query), Registered);
        Assert.NotEmpty(hits);
        Assert.InRange(hits[0].Strength, 0.5, 1);
        return hits[0];
    }

    private static void Near(PictureRegion expected, PictureRegion actual, double share = 0.04)
    {
        var (across, down) = ((int)Math.Ceiling(expected.Width * share), (int)Math.Ceiling(expected.Height * share));
        Assert.InRange(actual.X, expected.X - across, expected.X + across);
        Assert.InRange(actual.Y, expected.Y - down, expected.Y + down);
        Assert.InRange(actual.X + actual.Width, expected.X + expected.Width - across, expected.X + expected.Width + across);
        Assert.InRange(actual.Y + actual.Height, expected.Y + expected.Height - down, expected.Y + expected.Height + down);
    }
}
