using System.Text;
using Countersign.Credentials.Tests.Shared;

namespace Countersign.Credentials.Tests.Containers.Text;

/// <summary>Where stores are found in texts and pages (C2PA 2.4, A.7 to A.9).</summary>
public sealed class TextLocatorTests
{
    private static readonly string s_data = "data:application/c2pa;base64," + Convert.ToBase64String(Store.Make());

    private static readonly string s_block = $"-----BEGIN C2PA MANIFEST----- {s_data} -----END C2PA MANIFEST-----";

    private static CredentialPresence Find(string text) => CredentialLocator.Find(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static string Carrier(string text)
    {
        var at = Assert.Single(Find(text).Stores).Carrier;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text).AsSpan((int)at.Offset, (int)at.Length));
    }

    [Theory]
    [InlineData("# ", "", "\nprint()\n")]
    [InlineData("/* ", " */", "\r\nbody {}\r\n")]
    [InlineData("<!-- ", " -->", "\n# Title\n")]
    [InlineData("[[ ", " ]]", "\nINT. HOUSE - DAY\n")]
    public void At_the_beginning_a_line_is_left_out_with_its_end(string prefix, string suffix, string rest)
    {
        var line = prefix + s_block + suffix;
        Assert.Equal(line + (rest[0] == '\r' ? "\r\n" : "\n"), Carrier(line + rest));
    }

    [Theory]
    [InlineData("#!/bin/sh\necho", "\n# ", "\n")]
    [InlineData("#!/bin/sh\r\necho", "\r\n# ", "\r\n")]
    [InlineData("#!/bin/sh\necho", "\n# ", "")]
    public void At_the_end_the_break_before_the_line_is_left_out_too(string text, string prefix, string end) => Assert.Equal(prefix + s_block + end, Carrier(text + prefix + s_block + end));

    [Fact]
    public void In_front_matter_the_three_lines_are_left_out()
    {
        var lines = $"-----BEGIN C2PA MANIFEST-----\n{s_data}\n-----END C2PA MANIFEST-----\n";
        Assert.Equal(lines, Carrier("---\n" + lines + "title: A\n---\nText\n"));
    }

    [Theory]
    [InlineData("rm -rf / # ", "")]
    [InlineData("<!-- ", "")]
    [InlineData("/* ", " */ evil()")]
    [InlineData("", "")]
    public void A_line_that_holds_more_than_a_comment_is_not_the_carrier(string prefix, string suffix) => Assert.Equal(s_block, Carrier(prefix + s_block + suffix + "\nmore\n"));

    [Fact]
    public void A_block_around_other_lines_is_none()
    {
        Assert.False(Find($"# -----BEGIN C2PA MANIFEST----- {s_data}\nprint()\n# -----END C2PA MANIFEST-----\n").HasStore);
        Assert.False(Find($"# -----BEGIN C2PA MANIFEST----- -----END C2PA MANIFEST-----\n").HasStore);
    }

    [Fact]
    public void An_address_in_a_block_is_a_remote_manifest() =>
        Assert.Equal("https://example.com/a.c2pa", Find("# -----BEGIN C2PA MANIFEST----- https://example.com/a.c2pa -----END C2PA MANIFEST-----\n").RemoteManifest);

    [Fact]
    public void Two_blocks_count_as_none() => Assert.Contains(Find($"# {s_block}\n# {s_block}\n").Defects, d => d.Code == "store.multiple");

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><head><title>A</title>", "</head><body></body></html>")]
    [InlineData("<html><head><!-- <script type=\"application/c2pa\">eA==</script> --><title><script type=\"application/c2pa\"></title>", "</head></html>")]
    [InlineData("\uFEFF<!doctype HTML><head><script>'<script type=\"application/c2pa\">'</script>", "</head>")]
    [InlineData("<html><head><svg></svg>", "</head><svg xmlns='http://www.w3.org/2000/svg'><metadata></metadata></svg>")]
    public void A_page_has_its_store_in_a_script_of_the_head(string before, string behind)
    {
        var element = $"<script type=\"application/c2pa\">\n{Convert.ToBase64String(Store.Make())}\n</script>";
        Assert.Equal(element, Carrier(before + element + behind));
        Assert.False(Find(before.Replace(element, "", StringComparison.Ordinal) + "</head><body>" + element).HasStore);
    }

    [Theory]
    [InlineData("<script type='application/c2pa' src='https://evil.example/a.js'>", "</script>")]
    [InlineData("<script type='application/c2pa'>", "</script onclick='x'>")]
    public void A_script_with_more_than_its_type_is_not_left_out_whole(string open, string close)
    {
        var content = Convert.ToBase64String(Store.Make());
        Assert.Equal(content, Carrier("<html><head>" + open + content + close + "</head>"));
    }

    [Fact]
    public void Of_an_attribute_that_stands_twice_the_first_counts() =>
        Assert.False(Find("<html><head><script type='text/javascript' type='application/c2pa'>" + Convert.ToBase64String(Store.Make()) + "</script></head>").HasStore);

    [Fact]
    public void A_link_of_a_page_is_a_remote_manifest() =>
        Assert.Equal("https://example.com/a.c2pa", Find("<!doctype html><head><LINK href=\"https://example.com/a.c2pa\" rel='x C2PA-manifest'></head>").RemoteManifest);

    [Fact]
    public void Damage_gives_defects_and_never_exceptions()
    {
        var random = new Random(3);
        foreach (var text in (string[])[$"# {s_block}\nprint()\n", $"<!doctype html><head><script type='application/c2pa'>{s_data}</script><link rel=c2pa-manifest href=x></head>", Encoding.UTF8.GetString(Store.Selectors(Store.Make()))])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var i = 0; i < 1500; i++)
            {
                var broken = (byte[])bytes.Clone();
                for (var flips = random.Next(1, 6); flips > 0; flips--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                if (i % 4 == 0) broken = broken[..random.Next(broken.Length)];
                Assert.NotNull(CredentialLocator.Find(new MemoryStream(broken)));
            }
        }
    }
}
