using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace RouterMaestro.Testing.Hosting;

/// <summary>A port on 127.0.0.1 that is served or refuses connections, and stays the same.</summary>
internal sealed class SimulatorServer(RequestDelegate handler) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private LoopbackListener? _listener;
    private Socket? _reserved;
    private int _port;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public static async Task<SimulatorServer> StartAsync(int port, RequestDelegate handler, CancellationToken cancellation)
    {
        var server = new SimulatorServer(handler) { _port = port };
        await server.OpenAsync(cancellation).ConfigureAwait(false);
        return server;
    }

    /// <summary>Serves the port; does nothing when it is served.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _reserved?.Dispose();
            _listener ??= await LoopbackListener.StartAsync(_port, handler, cancellation).ConfigureAwait(false);
            _port = _listener.Port;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Refuses connections and resets those that are open.</summary>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_listener is { } listener)
            {
                _listener = null;
                await listener.DisposeAsync().ConfigureAwait(false);
                _reserved = Reserve();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_listener is { } listener)
            {
                // the port is free for others from now on
                _listener = null;
                await listener.DisposeAsync().ConfigureAwait(false);
            }

            _reserved?.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    // bound, so that no other process gets the port, but not listening, so that connections are refused
    private Socket Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        return socket;
    }
}
