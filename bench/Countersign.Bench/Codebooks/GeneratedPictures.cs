using Countersign.Matching.Images;
using Countersign.Matching.Shared;

namespace Countersign.Bench.Codebooks;

/// <summary>
/// Pictures with the statistics of photographs and no author: "dead leaves" (shapes of all sizes, the number falling with
/// the cube of the size, each hiding those before it), each leaf shaded and textured by noise of falling spectrum, and strokes
/// as of letters and branches. From a seed; the same on every machine.
/// </summary>
internal sealed class GeneratedPictures(ulong seed)
{
    private const int Width = 640;
    private const int Height = 480;

    public DecodedPicture Make(int number)
    {
        var random = new SplitMix(seed + (ulong)number * 0x10001);
        var values = Noise(ref random, 128, 60, 0.5 + random.NextDouble() * 0.5);
        var texture = Noise(ref random, 0, 1, 0.3 + random.NextDouble() * 0.7);
        var leaves = 150 + random.Next(700);
        for (var i = 0; i < leaves; i++)
        {
            // Inverse of the distribution of r with density r⁻³ between the least and the greatest radius.
            var (least, most) = (4.0, 180.0);
            var u = random.NextDouble();
            var radius = 1 / Math.Sqrt(1 / (least * least) - u * (1 / (least * least) - 1 / (most * most)));
            Leaf(ref random, values, texture, radius);
        }

        var strokes = random.Next(3) == 0 ? random.Next(200) : random.Next(20);
        for (var i = 0; i < strokes; i++)
            Stroke(ref random, values);
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < values.Length; i++)
            rgb.AsSpan(3 * i, 3).Fill((byte)Math.Clamp(values[i] + random.NextDouble() * 4 - 2, 0, 255));
        return new DecodedPicture(rgb, Width, Height, new PictureHeader(Width, Height, "generated", 1, false, 1));
    }

    private static void Leaf(ref SplitMix random, float[] values, float[] texture, double radius)
    {
        var (cx, cy) = (random.NextDouble() * Width, random.NextDouble() * Height);
        var (sine, cosine) = Math.SinCos(random.NextDouble() * Math.PI);
        var flat = 0.4 + 0.6 * random.NextDouble();
        var shape = random.Next(3);
        var grey = random.NextDouble() * 255;
        var (slopeX, slopeY) = ((random.NextDouble() - 0.5) * 80 / radius, (random.NextDouble() - 0.5) * 80 / radius);
        var rough = random.NextDouble() * random.NextDouble() * 60;
        var soft = random.Next(4) == 0 ? 3.0 : 0.7;
        var shift = random.Next(values.Length);
        for (var y = (int)Math.Max(0, cy - radius * 1.5); y < Math.Min(Height, cy + radius * 1.5); y++)
        {
            for (var x = (int)Math.Max(0, cx - radius * 1.5); x < Math.Min(Width, cx + radius * 1.5); x++)
            {
                var (dx, dy) = (x - cx, y - cy);
                var (a, b) = (Math.Abs(dx * cosine + dy * sine), Math.Abs(dy * cosine - dx * sine) / flat);
                var size = shape switch { 0 => Math.Sqrt(a * a + b * b), 1 => Math.Max(a, b), _ => (a + b) * 0.8 };
                var cover = Math.Clamp((radius - size) / soft + 0.5, 0, 1);
                if (cover <= 0)
                    continue;
                var colour = grey + slopeX * dx + slopeY * dy + rough * texture[(y * Width + x + shift) % texture.Length];
                ref var value = ref values[y * Width + x];
                value = (float)(value * (1 - cover) + colour * cover);
            }
        }
    }

    private static void Stroke(ref SplitMix random, float[] values)
    {
        var (x, y) = (random.NextDouble() * Width, random.NextDouble() * Height);
        var direction = random.NextDouble() * Math.Tau;
        var bend = (random.NextDouble() - 0.5) * 0.3;
        var thick = 0.8 + random.NextDouble() * 2;
        var grey = (float)(random.NextDouble() * 255);
        for (var step = random.Next(60); step >= 0; step--)
        {
            for (var oy = (int)-thick - 1; oy <= thick + 1; oy++)
            {
                for (var ox = (int)-thick - 1; ox <= thick + 1; ox++)
                {
                    var (px, py) = ((int)x + ox, (int)y + oy);
                    if (px < 0 || py < 0 || px >= Width || py >= Height)
                        continue;
                    var distance = Math.Sqrt((px - x) * (px - x) + (py - y) * (py - y));
                    var cover = (float)Math.Clamp(thick - distance + 0.5, 0, 1);
                    ref var value = ref values[py * Width + px];
                    value = value * (1 - cover) + grey * cover;
                }
            }

            (x, y) = (x + Math.Cos(direction), y + Math.Sin(direction));
            direction += bend;
        }
    }

    /// <summary>Value noise of several octaves, each finer one weaker by <paramref name="fall"/>.</summary>
    private static float[] Noise(ref SplitMix random, float centre, float size, double fall)
    {
        var values = new float[Width * Height];
        Array.Fill(values, centre);
        var weight = (double)size;
        for (var cell = 128; cell >= 2; cell /= 2, weight *= fall)
        {
            var across = Width / cell + 2;
            var grid = new float[across * (Height / cell + 2)];
            foreach (ref var value in grid.AsSpan())
                value = (float)((random.NextDouble() * 2 - 1) * weight);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var (gx, gy) = (x / cell, y / cell);
                    var (fx, fy) = (x % cell / (float)cell, y % cell / (float)cell);
                    var at = gy * across + gx;
                    var upper = grid[at] + (grid[at + 1] - grid[at]) * fx;
                    var lower = grid[at + across] + (grid[at + across + 1] - grid[at + across]) * fx;
                    values[y * Width + x] += upper + (lower - upper) * fy;
                }
            }
        }

        return values;
    }
}
