using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Schema;
using RouterMaestro.Usage.Sqlite.Storage;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>Writes what waits into the file, adds it to the roll-ups, and deletes what is old. Used by one task.</summary>
internal sealed partial class BatchWriter(
    UsageQueue queue, StoreFile file, StoreState state, RecordingSettings settings, TimeProvider clock, ILogger<BatchWriter> logger) : IDisposable
{
    private const int MaxBatch = 2000;
    private const int PruneBatch = 5000;
    private static readonly TimeSpan _tailPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _prunePeriod = TimeSpan.FromHours(1);

    private readonly List<UsageRecord> _batch = [];
    private StoreWriter? _writer;
    private DateTime? _createdAt;
    private DateTimeOffset _tailAt;
    private DateTimeOffset _pruneAt;
    private bool _hasPruned;

    /// <summary>Gets whether there is more to delete.</summary>
    public bool HasMore => _writer is not null && clock.GetUtcNow() >= _pruneAt;

    public void Dispose() => _writer?.Dispose();

    /// <summary>Writes all that waits.</summary>
    /// <returns>True if nothing waits any more; false if the file cannot be written now.</returns>
    public bool TryWriteAll()
    {
        try
        {
            Open();
            while (WriteBatch())
            {
            }

            WriteCircuits();
            Tend();
            Recovered();
            return true;
        }
        catch (SqliteException exception) when (StoreFile.IsCorrupt(exception))
        {
            return Report(SetAside(), exception.Message);
        }
        catch (SqliteException exception)
        {
            Close();
            return Report($"{file.Name} cannot be written: {exception.Message}", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // the message holds the path, which is for the log only
            Close();
            return Report($"{file.Name} cannot be made in its folder.", exception.Message);
        }
        catch (UsageStoreException exception)
        {
            Refuse(exception.Message);
            return true;
        }
    }

    private void Open()
    {
        if (_writer is not null && file.CreatedAt != _createdAt)
        {
            Close();
        }

        if (_writer is null)
        {
            _writer = StoreWriter.Open(file);
            _createdAt = file.CreatedAt;
        }
    }

    private bool WriteBatch()
    {
        var summed = queue.Peek(_batch, MaxBatch);
        if (_batch.Count == 0 && summed.IsEmpty)
        {
            return false;
        }

        try
        {
            _writer!.Write(_batch, summed);
            if (file.CreatedAt != _createdAt)
            {
                throw new FileNotFoundException("It was deleted or replaced while it was written.");
            }
        }
        catch
        {
            queue.PutBack(summed);
            throw;
        }

        queue.Remove(_batch.Count);
        return true;
    }

    private void WriteCircuits()
    {
        if (queue.PeekCircuits() is { Length: > 0 } changes)
        {
            _writer!.Write(changes);
            queue.RemoveCircuits(changes.Length);
        }
    }

    // while requests are few, they are added to the roll-ups once a minute
    private void Tend()
    {
        var now = clock.GetUtcNow();
        if (now >= _tailAt && _writer!.HasTail)
        {
            _writer.AddTail();
            _tailAt = now + _tailPeriod;
        }

        if (now < _pruneAt)
        {
            return;
        }

        var before = now.AddDays(-settings.DetailDays);
        var count = _writer!.Prune(before, PruneBatch);
        _hasPruned |= count > 0;
        if (count == PruneBatch)
        {
            // the rest later: records that came in the meantime are written first
            return;
        }

        if (_hasPruned)
        {
            _writer.PruneTexts(before);
            _hasPruned = false;
        }

        _pruneAt = now + _prunePeriod;
    }

    private string SetAside()
    {
        Close();
        try
        {
            var name = file.SetAside(clock.GetUtcNow());
            LogBroken(logger, file.Name, name);
            return $"{file.Name} was corrupt: it is now {name}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{file.Name} is corrupt, and cannot be renamed.";
        }
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private bool Report(string problem, string details)
    {
        if (state.Problem is null)
        {
            LogProblem(logger, problem, details);
        }

        state.Problem = problem;
        return false;
    }

    private void Recovered()
    {
        if (state.Problem is not null)
        {
            LogRecovered(logger, file.Name);
            state.Problem = null;
        }
    }

    private void Refuse(string reason)
    {
        state.Problem = reason;
        state.IsRefused = true;
        queue.Close();
        LogRefused(logger, reason);
    }
}
