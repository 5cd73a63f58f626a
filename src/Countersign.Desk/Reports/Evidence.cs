using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core.Clearance;
using Countersign.Core.Statements;
using Countersign.Desk.Clearance;
using Countersign.Desk.Intake;
using Countersign.Desk.Storage;
using Countersign.Desk.Workspace;
using Countersign.Matching.Text;

namespace Countersign.Desk.Reports;

/// <summary>What was found, shown beside what it was found to be: pictures beside pictures, passages beside passages.</summary>
internal sealed class Evidence(DeskWorkspace workspace, ImmutableArray<ReferenceRow> references)
{
    // A page with a thousand pictures is read by nobody and opens on no phone.
    private const int MostPictures = 200;
    private const int MostPassages = 6;
    private const int Context = 160;

    private readonly ThumbnailCache _thumbnails = new(workspace);
    private int _pictures;

    public void Write(Html page, ClearedAsset asset, Register register)
    {
        var picture = asset.File is { Kind: "image", Problem: null, Sha256: not null } && _pictures < MostPictures ? _thumbnails.Of(asset.File) : null;
        if (picture is not null) _pictures++;
        var matches = asset.File.Matches.Where(match => match.Subject is not null).ToList();
        var pictures = matches.Where(match => match.At?.Text is null).DistinctBy(match => match.Subject).ToList();
        if (picture is not null || pictures.Count > 0)
        {
            page.Add("<div class=\"side\">");
            if (picture is not null) page.Add("<figure>").Add(Image(picture, "This file", pictures.Select(match => match.At?.Region))).Add("<figcaption>This file</figcaption></figure>");
            foreach (var match in pictures) Reference(page, match, register);
            page.Add("</div>");
        }
        Passages(page, asset.File, [.. matches.Where(match => match.At?.Text is not null)], register);
    }

    private void Reference(Html page, Finding match, Register register)
    {
        var row = references.FirstOrDefault(reference => reference.Sha256 == match.Reference && reference.Subject == match.Subject);
        page.Add("<figure>");
        if (row?.Thumbnail is { } thumbnail) page.Add(Image(thumbnail, "The registered file", [match.ReferenceAt?.Region]));
        page.Add($"<figcaption>Registered: <b>{register.Title(SubjectId.Parse(match.Subject!).Value)}</b><br>{match.Says}{(match.IsStrong ? "" : " (weak)")}</figcaption></figure>");
    }

    private void Passages(Html page, ExaminedFile file, List<Finding> matches, Register register)
    {
        if (matches.Count == 0 || !StableFile.Read(file.File.Path, FileExaminer.KeepBytes, CancellationToken.None).Try(out var stable, out _)
            // Somebody wrote to it since: the offsets would mark other words.
            || stable.Sha256 != file.Sha256 || stable.Content is not { } content || !TextDecoder.Decode(content).TryGet(out var own, out _)) return;
        foreach (var match in matches.Take(MostPassages))
        {
            var row = references.FirstOrDefault(reference => reference.Sha256 == match.Reference && reference.Subject == match.Subject);
            if (row?.Text is not { } text || match.ReferenceAt?.Text is not { } there) continue;
            page.Add($"<div class=\"side passages\"><figure><blockquote>{Marked(own.Text, match.At!.Text!)}</blockquote><figcaption>This file</figcaption></figure>")
                .Add($"<figure><blockquote>{Marked(text, there)}</blockquote><figcaption>Registered: <b>{register.Title(SubjectId.Parse(match.Subject!).Value)}</b><br>{match.Says}{(match.IsStrong ? "" : " (weak)")}</figcaption></figure></div>");
        }
        if (matches.Count > MostPassages) page.Add($"<p>And {matches.Count - MostPassages} more passages.</p>");
    }

    private static Html Marked(string text, int[] span)
    {
        var (from, to) = (Utf16(text, span[0]), Utf16(text, span[1]));
        var before = Math.Max(0, from - Context);
        var after = Math.Min(text.Length, to + Context);
        // Never cut a pair of surrogates in two.
        if (before > 0 && char.IsLowSurrogate(text[before])) before--;
        if (after < text.Length && char.IsLowSurrogate(text[after])) after++;
        return new Html().Add($"{(before > 0 ? "… " : "")}{text[before..from]}<mark>{text[from..to]}</mark>{text[to..after]}{(after < text.Length ? " …" : "")}");
    }

    private static int Utf16(string text, int codePoints)
    {
        var at = 0;
        for (; codePoints > 0 && at < text.Length; codePoints--) at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        return at;
    }

    // The frames are laid over the picture in parts of its size, so that they stay in place at any size.
    private static string Image(byte[] jpeg, string alt, IEnumerable<double[]?> regions)
    {
        var frames = string.Concat(regions.OfType<double[]>().Select(region =>
            $"<rect x=\"{Percent(region[0])}\" y=\"{Percent(region[1])}\" width=\"{Percent(region[2])}\" height=\"{Percent(region[3])}\"/>"));
        var overlay = frames.Length == 0 ? "" : $"<svg role=\"img\" aria-label=\"The part that is alike\">{frames}</svg>";
        return $"<div class=\"framed\"><img alt=\"{alt}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\">{overlay}</div>";
    }

    private static string Percent(double part) => (part * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
