using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RouterMaestro.Limits;

/// <summary>
/// Limits the callers' connections to what the handles of the process allow. When the limit is reached, a new one takes the place of the connection that
/// has been without a request for longest: one that is silent, has sent half a header, or waits after its last request. None of these costs its owner
/// anything, not even a key. A connection that never sends a byte ends after 20 seconds.
/// </summary>
internal sealed partial class ConnectionGate(TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ConnectionGate> logger)
{
    /// <summary>The time within which a connection must send its first byte.</summary>
    public static readonly TimeSpan FirstByteLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan _reportInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Place> _idle = new();
    private int _connections;
    private long _reportedAt = long.MinValue;

    /// <summary>Gets or sets the maximum number of connections.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Takes the limit from the handles of the process, and logs it.</summary>
    public void ReadLimit()
    {
        if (HandleLimit.Read() is { } handles)
        {
            Limit = HandleLimit.ConnectionsFor(handles, HandleLimit.CountUsed());
            LogLimit(Limit, handles);
        }
    }

    /// <summary>Serves a connection once it has sent its first byte.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">Serves it.</param>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Enter(connection) is not { } place)
        {
            connection.Abort(new ConnectionAbortedException("There are too many connections."));
            return;
        }

        try
        {
            connection.Items[typeof(ConnectionGate)] = place;
            if (await HasByteAsync(connection).ConfigureAwait(false))
            {
                await next(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(place);
        }
    }

    /// <summary>Waits for the first byte, which stays unread.</summary>
    private async Task<bool> HasByteAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        if (!input.TryRead(out var read))
        {
            using var late = new CancellationTokenSource(FirstByteLimit, clock);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, connection.ConnectionClosed, lifetime.ApplicationStopping);
            try
            {
                read = await input.ReadAsync(end.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ConnectionAbortedException)
            {
                return false;
            }
        }

        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>Keeps the place of a connection while it serves a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">Serves it.</param>
    public async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(typeof(ConnectionGate), out var item) != true || item is not Place place)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        Begin(place);
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            End(place);
        }
    }

    /// <summary>Gives a connection a place; at the limit that of the connection that has been without a request for longest.</summary>
    /// <returns>The place; null if the connection is refused, because all others are in use.</returns>
    private Place? Enter(ConnectionContext connection)
    {
        Place? evicted = null;
        Place? place = null;
        var isFull = false;
        lock (_lock)
        {
            isFull = _connections >= Limit;
            if (isFull && _idle.First is { } first)
            {
                evicted = first.Value;
                Release(evicted);
            }

            if (_connections < Limit)
            {
                place = new Place(connection);
                place.Node = _idle.AddLast(place);
                _connections++;
            }
        }

        if (isFull)
        {
            Report();
        }

        evicted?.Connection.Abort(new ConnectionAbortedException("A connection without a request gave up its place."));
        return place;
    }

    private void Begin(Place place)
    {
        lock (_lock)
        {
            place.Requests++;
            if (place.Node is { } node)
            {
                _idle.Remove(node);
                place.Node = null;
            }
        }
    }

    private void End(Place place)
    {
        lock (_lock)
        {
            if (--place.Requests == 0 && !place.IsReleased)
            {
                place.Node = _idle.AddLast(place);
            }
        }
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            Release(place);
        }
    }

    private void Release(Place place)
    {
        // it may have been evicted before
        if (place.IsReleased)
        {
            return;
        }

        place.IsReleased = true;
        _connections--;
        if (place.Node is { } node)
        {
            _idle.Remove(node);
            place.Node = null;
        }
    }

    private void Report()
    {
        var now = clock.GetTimestamp();
        var last = Interlocked.Read(ref _reportedAt);
        if ((last == long.MinValue || clock.GetElapsedTime(last, now) >= _reportInterval) && Interlocked.CompareExchange(ref _reportedAt, now, last) == last)
        {
            LogFull(Limit);
        }
    }

    /// <summary>A connection that counts.</summary>
    private sealed class Place(ConnectionContext connection)
    {
        public ConnectionContext Connection => connection;

        /// <summary>Gets or sets the place among the connections without a request; null while there is one, and once the place is released.</summary>
        public LinkedListNode<Place>? Node { get; set; }

        /// <summary>Gets or sets the number of requests that are served.</summary>
        public int Requests { get; set; }

        /// <summary>Gets or sets a value indicating whether the connection no longer counts.</summary>
        public bool IsReleased { get; set; }
    }

    [LoggerMessage(4004, LogLevel.Information, "Up to {Connections} callers may be connected: the process may open {Handles} files")]
    private partial void LogLimit(int connections, long handles);

    [LoggerMessage(4005, LogLevel.Warning, "All {Limit} connections are in use: new ones take the place of those without a request, or are refused. Raise the limit of open files")]
    private partial void LogFull(int limit);
}
