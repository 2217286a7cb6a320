using System.Net;
using System.Net.Sockets;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Serving;

/// <summary>Says what listens at a port that a gateway cannot have.</summary>
internal sealed class PortOwner(ServerFile server)
{
    /// <summary>Returns whether something listens at a port of this machine.</summary>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static async Task<bool> IsTakenAsync(int port, CancellationToken cancellationToken)
    {
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

    /// <summary>Explains in one sentence what has the port and what to do.</summary>
    /// <param name="host">The address on which the gateway should listen.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Cancels the question to what listens there.</param>
    public async Task<string> ExplainAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (server.List().FirstOrDefault(entry => entry.IsRunning && entry.Port == port) is { Record: var record } entry)
        {
            return $"Port {port} is in use by the gateway that you started (process {record.ProcessId}): '{ProductInfo.Name} {StopCommandFor(entry)}' stops it, or choose another port with --port.";
        }

        return await GatewayProbe.FindVersionAsync(new Uri($"http://localhost:{port}"), cancellationToken) is { } version
            ? $"Port {port} is in use by RouterMaestro {version} of another user, folder or container: stop it there, or choose another port with --port."
            : $"Port {port} is in use on {host}: stop what runs there, or choose another port with --port.";
    }

    private string StopCommandFor(ServerEntry entry) => server.FindRunning() == entry.Record ? "server stop" : $"server stop --port {entry.Port}";
}
