using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RouterMaestro.Testing.Hosting;

/// <summary>The transport beneath a request, which the web server itself only ever resets or ends behind an answer.</summary>
internal sealed class OpenConnection
{
    private readonly ConnectionContext _connection;

    private OpenConnection(ConnectionContext connection) => _connection = connection;

    /// <summary>Lets the requests of an endpoint know their connections.</summary>
    public static void Remember(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Set(new OpenConnection(connection));
        return next(connection);
    });

    /// <summary>Ends the connection of a request as if there were nothing more to say.</summary>
    public static async Task CloseAsync(HttpContext context)
    {
        var connection = context.Features.Get<OpenConnection>()!._connection;
        await connection.Transport.Output.CompleteAsync().ConfigureAwait(false);

        // the transport closes when it has seen that; aborted before, it would reset
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, connection.ConnectionClosed)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }
}
