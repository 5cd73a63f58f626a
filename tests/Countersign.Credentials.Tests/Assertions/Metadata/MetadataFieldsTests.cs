using System.Text.Json;
using Countersign.Credentials.Assertions.Metadata;

namespace Countersign.Credentials.Tests.Assertions.Metadata;

public class MetadataFieldsTests
{
    private static string[] Disallowed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. MetadataFields.Disallowed(document.RootElement)];
    }

    [Fact]
    public void Listed_properties_and_whole_schemas_are_allowed() => Assert.Equal([],
        Disallowed("""{"@context":{"exif":"http://ns.adobe.com/exif/1.0/","xmp":"http://ns.adobe.com/xap/1.0/","tiff":"http://ns.adobe.com/tiff/1.0/"},"exif:FNumber":4.0,"exif:GPSLatitude":"1","xmp:Anything":"x","tiff:Make":"y"}"""));

    [Fact]
    public void Others_are_named() => Assert.Equal(["dc:title", "acme:thing", "plain"], Disallowed("""{"@context":{"dc":"http://purl.org/dc/elements/1.1/"},"dc:title":"x","acme:thing":1,"plain":2,"dc:format":"image/png"}"""));

    [Fact]
    public void A_prefix_of_ones_own_is_read_by_its_schema() => Assert.Equal(["x:Nonsense"],
        Disallowed("""{"@context":{"x":"http://ns.adobe.com/exif/1.0/"},"x:FNumber":4.0,"x:Nonsense":1}"""));

    [Fact]
    public void A_usual_prefix_that_means_something_else_here_does_not_pass() =>
        Assert.Equal(["exif:FNumber"], Disallowed("""{"@context":{"exif":"http://example.com/"},"exif:FNumber":4.0}"""));
}
