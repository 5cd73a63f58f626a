using Countersign.EndToEnd.Shared;

namespace Countersign.EndToEnd.BadInput;

/// <summary>Names and texts from strangers are shown, and never obeyed: not by the terminal, not by the browser.</summary>
public sealed class HostileNameTests
{
    private static readonly string[] s_names =
    [
        "new\nline.txt", "tab\there.txt", "\u001b[31mred\u001b[0m.txt", "\u001b]0;title\u0007.txt", "c1\u009b31m.txt", "bell\u0007.txt", "invoice\u202Egpj.exe",
        "isolate\u2066x\u2069.txt", "mark\u200Fx\u061Cy.txt", "family 👩‍👩‍👧.txt", "[red]markup[/].txt", "<script>alert(1)</script>.txt".Replace('/', '∕'), "\"quoted\" & 'so'.txt", "{0}%s.txt", "-dash.txt", "ünï ço∂e.txt",
    ];

    [Fact]
    public async Task Names_reach_the_terminal_without_control_and_direction_marks()
    {
        using var desk = await WithNamesAsync();
        foreach (var verb in new[] { "clear", "inspect", "fingerprint", "match" })
        {
            var run = await desk.RunAsync([verb, "rushes", .. verb == "clear" ? TempDesk.Asked : []]);
            Assert.True(run.ExitCode is 0 or 1 or 2, run.ToString());
            AssertShowable(run.Out);
            AssertShowable(run.Error);
            // The table of a clearance shows the first few files of one answer.
            Assert.Contains("\\u001b[31mred\\u001b[0m.txt", run.Out, StringComparison.Ordinal);
            if (verb == "clear") continue;
            Assert.Contains("family 👩", run.Out, StringComparison.Ordinal);
            Assert.Contains("[red]markup[/].txt", run.Out, StringComparison.Ordinal);
            Assert.Contains("invoice\\u202egpj.exe", run.Out, StringComparison.Ordinal);
        }
        foreach (var name in s_names.Where(name => name[0] != '-'))
        {
            var run = await desk.RunAsync("registry", "import", $"rushes/missing-{name}");
            run.Exits(3);
            AssertShowable(run.Error);
        }
    }

    [Fact]
    public async Task Json_keeps_the_real_names()
    {
        using var desk = await WithNamesAsync();
        var clearance = await desk.ClearAsync("rushes");
        Assert.Equal(s_names.Order(StringComparer.Ordinal), clearance.Rows.Keys.Order(StringComparer.Ordinal));
        // A terminal that shows the JSON is not to be driven by it either.
        AssertShowable(clearance.Run.Out);
    }

    [Fact]
    public async Task The_report_stays_inert_whatever_names_and_texts_hold()
    {
        const string Payload = "<script>alert(1)</script><img src=x onerror=alert(2)> \u001b[2J \u202Eevil";
        using var desk = await WithNamesAsync();
        var words = File.ReadAllText(desk.At("references", "text.txt"));
        var hostile = desk.Write("references/hostile.txt", Payload + " " + words);
        desk.Write("rushes/quotes.txt", "Before it. " + Payload + " " + words + " After it. </blockquote><script>alert(3)</script>");
        (await desk.RunAsync("register", "work", Payload, "--id", "payload", "--kind", "text", "--holder", "party:ada-lindqvist", "--file", hostile, "--note", Payload)).Exits(0);
        (await desk.RunAsync("consent", "prohibit", "--by", "party:ada-lindqvist", "--about", "work:payload", "--act", "distribute", "--says", Payload, "--source", Payload)).Exits(0);
        AssertShowable((await desk.RunAsync("registry", "show", "work:payload")).Exits(0).Out);
        AssertShowable((await desk.RunAsync("registry", "list")).Exits(0).Out);
        AssertShowable((await desk.RunAsync("consent", "list")).Exits(0).Out);

        var run = (await desk.RunAsync(["clear", "rushes", .. TempDesk.Asked, "--report", "out.html"])).Exits(1);

        AssertShowable(run.Out);
        var page = File.ReadAllText(desk.At("out.html"));
        Assert.Contains("quotes.txt", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || IsBidi(c));
    }

    private static async Task<TempDesk> WithNamesAsync()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such names.");
        var desk = new TempDesk();
        await desk.RegisterAsync();
        foreach (var name in s_names) desk.Write("rushes/" + name, "some words of " + name);
        return desk;
    }

    internal static void AssertShowable(string text) => Assert.DoesNotContain(text, c => (char.IsControl(c) && c is not ('\n' or '\r')) || IsBidi(c));

    private static bool IsBidi(char c) => c is '\u061C' or '\u200E' or '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
