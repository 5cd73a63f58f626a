namespace Countersign.Matching.Images.Local;

/// <summary>
/// Which key points to keep. The strongest would all sit where the picture is busiest, and all be small; a crop shows
/// another part, and a reduced copy keeps the large ones only. So the picture is cut into cells that take turns, and a
/// share is kept for the large ones.
/// </summary>
internal static class KeyPointSelection
{
    private const int Side = 10;

    /// <summary>The share kept for points of the upper octaves, as far as there are any.</summary>
    private const double CoarseShare = 0.4;

    /// <returns>At most <paramref name="most"/> points, the ones to keep first first.</returns>
    public static List<KeyPoint> Choose(List<KeyPoint> points, int width, int height, int most)
    {
        var fine = Turns(points.Where(p => p.Octave == 0), width, height);
        var coarse = Turns(points.Where(p => p.Octave > 0), width, height);
        var coarseCount = Math.Min(coarse.Count, Math.Max((int)(most * CoarseShare), most - fine.Count));
        var fineCount = Math.Min(fine.Count, most - coarseCount);

        // Merged so that every beginning of the list has both in the same proportion.
        var chosen = new List<KeyPoint>(fineCount + coarseCount);
        for (int f = 0, c = 0; f < fineCount || c < coarseCount;)
            chosen.Add(c >= coarseCount || f < fineCount && (long)f * coarseCount <= (long)c * fineCount ? fine[f++] : coarse[c++]);
        return chosen;
    }

    private static List<KeyPoint> Turns(IEnumerable<KeyPoint> points, int width, int height)
    {
        var cells = new List<KeyPoint>[Side * Side];
        foreach (var point in points)
        {
            var cell = Math.Clamp((int)(point.Y * Side / height), 0, Side - 1) * Side
                + Math.Clamp((int)(point.X * Side / width), 0, Side - 1);
            (cells[cell] ??= []).Add(point);
        }

        foreach (var cell in cells)
            cell?.Sort(static (a, b) =>
            {
                var order = b.Contrast.CompareTo(a.Contrast);
                order = order != 0 ? order : a.Y.CompareTo(b.Y);
                order = order != 0 ? order : a.X.CompareTo(b.X);
                return order != 0 ? order : a.Sigma.CompareTo(b.Sigma);
            });
        var turns = new List<KeyPoint>();
        for (var turn = 0; ; turn++)
        {
            var round = new List<KeyPoint>();
            foreach (var cell in cells)
                if (cell is not null && turn < cell.Count)
                    round.Add(cell[turn]);
            if (round.Count == 0)
                return turns;
            turns.AddRange(round.OrderByDescending(p => p.Contrast));
        }
    }
}
