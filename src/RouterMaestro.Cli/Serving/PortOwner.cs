using System.Net;
using System.Net.Sockets;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Serving;

/// <summary>Says what listens at a port that a gateway cannot have.</summary>
internal sealed class PortOwner(ServerFile server, TimeProvider clock)
{
    // from when a gateway listens until its record is written; on a machine under load, a second
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns whether something listens at a port of this machine's own address, where a gateway on an address would listen too.</summary>
    /// <param name="host">The address of the gateway; one of a network is not tried.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static async Task<bool> IsTakenAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (port == 0 || host is not ("localhost" or "*" or "127.0.0.1" or "0.0.0.0"))
        {
            return false;
        }

        using var socket = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Finds the gateway of this user at a port that is taken. One that has just been started may have no record yet.</summary>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Cancels the wait for its record.</param>
    /// <returns>The gateway; null if something else has the port.</returns>
    public async Task<ServerEntry?> FindOwnAsync(int port, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        while (true)
        {
            if (server.List().FirstOrDefault(entry => entry.IsRunning && entry.Port == port) is { } entry)
            {
                return entry;
            }

            if (clock.GetElapsedTime(begin) > _patience || await FindVersionAsync(port, cancellationToken) is null)
            {
                return null;
            }

            await Task.Delay(_pause, clock, cancellationToken);
        }
    }

    /// <summary>Explains in one sentence what has the port and what to do.</summary>
    /// <param name="host">The address on which the gateway should listen.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Cancels the question to what listens there.</param>
    public async Task<string> ExplainAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (await FindOwnAsync(port, cancellationToken) is { } entry)
        {
            return $"Port {port} is in use by the gateway that you started (process {entry.Record.ProcessId}): '{ProductInfo.Name} {StopCommandFor(entry)}' stops it, or choose another port with --port.";
        }

        return await FindVersionAsync(port, cancellationToken) is { } version
            ? $"Port {port} is in use by RouterMaestro {version} of another user, folder or container: stop it there, or choose another port with --port."
            : $"Port {port} is in use on {host}: stop what runs there, or choose another port with --port.";
    }

    private static Task<string?> FindVersionAsync(int port, CancellationToken cancellationToken) =>
        GatewayProbe.FindVersionAsync(new Uri($"http://localhost:{port}"), cancellationToken);

    private string StopCommandFor(ServerEntry entry) => server.FindRunning() == entry.Record ? "server stop" : $"server stop --port {entry.Port}";
}
