using System.Collections.Frozen;
using System.Text;

namespace Countersign.Credentials.Containers.Bmff;

/// <summary>What is known of box types: which hold boxes and nothing else, and which begin with a version and flags (ISO/IEC 14496-12, 23008-12, QuickTime).</summary>
internal static class BoxKinds
{
    // Boxes with fields of their own before their children (stsd, dref, iref) are leaves here: C2PA 2.2 §18.6.2 forbids a path through
    // them. meta is the exception that early assertions used (/meta/iloc).
    private static readonly FrozenSet<uint> s_containers = Codes(
        "moov trak edts mdia minf dinf stbl udta mvex moof traf mfra meta meco iprp ipco sinf schi rinf strk strd tref grpl tapt");

    private static readonly FrozenSet<uint> s_full = Codes(
        "mvhd tkhd mdhd hdlr vmhd smhd hmhd nmhd sthd dref url  urn  stts ctts cslg stsd stsz stz2 stsc stco co64 stss stsh stdp padb subs saiz saio " +
        "elst mehd trex leva mfhd tfhd trun sbgp sgpd csgp tfdt tfra mfro sidx ssix prft pdin emsg pssh iloc ipro iinf infe pitm xml  bxml fiin fpar fecr " +
        "segr gitn iref mere ipma ispe pixi auxC iods cprt tsel kind elng trep assp schm tenc senc stvi stri txtC uri  uriI keys meta");

    /// <summary>True when the content of a box is boxes.</summary>
    public static bool IsContainer(uint type) => s_containers.Contains(type);

    /// <summary>True when the content begins with a version (8 bits) and flags (24 bits).</summary>
    public static bool IsFullBox(uint type) => s_full.Contains(type);

    private static FrozenSet<uint> Codes(string list)
    {
        var codes = new HashSet<uint>();
        // Codes may end with blanks, so the list is cut by fives and not by words.
        for (var i = 0; i + 4 <= list.Length; i += 5) codes.Add(BoxHeader.Code(Encoding.Latin1.GetBytes(list, i, 4)));
        return codes.ToFrozenSet();
    }
}
