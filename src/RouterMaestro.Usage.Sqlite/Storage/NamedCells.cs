using System.Runtime.InteropServices;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>Sums of requests by hour, model, key, client and end, whose texts have no ids yet.</summary>
internal sealed class NamedCells
{
    private readonly Dictionary<(long Hour, string Model, string Key, string Client, int Outcome), Sums> _cells = [];

    /// <summary>Gets whether there are none.</summary>
    public bool IsEmpty => _cells.Count == 0;

    public IEnumerable<KeyValuePair<(long Hour, string Model, string Key, string Client, int Outcome), Sums>> All => _cells;

    /// <summary>Adds a request.</summary>
    public void Add(UsageRecord record)
    {
        var sums = Of((Hours.Of(record.StartedAt), record.Model?.QualifiedId ?? "", record.KeyName ?? "", record.Client ?? "", (int)record.End + 1));
        sums.Add(Summands.Of(record));
        foreach (var cost in record.StatedCosts)
        {
            sums.AddStated(cost.Unit, cost.Amount);
        }
    }

    /// <summary>Adds other cells.</summary>
    public void Add(NamedCells other)
    {
        foreach (var (cell, sums) in other._cells)
        {
            Of(cell).Add(sums);
        }
    }

    private Sums Of((long Hour, string Model, string Key, string Client, int Outcome) cell) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_cells, cell, out _) ??= new();
}
