using System.Buffers.Binary;
using Countersign.Matching.Shared;

namespace Countersign.Matching.Images.Local;

/// <summary>A cell of the inverted multi-index to look in, and the residual signature relative to it.</summary>
/// <param name="Cell">First word × <see cref="Codebook.Words"/> + second word.</param>
/// <param name="Residual">Signs of 32 projections of what the cell's centre leaves over.</param>
internal readonly record struct Probe(int Cell, uint Residual);

/// <summary>
/// From descriptors to words and signatures. A descriptor is projected to 64 principal components, split into two halves
/// of about equal variance; each half has 1,024 centres, so there are 2²⁰ cells (the inverted multi-index: Babenko and
/// Lempitsky 2012). Two binary signatures go with it (Hamming embedding: Jégou, Douze and Schmid 2008): 32 bits of the
/// residual, for choosing candidates within a cell, and 128 bits of the whole, for comparing two pictures closely.
/// </summary>
/// <remarks>
/// Made once by <c>bench/run --codebook</c> from generated pictures alone, and embedded (144 KiB). Another codebook is another
/// version of <see cref="LocalFingerprint"/>.
/// </remarks>
internal sealed class Codebook
{
    public const int Components = 64;

    public const int Half = Components / 2;

    /// <summary>Centres in each half.</summary>
    public const int Words = 1024;

    public const int Cells = Words * Words;

    private const int ResidualBits = 32;

    private const int SignatureBits = 128;

    /// <summary>Candidates of each half that are combined when several cells are probed.</summary>
    private const int Near = 4;

    private static readonly Lazy<Codebook> Embedded = new(Load);

    private readonly float[] _offset;
    private readonly Matrix _projection;
    private readonly Matrix[] _centres;
    private readonly float[][] _centreNorms;
    private readonly Matrix _residual;
    private readonly float[][] _residualOfCentres;
    private readonly Matrix _signature;

    /// <param name="mean">Of descriptors: 128 values.</param>
    /// <param name="axes">By component: 128 values each; components 0 to 31 make the first half.</param>
    /// <param name="spread">By component: its standard deviation.</param>
    /// <param name="centres">By half, word and component: 2 × 1,024 × 32 values.</param>
    public Codebook(float[] mean, float[] axes, float[] spread, float[] centres)
    {
        _projection = new Matrix(axes, Components, Descriptor.Length);
        var offset = new float[Components];
        _projection.Multiply(mean, [], offset);
        _offset = [.. offset.Select(value => -value)];
        _centres = [.. Enumerable.Range(0, 2).Select(h => new Matrix(centres.AsSpan(h * Words * Half, Words * Half), Words, Half))];
        _centreNorms = [.. Enumerable.Range(0, 2).Select(h => HalfNorms(centres.AsSpan(h * Words * Half, Words * Half)))];

        // A component of large variance would decide every bit alone; the square root of its spread is taken out.
        _residual = Signs(0x5EED0001, ResidualBits, spread);
        _signature = Signs(0x5EED0002, SignatureBits, spread);
        _residualOfCentres = [new float[Words * ResidualBits], new float[Words * ResidualBits]];
        for (var h = 0; h < 2; h++)
        {
            var whole = new float[Components];
            for (var word = 0; word < Words; word++)
            {
                centres.AsSpan((h * Words + word) * Half, Half).CopyTo(whole.AsSpan(h * Half));
                _residual.Multiply(whole, [], _residualOfCentres[h].AsSpan(word * ResidualBits, ResidualBits));
            }
        }
    }

    public static Codebook Default => Embedded.Value;

    /// <summary>Principal components of a descriptor: 64 values.</summary>
    public void Project(ReadOnlySpan<float> descriptor, Span<float> components) =>
        _projection.Multiply(descriptor, _offset, components);

    /// <summary>The 128-bit signature of the whole descriptor.</summary>
    public UInt128 Signature(ReadOnlySpan<float> components)
    {
        Span<float> sums = stackalloc float[SignatureBits];
        _signature.Multiply(components, [], sums);
        return new UInt128(Bits(sums[64..128]), Bits(sums[..64]));
    }

    /// <summary>The cells nearest to a descriptor, nearest first.</summary>
    /// <param name="components">Its principal components.</param>
    /// <param name="probes">As many cells as there is room for, at most 16.</param>
    /// <returns>How many were written.</returns>
    public int Nearest(ReadOnlySpan<float> components, Span<Probe> probes)
    {
        Span<float> whole = stackalloc float[ResidualBits];
        _residual.Multiply(components, [], whole);
        Span<(float Distance, int Word)> first = stackalloc (float, int)[Near];
        Span<(float Distance, int Word)> second = stackalloc (float, int)[Near];
        NearestWords(0, components[..Half], first);
        NearestWords(1, components[Half..], second);

        Span<(float Distance, int I, int J)> pairs = stackalloc (float, int, int)[Near * Near];
        for (var i = 0; i < Near; i++)
            for (var j = 0; j < Near; j++)
                pairs[i * Near + j] = (first[i].Distance + second[j].Distance, i, j);
        pairs.Sort(static (a, b) => a.CompareTo(b));
        var count = Math.Min(probes.Length, pairs.Length);
        for (var p = 0; p < count; p++)
        {
            var (a, b) = (first[pairs[p].I].Word, second[pairs[p].J].Word);
            probes[p] = new Probe(a * Words + b, Residual(whole, a, b));
        }

        return count;
    }

    private uint Residual(ReadOnlySpan<float> whole, int first, int second)
    {
        var a = _residualOfCentres[0].AsSpan(first * ResidualBits, ResidualBits);
        var b = _residualOfCentres[1].AsSpan(second * ResidualBits, ResidualBits);
        var bits = 0u;
        for (var i = 0; i < ResidualBits; i++)
            bits |= (whole[i] > a[i] + b[i] ? 1u : 0u) << i;
        return bits;
    }

    private void NearestWords(int half, ReadOnlySpan<float> components, Span<(float Distance, int Word)> nearest)
    {
        // |x − c|² = |x|² − 2 (x·c − |c|²/2), and |x|² is the same for all.
        Span<float> closeness = stackalloc float[Words];
        _centres[half].Multiply(components, _centreNorms[half], closeness);
        nearest.Fill((float.PositiveInfinity, 0));
        for (var word = 0; word < Words; word++)
        {
            var distance = -closeness[word];
            if (!(distance < nearest[^1].Distance))
                continue;
            var slot = nearest.Length - 1;
            for (; slot > 0 && nearest[slot - 1].Distance > distance; slot--)
                nearest[slot] = nearest[slot - 1];
            nearest[slot] = (distance, word);
        }
    }

    private static ulong Bits(ReadOnlySpan<float> sums)
    {
        var bits = 0ul;
        for (var i = 0; i < sums.Length; i++)
            bits |= (sums[i] > 0 ? 1ul : 0ul) << i;
        return bits;
    }

    private static Matrix Signs(ulong seed, int bits, float[] spread)
    {
        var random = new SplitMix(seed);
        var values = new float[Components * bits];
        for (var o = 0; o < bits; o++)
            for (var i = 0; i < Components; i++)
                values[o * Components + i] = ((random.Next() >> 63) == 0 ? 1 : -1) / MathF.Sqrt(MathF.Max(spread[i], 1e-6f));
        return new Matrix(values, bits, Components);
    }

    private static float[] HalfNorms(ReadOnlySpan<float> centres)
    {
        var norms = new float[Words];
        for (var word = 0; word < Words; word++)
        {
            var centre = centres.Slice(word * Half, Half);
            norms[word] = -Dot(centre) / 2;
        }

        return norms;
    }

    private static float Dot(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
            sum += value * value;
        return sum;
    }

    private static Codebook Load()
    {
        using var stream = typeof(Codebook).Assembly.GetManifestResourceStream("local-codebook.bin")
            ?? throw new InvalidOperationException("The codebook is missing from this build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote: half-precision values, little-endian, in the order of the constructor.</summary>
    public static Codebook Read(ReadOnlySpan<byte> bytes)
    {
        var parts = new[] { Descriptor.Length, Components * Descriptor.Length, Components, 2 * Words * Half };
        if (bytes.Length != 2 * parts.Sum())
            throw new InvalidOperationException("The codebook of this build has another length.");
        var read = new float[parts.Length][];
        for (var (part, at) = (0, 0); part < parts.Length; part++)
        {
            read[part] = new float[parts[part]];
            for (var i = 0; i < parts[part]; i++, at += 2)
                read[part][i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[at..]);
        }

        return new Codebook(read[0], read[1], read[2], read[3]);
    }

    /// <summary>The file that <see cref="Read"/> reads.</summary>
    public static byte[] Write(float[] mean, float[] axes, float[] spread, float[] centres)
    {
        float[] all = [.. mean, .. axes, .. spread, .. centres];
        var bytes = new byte[all.Length * 2];
        for (var i = 0; i < all.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (System.Half)all[i]);
        return bytes;
    }
}
