using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Countersign.Core.Statements;

/// <summary>ISO 3166-1 alpha-2 codes and a few groups of them. Subdivisions (<c>US-CA</c>) are taken as they stand, below their country.</summary>
public static class Territories
{
    private const string Codes =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ " +
        "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
        "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM " +
        "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
        "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

    private static readonly FrozenSet<string> s_countries = Codes.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ImmutableArray<string>> s_groups = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["WORLD"] = [.. s_countries.Order(StringComparer.Ordinal)],
        // The 27 member states since 1 February 2020.
        ["EU"] = [.. "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".Split(' ')],
        // The EU with Iceland, Liechtenstein and Norway.
        ["EEA"] = [.. "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".Split(' ')],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The countries a code stands for, in ordinal order; null when it is no code of ours. Case does not matter.</summary>
    public static ImmutableArray<string>? Expand(string code)
    {
        var upper = code.ToUpperInvariant();
        if (s_groups.TryGetValue(upper == "WW" ? "WORLD" : upper, out var members)) return members;
        if (s_countries.Contains(upper)) return [upper];
        return upper.Length is >= 4 and <= 6 && upper[2] == '-' && s_countries.Contains(upper[..2]) && upper.AsSpan(3).IndexOfAnyExceptInRange('0', 'Z') < 0 ? [upper] : null;
    }

    /// <summary>True when the countries are all there are.</summary>
    public static bool IsWorld(IReadOnlyCollection<string> countries) => countries.Count >= s_countries.Count && s_countries.IsSubsetOf(countries);
}
