using System.Collections.Immutable;
using Countersign.Desk.Standards.Odrl;

namespace Countersign.Desk.Standards;

/// <summary>The standards that are read and written.</summary>
public static class KnownStandards
{
    /// <summary>Each once, by name.</summary>
    public static ImmutableArray<IStandard> All { get; } =
    [
        new Aipref.AiprefStandard(), new Cawg.CawgStandard(), new OdrlStandard(OdrlSyntax.JsonLd), new OdrlStandard(OdrlSyntax.Turtle), new Plus.PlusStandard(), new Robots.RobotsStandard(), new Rsl.RslStandard(), new Spawning.SpawningStandard(), new TdmRep.TdmRepStandard(),
    ];

    /// <summary>The one of that name; null when there is none.</summary>
    public static IStandard? Named(string name) => All.FirstOrDefault(standard => standard.Name == name);
}
