namespace Countersign.Matching.Images.Local;

/// <summary>A registered picture's features by place, for looking up which lie near a point.</summary>
internal sealed class PlaceGrid
{
    private const int Cell = 16;

    private readonly int _across;
    private readonly int _down;
    private readonly List<int>?[] _cells;

    public PlaceGrid(ReferenceView reference)
    {
        (_across, _down) = (reference.Width / Cell + 1, reference.Height / Cell + 1);
        _cells = new List<int>?[_across * _down];
        for (var r = 0; r < reference.Count; r++)
        {
            var cell = Math.Min((int)(reference.Y[r] / Cell), _down - 1) * _across + Math.Min((int)(reference.X[r] / Cell), _across - 1);
            (_cells[cell] ??= []).Add(r);
        }
    }

    /// <summary>Features in the cell of a point and the eight around it: all within 16 pixels, and some more.</summary>
    public IEnumerable<int> Near(double x, double y)
    {
        if (!(x >= -Cell && y >= -Cell && x < (_across + 1) * Cell && y < (_down + 1) * Cell))
            yield break;
        var (column, row) = ((int)Math.Floor(x / Cell), (int)Math.Floor(y / Cell));
        for (var i = Math.Max(0, row - 1); i <= Math.Min(_down - 1, row + 1); i++)
            for (var j = Math.Max(0, column - 1); j <= Math.Min(_across - 1, column + 1); j++)
                foreach (var feature in _cells[i * _across + j] ?? [])
                    yield return feature;
    }
}
