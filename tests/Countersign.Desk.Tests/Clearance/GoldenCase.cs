using System.Collections.Immutable;
using Countersign.Core.Clearance;
using Countersign.Core.Clearance.Indexed;
using Countersign.Core.Packs;
using Countersign.Core.Shared;
using Countersign.Desk.Clearance;
using Countersign.Desk.Documents;
using Countersign.Desk.Packs;

namespace Countersign.Desk.Tests.Clearance;

/// <summary>
/// A worked case of the decision: a use, the facts, and what a reader of the domain expects. Files under <c>tests/fixtures/clearance</c> hold them;
/// the first document of a file is what its cases share, and a case may add to it, or leave parts of it out.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Name">The case, in a lawyer's words.</param>
/// <param name="Rule">The rule of the domain that it shows.</param>
/// <param name="Document">The use with its facts, as <c>countersign decide</c> reads it.</param>
/// <param name="Expect">What is expected.</param>
/// <param name="Labels">The labels of the statements, by id.</param>
public sealed record GoldenCase(string File, string Name, string Rule, Tree.Map Document, Tree.Map Expect, IReadOnlyDictionary<string, string> Labels)
{
    private static readonly string[] s_own = ["case", "rule", "expect", "register", "statements", "without", "use"];

    /// <summary>Every case of the fixtures.</summary>
    public static ImmutableArray<GoldenCase> All { get; } = [.. Directory.EnumerateFiles(Folder(), "*.yaml").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>The folder of the fixtures.</summary>
    public static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Countersign.slnx"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("tests/fixtures/clearance");
        return Path.Combine(folder, "tests", "fixtures", "clearance");
    }

    /// <summary>The decision, by both engines; they must give the same bytes.</summary>
    public Decision Decide()
    {
        var asked = AskedUse.FromTree(Document) is { IsOk: true } outcome ? outcome.Value : throw new InvalidOperationException($"{this}: {string.Join("; ", AskedUse.FromTree(Document).Problems)}");
        var packs = PackFiles.Shipped.Then(shipped => shipped.Choose(asked.Packs)).Value;
        var plain = asked.Decide(new PlainEngine(asked.Facts!), asked.AsOf!.Value, packs);
        Assert.Equal(DeterministicCbor.Write(plain.ToTree()), DeterministicCbor.Write(asked.Decide(new ClearanceIndex(asked.Facts!), asked.AsOf!.Value, packs).ToTree()));
        return plain;
    }

    /// <inheritdoc />
    public override string ToString() => $"{File}: {Name}";

    private static IEnumerable<GoldenCase> Read(string path)
    {
        var documents = SourceFiles.Read(path) is { IsOk: true } read ? read.Value : throw new InvalidOperationException(string.Join("; ", SourceFiles.Read(path).Problems));
        var shared = (Tree.Map)documents[0];
        foreach (var document in documents.Skip(1).Cast<Tree.Map>())
        {
            var name = Text(document["case"]);
            var without = Items(document["without"]).Select(Text).ToHashSet(StringComparer.Ordinal);
            var statements = Items(shared["statements"]).Where(item => !without.Contains(Text(((Tree.Map)item)["label"]))).Concat(Items(document["statements"])).ToList();
            var register = Items(document["register"]);
            var replaced = register.Select(IdOf).ToHashSet(StringComparer.Ordinal);
            var use = ((Tree.Map?)shared["use"])?.Entries ?? [];
            var own = ((Tree.Map?)document["use"])?.Entries ?? [];
            var parts = use.Where(part => own.All(other => other.Key != part.Key)).Concat(own.Where(part => part.Value is not Tree.Text { Value: "unstated" })).ToList();
            parts.Add(new("register", Tree.Of(Items(shared["register"]).Where(item => !replaced.Contains(IdOf(item))).Concat(register))));
            parts.Add(new("statements", Tree.Of(statements)));
            foreach (var part in shared.Entries.Where(part => !s_own.Contains(part.Key) && part.Key != "theme" && document[part.Key] is null).Concat(document.Entries.Where(part => !s_own.Contains(part.Key)))) parts.Add(part);
            var labels = AskedUse.FromTree(new Tree.Map([.. parts])) is { IsOk: true, Value.Facts: { } facts }
                ? facts.Statements.Where(recorded => recorded.Statement.Label is not null).ToDictionary(recorded => recorded.Statement.Id, recorded => recorded.Statement.Label!, StringComparer.Ordinal)
                : [];
            yield return new(Path.GetFileName(path), name, Text(document["rule"]), new Tree.Map([.. parts]), (Tree.Map)document["expect"]!, labels);
        }
    }

    private static string IdOf(Tree item) => Text(((Tree.Map)item).Entries[0].Value);

    internal static string Text(Tree? tree) => tree is Tree.Text text ? text.Value : "";

    internal static ImmutableArray<Tree> Items(Tree? tree) => tree switch { Tree.List list => list.Items, null => [], _ => [tree] };
}
