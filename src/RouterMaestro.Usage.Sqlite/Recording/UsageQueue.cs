using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>The records that wait to be written. Past the bound the newest are only added to sums, so that nothing is lost but detail.</summary>
/// <param name="bound">The maximum number of records.</param>
internal sealed class UsageQueue(int bound)
{
    private readonly Lock _gate = new();
    private readonly Queue<UsageRecord> _records = [];
    private readonly Queue<CircuitEntry> _circuits = [];
    private NamedCells _summed = new();
    private long _withoutDetail;
    private bool _isClosed;

    /// <summary>Gets the number of records that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _records.Count;
            }
        }
    }

    /// <summary>Gets the number of requests since the start that were only added to sums.</summary>
    public long WithoutDetail => Interlocked.Read(ref _withoutDetail);

    /// <summary>Adds a record.</summary>
    public void Add(UsageRecord record)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (_records.Count < bound)
            {
                _records.Enqueue(record);
            }
            else
            {
                _summed.Add(record);
                _withoutDetail++;
            }
        }
    }

    /// <summary>Adds a record to the sums only.</summary>
    public void AddSummed(UsageRecord record)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _summed.Add(record);
                _withoutDetail++;
            }
        }
    }

    /// <summary>Adds a change of a circuit. Past the bound of records the newest are dropped: circuits also open and close while nobody can write.</summary>
    public void Add(CircuitEntry change)
    {
        lock (_gate)
        {
            if (!_isClosed && _circuits.Count < bound)
            {
                _circuits.Enqueue(change);
            }
        }
    }

    /// <summary>Gets the changes of circuits, which stay until <see cref="RemoveCircuits"/>.</summary>
    public CircuitEntry[] PeekCircuits()
    {
        lock (_gate)
        {
            return [.. _circuits];
        }
    }

    /// <summary>Removes changes that were written.</summary>
    public void RemoveCircuits(int count)
    {
        lock (_gate)
        {
            for (; count > 0; count--)
            {
                _circuits.Dequeue();
            }
        }
    }

    /// <summary>Gets the oldest records, which stay until <see cref="Remove"/>, and takes the sums.</summary>
    /// <param name="batch">Receives the records.</param>
    /// <param name="max">The maximum number of records.</param>
    public NamedCells Peek(List<UsageRecord> batch, int max)
    {
        batch.Clear();
        lock (_gate)
        {
            foreach (var record in _records)
            {
                if (batch.Count == max)
                {
                    break;
                }

                batch.Add(record);
            }

            var summed = _summed;
            _summed = new();
            return summed;
        }
    }

    /// <summary>Removes records that were written.</summary>
    public void Remove(int count)
    {
        lock (_gate)
        {
            for (; count > 0; count--)
            {
                _records.Dequeue();
            }
        }
    }

    /// <summary>Puts sums back that could not be written.</summary>
    public void PutBack(NamedCells summed)
    {
        lock (_gate)
        {
            _summed.Add(summed);
        }
    }

    /// <summary>Drops all records, and those to come.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _records.Clear();
            _summed = new();
        }
    }
}
