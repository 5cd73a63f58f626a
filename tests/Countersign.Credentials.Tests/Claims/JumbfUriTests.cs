using Countersign.Credentials.Claims;

namespace Countersign.Credentials.Tests.Claims;

public class JumbfUriTests
{
    [Fact]
    public void A_reference_from_the_store_names_manifest_and_path()
    {
        var uri = JumbfUri.Read("self#jumbf=/c2pa/urn:c2pa:X/c2pa.assertions/c2pa.actions")!;
        Assert.Equal("urn:c2pa:X", uri.Manifest);
        Assert.Equal(["c2pa.assertions", "c2pa.actions"], uri.Path);
    }

    [Fact]
    public void A_reference_within_the_manifest_names_a_path_alone()
    {
        var uri = JumbfUri.Read("self#jumbf=c2pa.assertions/c2pa.actions")!;
        Assert.Null(uri.Manifest);
        Assert.Equal(["c2pa.assertions", "c2pa.actions"], uri.Path);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://example.com/c2pa")]
    [InlineData("self#jumbf=")]
    [InlineData("self#jumbf=/c2pa")]
    [InlineData("self#jumbf=/other/urn:c2pa:X")]
    [InlineData("self#jumbf=/c2pa/urn:c2pa:X/../Y")]
    [InlineData("self#jumbf=/c2pa//c2pa.assertions")]
    [InlineData("self#jumbf=c2pa.assertions/")]
    public void What_is_no_reference_into_the_store_is_none(string? text) => Assert.Null(JumbfUri.Read(text));

    [Theory]
    [InlineData("c2pa.ingredient", "c2pa.ingredient", 1, 0)]
    [InlineData("c2pa.ingredient.v3", "c2pa.ingredient", 3, 0)]
    [InlineData("c2pa.ingredient.v3__12", "c2pa.ingredient", 3, 12)]
    [InlineData("c2pa.hash.bmff.v2", "c2pa.hash.bmff", 2, 0)]
    [InlineData("com.example.vision", "com.example.vision", 1, 0)]
    [InlineData("com.example__x", "com.example__x", 1, 0)]
    public void Labels_come_apart_into_name_version_and_instance(string label, string name, int version, int instance) =>
        Assert.Equal(new AssertionLabel(name, version, instance), AssertionLabel.Read(label));
}
