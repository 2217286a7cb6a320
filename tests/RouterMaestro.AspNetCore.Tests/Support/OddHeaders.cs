using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>Stands in front of a simulated provider and adds header fields to its responses that Kestrel would not send, byte by byte.</summary>
public sealed class OddHeaders : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _provider;
    private readonly byte[] _fields;
    private readonly Task _work;

    /// <param name="provider">The address of the provider.</param>
    /// <param name="fields">The fields, in Latin-1, each with its line break.</param>
    public OddHeaders(Uri provider, string fields)
    {
        // one response a connection, so that the first head is the only one
        (_provider, _fields) = (provider, Encoding.Latin1.GetBytes(fields + "connection: close\r\n"));
        _listener.Start();
        _work = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var provider = new TcpClient();
        using (caller)
        {
            try
            {
                await provider.ConnectAsync(_provider.Host, _provider.Port, _stop.Token);
                var up = caller.GetStream().CopyToAsync(provider.GetStream(), _stop.Token);
                await Task.WhenAny(up, DownAsync(provider.GetStream(), caller.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // one of the two has left, or the test is over
            }
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        var (isHead, count) = (true, 0);
        while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            var start = isHead ? buffer.AsSpan(0, count).IndexOf("\r\n"u8) + 2 : 0;
            await to.WriteAsync(buffer.AsMemory(0, start), _stop.Token);
            await to.WriteAsync(isHead ? _fields : ReadOnlyMemory<byte>.Empty, _stop.Token);
            await to.WriteAsync(buffer.AsMemory(start, count - start), _stop.Token);
            isHead = false;
        }
    }
}
