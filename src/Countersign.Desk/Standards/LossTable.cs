using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>The published page of the mappings (docs/standards.md), written from the tables that the code maps by. A test compares the two.</summary>
public static class LossTable
{
    /// <summary>The page, in Markdown.</summary>
    public static string Page()
    {
        var page = new StringBuilder();
        page.Append("""
            # Other standards, in and out, and what is lost

            `countersign consent import FILE` reads a document of another standard, `countersign consent export --as STANDARD` writes one, and `clear` hears what stands beside files. No mapping widens a permission: what an import opens, the standard allows; what an export allows, the statements allow to anybody. Where a standard has only one word for more than was refused, that word is written, so that no refusal is dropped. ODRL has [a page of its own](standards/odrl.md).

            This page is written from the tables in `src/Countersign.Desk/Standards`; a test compares them.

            - **Opens** and **reserves**: the acts an import opens or reserves. A preference never opens an act on a person, nor `train.generative.persona`, and any reservation stands over every opening, also of another standard.
            - **Written for**: the acts an export looks at. A term that allows is written where all of them are open to anybody, anywhere, from now on, owing nothing; one that reserves, where any of them, or a part of one, is refused.
            - **Unknown afterwards**, **cannot be said**: the losses.

            A document that the holder of the work imports is their word: RSL becomes grants and prohibitions with their conditions. What somebody else found is a preference, and there a use that is open only under conditions is reserved.


            """.ReplaceLineEndings("\n"));
        // The rules of ODRL are more than terms: its table is on its own page.
        foreach (var standard in KnownStandards.All.Where(standard => standard is not Odrl.OdrlStandard))
        {
            page.Append("## ").Append(standard.Title).Append("\n\n`--as ").Append(standard.Name).Append("`\n\n");
            page.Append("| term | means | opens | reserves | written for | unknown afterwards | cannot be said |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var term in standard.Terms)
                page.Append("| `").Append(Cell(term.Name)).Append("` | ").Append(Cell(term.Means)).Append(" | ").Append(Acts(term.Opens)).Append(" | ").Append(Acts(term.Reserves)).Append(" | ").Append(Acts(term.Written))
                    .Append(" | ").Append(Cell(term.Unknown ?? "")).Append(" | ").Append(Cell(string.Join(" ", new[] { term.Unsaid, term.Unopened }.OfType<string>()))).Append(" |\n");
            page.Append('\n');
        }
        page.Append("""
            ## Beside files

            When a folder is cleared, these are heard, and are no assets themselves:

            | where | what |
            | --- | --- |
            | `robots.txt`, `ai.txt`, `tdmrep.json` or `.well-known/tdmrep.json`, `rsl.xml` or `.rsl.xml`, in a folder that is cleared or between it and the file | the folder stands for the root of a site, and the file's path below it for its path there. Of each kind the nearest counts. An RSL document that `robots.txt` names by `License:` is read when it lies in that folder; nothing is fetched |
            | `NAME.headers` or `NAME.headers.txt` beside `NAME` | the header fields it was served with, as `curl -D` writes them; of several responses the last. Content-Usage, tdm-reservation, X-Robots-Tag |
            | `NAME.rsl.xml` beside `NAME` | an RSL document for that file, whatever address it names |
            | in a page itself | `<meta name="tdm-reservation">`, `<meta name="robots" content="noai">`, `<script type="application/rsl+xml">`. They speak for the page, not for the pictures in it |

            Within TDMRep the header stands over the file at the origin, and the page over the header, as it says. Between standards any reservation counts. What cannot be read is told with each file it would be for, and until it can be, nothing is open.

            """.ReplaceLineEndings("\n"));
        return page.ToString();
    }

    private static string Acts(ImmutableArray<Act> acts) => string.Join(", ", acts.Select(act => $"`{act}`"));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
