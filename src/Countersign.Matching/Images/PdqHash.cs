using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Countersign.Matching.Images;

/// <summary>
/// A 256-bit PDQ hash. Bit <c>16·row + column</c> is set when that DCT coefficient is above the median. As text:
/// 64 lower-case hexadecimal digits, bit 255 first, the order of the published reference programs.
/// </summary>
/// <param name="Bits0">Bits 0 to 63, least significant first.</param>
/// <param name="Bits64">Bits 64 to 127.</param>
/// <param name="Bits128">Bits 128 to 191.</param>
/// <param name="Bits192">Bits 192 to 255.</param>
public readonly record struct PdqHash(ulong Bits0, ulong Bits64, ulong Bits128, ulong Bits192)
{
    /// <summary>How many bits a hash has.</summary>
    public const int Length = 256;

    /// <summary>How many bits differ, 0 to 256. Unrelated pictures lie near 128.</summary>
    /// <param name="other">The hash to compare with.</param>
    public int HammingDistance(PdqHash other) =>
        BitOperations.PopCount(Bits0 ^ other.Bits0) + BitOperations.PopCount(Bits64 ^ other.Bits64)
        + BitOperations.PopCount(Bits128 ^ other.Bits128) + BitOperations.PopCount(Bits192 ^ other.Bits192);

    /// <summary>Reads 64 hexadecimal digits of either case, with nothing around them.</summary>
    /// <param name="hex">The text.</param>
    /// <param name="hash">The hash when true is returned.</param>
    /// <returns>False when the text is null, of another length, or holds another character.</returns>
    public static bool TryParse([NotNullWhen(true)] string? hex, out PdqHash hash)
    {
        hash = default;
        if (hex is not { Length: 64 }
            || !TryWord(hex, 0, out var high) || !TryWord(hex, 16, out var upper)
            || !TryWord(hex, 32, out var lower) || !TryWord(hex, 48, out var low))
            return false;
        hash = new PdqHash(low, lower, upper, high);
        return true;
    }

    /// <summary>Reads what <see cref="TryParse"/> reads.</summary>
    /// <param name="hex">64 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static PdqHash Parse(string hex) =>
        TryParse(hex, out var hash) ? hash : throw new FormatException("A PDQ hash is 64 hexadecimal digits.");

    /// <summary>64 lower-case hexadecimal digits, bit 255 first.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Bits192:x16}{Bits128:x16}{Bits64:x16}{Bits0:x16}");

    private static bool TryWord(string hex, int from, out ulong word) =>
        ulong.TryParse(hex.AsSpan(from, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out word);
}

/// <summary>A PDQ hash with how much the picture had to say.</summary>
/// <param name="Hash">The hash.</param>
/// <param name="Quality">
/// 0 to 100: how strong the gradients of the 64×64 reduction are. At or below
/// <see cref="PdqThresholds.DiscardQuality"/> the hash is mostly noise and proves nothing.
/// </param>
public readonly record struct PdqFingerprint(PdqHash Hash, int Quality);
