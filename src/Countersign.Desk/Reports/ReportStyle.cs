namespace Countersign.Desk.Reports;

/// <summary>How reports look: on a phone, on a desk, in the dark and on paper. Verdicts are words first, colour second.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ink:#1c1b19;--soft:#5d5a54;--paper:#fbfaf7;--card:#fff;--line:#dedad2;--deny:#a3241b;--unknown:#8a5a00;--allow:#1d6b3a;--mark:#ffe58a}
        @media(prefers-color-scheme:dark){:root{--ink:#ece9e2;--soft:#a9a49a;--paper:#171614;--card:#201f1c;--line:#3a3833;--deny:#ff8f85;--unknown:#f0b955;--allow:#7fd39b;--mark:#6b5600}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font:600 2rem/1.2 Georgia,"Times New Roman",serif;margin:.1rem 0 1rem}
        h2{font:600 1.35rem/1.2 Georgia,serif;margin:2.2rem 0 .8rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
        h3{font-size:1.05rem;margin:0 0 .5rem;overflow-wrap:anywhere}
        h4{font-size:.85rem;margin:.9rem 0 .2rem;color:var(--soft);font-weight:600}
        .kind{margin:0;color:var(--soft);letter-spacing:.08em;text-transform:uppercase;font-size:.78rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.6rem 1.5rem;margin:0}
        dt{color:var(--soft);font-size:.82rem}dd{margin:0;overflow-wrap:anywhere}
        code{font:.82em ui-monospace,Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
        .command{display:block;margin:.25rem 0;padding:.4rem .6rem;background:var(--paper);border:1px solid var(--line)}
        .packs{color:#555;font-size:.85rem;margin:1rem 0 0}
        .totals{display:flex;gap:.6rem;list-style:none;padding:0;margin:1.4rem 0 0;flex-wrap:wrap}
        .totals a{display:block;padding:.45rem .9rem;border:1px solid currentColor;border-radius:.4rem;text-decoration:none;color:inherit}
        .totals b{font-size:1.2rem}
        .totals .deny,.deny .verdict{color:var(--deny)}.totals .unknown,.unknown .verdict{color:var(--unknown)}.totals .allow,.allow .verdict{color:var(--allow)}
        article{background:var(--card);border:1px solid var(--line);border-left:.3rem solid var(--line);border-radius:.4rem;padding:.9rem 1rem;margin:0 0 1rem}
        article.deny{border-left-color:var(--deny)}article.unknown{border-left-color:var(--unknown)}article.allow{border-left-color:var(--allow)}
        .verdict{font-weight:700;margin-right:.35rem}
        ul{margin:.2rem 0;padding-left:1.2rem}.reasons{padding-left:1.2rem}
        .problem{margin:.2rem 0 .5rem;color:var(--unknown)}
        .use{color:var(--soft);margin:.4rem 0}
        q{font-style:italic}cite{color:var(--soft);font-style:normal;font-size:.9em}cite::before{content:"— "}
        .side{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem;margin:.8rem 0}
        .framed{position:relative;display:inline-block;line-height:0}.framed svg{position:absolute;inset:0;width:100%;height:100%}
        .framed rect{fill:none;stroke:#d60;stroke-width:3;vector-effect:non-scaling-stroke}
        figure{margin:0}figcaption{color:var(--soft);font-size:.85rem;margin-top:.3rem}
        img{max-width:100%;max-height:18rem;border:1px solid var(--line);display:block}
        blockquote{margin:0;padding:.7rem .9rem;background:var(--paper);border:1px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere;font:.9rem/1.55 Georgia,serif}
        mark{background:var(--mark);color:inherit}
        details{margin:.6rem 0 0}summary{cursor:pointer;color:var(--soft);font-size:.9rem}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--paper);border:1px solid var(--line);padding:.8rem;font:.85rem/1.5 ui-monospace,Consolas,monospace}
        footer{margin-top:2.5rem;color:var(--soft);font-size:.85rem;border-top:1px solid var(--line);padding-top:.8rem}
        @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--card:#fff;--line:#bbb;--deny:#7a0d05;--unknown:#6b4500;--allow:#0d4f26;--mark:#fff0a8}
        main{max-width:none;padding:0}article{break-inside:avoid}details:not([open]){display:none}mark{outline:1px solid #000;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
