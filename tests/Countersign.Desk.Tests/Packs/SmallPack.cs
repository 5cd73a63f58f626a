namespace Countersign.Desk.Tests.Packs;

/// <summary>A pack of one rule, for tests: of no real law.</summary>
internal static class SmallPack
{
    public const string Yaml = """
        pack: house-rule
        version: "3"
        title: A rule of the house
        instrument: agreement
        status: contract
        applies: when-chosen
        in-force: { from: 2026-01-01, to: 2026-12-31 }
        sources:
          - { id: text, title: The house rules, url: "https://example.org/rules", read: primary }
        inputs:
          - { name: told, type: yes-no, ask: Was the person told? }
          - { name: signed-on, type: time, ask: When was it signed? }
        rules:
          - id: notice
            clause: Whoever is copied is told, and two days pass.
            citation: "House rules, 4"
            source: text
            when: act within generate and person
            require: told and on - signed-on >= 48 hours
            fails: deny
            says: Tell the person, and wait two days.
            duty: { duty: label, says: Say that it is a copy. }
            cases:
              - case: Told, and two days passed
                given: { act: generate.voice, person: true, on: 2026-03-03, told: true, signed-on: 2026-03-01 }
                expect: satisfied
              - case: A second too early
                given: { act: generate.voice, person: true, on: "2026-03-02T23:59:59Z", told: true, signed-on: 2026-03-01 }
                expect: failed
              - case: Nobody says when it was signed
                given: { act: generate.voice, person: true, on: 2026-03-03, told: true }
                expect: unknown
              - case: The last day is included
                given: { act: generate.voice, person: true, on: "2026-12-31T23:59:59Z", told: false }
                expect: failed
              - case: The day after is not
                given: { act: generate.voice, person: true, on: 2027-01-01, told: false }
                expect: not-applicable
        """;
}
