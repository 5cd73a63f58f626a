using Countersign.Cli.Terminal;
using Countersign.Core.Clearance;
using Countersign.Core.Shared;
using Countersign.Core.Statements;
using Countersign.Desk.Registry;
using Spectre.Console;
using Tree = Countersign.Core.Shared.Tree;

namespace Countersign.Cli.Verbs.Consent;

/// <summary>Makes a statement by asking. Every question may be answered with Enter where there is no limit; nothing is recorded before the end.</summary>
internal static class Questions
{
    public static Outcome<Statement> Ask(string kind, Terminal.Desk desk, RegistryStore store, DateTimeOffset now)
    {
        if (!store.LoadFacts().Try(out var facts, out var problems)) return Outcome.Fail<Statement>(problems);
        if (!facts.Register.Parties.Any()) return new Problem("registry.empty", "Nobody is in the register yet who could say anything.", null, "countersign register party NAME --kind person");
        var console = desk.Out;
        var isGrant = kind == "grant";
        var party = console.Prompt(new SelectionPrompt<Core.Parties.Party>().Title("Who says it?").UseConverter(known => Markup.Escape($"{known.Name} ({known.Id})")).AddChoices(facts.Register.Parties));
        var subjects = Subjects(facts.Register, party.Id);
        if (subjects.Count == 0) return new Problem("registry.nothing-held", $"{party.Name} holds nothing in this register yet.", null, "countersign register work|voice|face …");
        var about = console.Prompt(new MultiSelectionPrompt<SubjectId>().Title("About what?").UseConverter(subject => Markup.Escape($"{facts.Register.Title(subject)} ({subject})")).AddChoices(subjects));
        var acts = console.Prompt(new MultiSelectionPrompt<Act>().Title(isGrant ? "What may be done?" : "What must not be done?").PageSize(14).UseConverter(act => Markup.Escape($"{act.Name}: {act.Says}")).AddChoices(Act.All));
        string Say(string question) => console.Prompt(new TextPrompt<string>(question).AllowEmpty());
        var scope = Tree.Of(
            ("project", List(Say("Only in which productions? (Enter: any)"))),
            ("medium", List(Say("Only in which media? (Enter: any)"))),
            ("territory", List(Say("Only in which territories? (Enter: anywhere)"))),
            ("period", Period(Say("From which day? (Enter: from now)"), Say("Up to which day, included? (Enter: no end)"))));
        var duty = isGrant ? Say("What is owed for it? For example: pay 350 EUR per line (Enter: nothing)") : "";
        var says = Say("In your own words? (Enter: nothing to add)");
        return StatementForm.FromTree(Tree.Of(
            ("statement", kind), ("by", party.Id.ToString()), ("made", Rfc3339.Write(now)),
            ("about", Tree.Of(about.Select(subject => subject.ToString()))), ("acts", Tree.Of(acts.Select(act => act.Name))),
            ("scope", scope.Entries.IsEmpty ? null : scope),
            ("duties", duty.Length == 0 ? null : Tree.Of([Spelling.Duty(duty)])),
            ("says", says.Length == 0 ? null : (Tree)says)));
    }

    private static List<SubjectId> Subjects(Register register, Core.Parties.PartyId party) =>
    [
        .. register.Works.Select(work => work.Id)
            .Concat(register.Models.Select(model => model.Id))
            .Concat(register.Personas.SelectMany(persona => persona.Facets.Select(facet => persona.Id.With(facet.Facet)).Distinct().Prepend(persona.Id)))
            .Where(subject => register.Behind(subject).Any(of => register.Holders(of).Any(holder => holder.Party == party))),
    ];

    private static Tree? List(string answer) => answer.Length == 0 ? null : Tree.Of(answer.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static Tree.Map? Period(string from, string to) => from.Length + to.Length == 0 ? null
        : Tree.Of(("from", from.Length == 0 ? null : (Tree)from), ("to", to.Length == 0 ? null : (Tree)to));
}
