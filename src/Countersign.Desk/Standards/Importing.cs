using System.Collections.Immutable;
using System.Text;
using Countersign.Core.Shared;
using Countersign.Core.Statements;

namespace Countersign.Desk.Standards;

/// <summary>Makes statements of what was read.</summary>
internal static class Importing
{
    /// <summary>Wishes as preferences: one statement for each term.</summary>
    public static Outcome<Imported> Preferences(Reading reading, ImportRequest request)
    {
        if (NotWorks(request) is { } persons) return persons;
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var same in reading.Wishes.GroupBy(wish => (wish.Allows, wish.Standard, wish.Mechanism, wish.Term, wish.Says, wish.Line)))
        {
            var first = same.First();
            var statement = new PreferenceStatement(request.By, request.Made, null, first.Says, first.Source(request.Source), [.. request.About.Distinct().Order()],
                [.. same.Select(wish => wish.Act).Distinct().Order()], first.Allows, first.Standard, first.Mechanism);
            // Read back like any other: what the form refuses is not recorded.
            if (!StatementForm.FromTree(statement.ToTree()).Try(out var read, out var problems)) return Outcome.Fail<Imported>(problems);
            statements.Add(read);
        }
        return new Imported(statements.ToImmutable(), [.. reading.Losses.Distinct()], reading.Problems);
    }

    /// <summary>That an import is asked to be about something else than works; null when it is not.</summary>
    public static Problem? NotWorks(ImportRequest request) => request.About.All(about => about.Kind == SubjectKind.Work) ? null
        : new("standards.about-works", "These standards speak of works. A person, or a model of one, is never opened or closed by a machine-readable wish.", null, "Name a work, or record a prohibition of the person.");

    /// <summary>UTF-8 with a mark or without; what is not UTF-8 becomes replacement characters, which no term contains.</summary>
    public static string Text(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        return Encoding.UTF8.GetString(span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? span[3..] : span);
    }

    /// <summary>That a document with rules for paths was brought without a path.</summary>
    public static Problem NoLocation(string what) => new("standards.location-needed", $"{what} has rules for paths, and it is not said where the work stands on its site.", null, "Say --location /path/of/the/work.jpg.");
}
