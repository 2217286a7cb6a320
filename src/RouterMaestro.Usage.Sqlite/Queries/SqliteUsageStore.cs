using Microsoft.Data.Sqlite;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Usage.Sqlite.Files;
using RouterMaestro.Usage.Sqlite.Recording;
using RouterMaestro.Usage.Sqlite.Schema;
using SQLitePCL;

namespace RouterMaestro.Usage.Sqlite.Queries;

/// <summary>Answers queries, each on a connection of its own, which the writer does not wait for.</summary>
internal sealed class SqliteUsageStore(StoreFile file, StoreState state, UsageQueue queue, UsageRecorder? recorder = null) : IUsageStore
{
    /// <inheritdoc />
    public UsageStoreStatus Status => new()
    {
        IsWritable = state.Problem is null,
        Problem = state.Problem,
        Waiting = queue.Count,
        WithoutDetail = queue.WithoutDetail,
    };

    /// <inheritdoc />
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadAsync(connection => new SumQuery(connection, query).Run(), new UsageReport(new(), []), cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The cursor is not one of a page.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<UsagePage> ListAsync(UsageFilter filter, string? cursor, int size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var last = RequestPages.Parse(cursor);
        return ReadAsync(connection => new RequestPages(connection, filter).Read(last, size), new UsagePage([], null), cancellationToken);
    }

    /// <inheritdoc />
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<UsageNames> NamesAsync(CancellationToken cancellationToken) => ReadAsync(NamesOf, new UsageNames([], [], []), cancellationToken);

    /// <inheritdoc />
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Task<UsageRecord?> FindLastAsync(string? session, CancellationToken cancellationToken) =>
        ReadAsync(connection => RequestPages.FindLast(connection, session is { Length: > 0 } ? recorder?.Sessions?.Of(session) : null, isAnySession: session is not { Length: > 0 }), null, cancellationToken);

    private static UsageNames NamesOf(SqliteConnection connection)
    {
        var names = StoredNames.Read(connection);
        return new(
            names.ModelNames.Select(StoredNames.ProviderOf).Distinct(StringComparer.Ordinal).ToEquatableArray(),
            names.ModelNames.ToEquatableArray(),
            names.KeyNames.ToEquatableArray());
    }

    private Task<TResult> ReadAsync<TResult>(Func<SqliteConnection, TResult> read, TResult empty, CancellationToken cancellationToken) =>
        Task.Run(() => Read(read, empty, cancellationToken), cancellationToken);

    private TResult Read<TResult>(Func<SqliteConnection, TResult> read, TResult empty, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = file.OpenForReading();
            if (connection is null)
            {
                return empty;
            }

            using var interruption = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
            StoreFile.Execute(connection, "BEGIN");
            return read(connection);
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException or UsageStoreException)
        {
            throw new IOException($"{file.Name} cannot be read: {exception.Message}", exception);
        }
    }
}
