using System.Net;
using System.Net.Sockets;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says whether the port of the gateway on this machine is free, or taken by the gateway or by another program.</summary>
internal sealed class PortCheck(ContextStore contexts, ServerFile server, GatewayView gateway) : IDoctorCheck
{
    private static readonly IPAddress[] _loopback = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public string Group => "Gateway";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        int port;
        try
        {
            port = UrlText.Parse(contexts.Local().Endpoint)?.Port ?? 0;
        }
        catch (GatewaySetupException)
        {
            port = UrlText.Parse(GatewayContext.DefaultLocal.Endpoint)!.Port;
        }

        if (port is <= 0 or > IPEndPoint.MaxPort)
        {
            return [];
        }

        var subject = $"Port {port}";
        var running = server.FindRunning();
        return running is not null && UrlText.Parse(running.Address)?.Port == port ? [Finding.Ok(subject, $"taken by the gateway that runs (process {running.ProcessId})")]
            : IsFree(port) ? [Finding.Ok(subject, "free")]
            : running is not null ? [Finding.Note(subject, $"taken by another program; the gateway runs at {running.Address}")]
            : gateway.IsLocal && (await gateway.AskAsync(cancellationToken)).Providers is not null ? [Finding.Ok(subject, "taken by a gateway of another user or a container")]
            : [Finding.Problem(subject, "Another program has it, so that 'server start' fails.", $"stop that program, or start with '{ProductInfo.Name} server start --port PORT'.")];
    }

    private static bool IsFree(int port) => Array.TrueForAll(_loopback, address => IsFree(address, port));

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException exception)
        {
            // a machine without IPv6 has no ::1 to be taken
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
