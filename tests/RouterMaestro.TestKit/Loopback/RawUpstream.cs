using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouterMaestro.TestKit.Loopback;

/// <summary>
/// A provider on a bare socket with one answer, made beforehand. It allocates nothing once a connection stands, so that what a
/// process allocates while it is called is the gateway's doing.
/// </summary>
public sealed class RawUpstream : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SemaphoreSlim _next = new(0);
    private readonly byte[][] _pieces;

    private RawUpstream(params byte[][] pieces)
    {
        _pieces = pieces;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1");
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Gets the base address of its API.</summary>
    public Uri Address { get; }

    /// <summary>Answers every request with one document.</summary>
    /// <param name="document">The document.</param>
    public static RawUpstream WithDocument(ReadOnlySpan<byte> document) => new(
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {document.Length}\r\n\r\n"), .. document]);

    /// <summary>Answers every request with a stream: the first frame at once, each further one when <see cref="Next"/> is called.</summary>
    /// <param name="frames">The frames, blank lines included.</param>
    public static RawUpstream WithStream(params ReadOnlySpan<byte[]> frames)
    {
        var pieces = new byte[frames.Length][];
        for (var i = 0; i < frames.Length; i++)
        {
            pieces[i] = [.. Encoding.ASCII.GetBytes($"{frames[i].Length:x}\r\n"), .. frames[i], .. "\r\n"u8];
        }

        pieces[0] = [.. "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. pieces[0]];
        pieces[^1] = [.. pieces[^1], .. "0\r\n\r\n"u8];
        return new RawUpstream(pieces);
    }

    /// <summary>Lets further frames go.</summary>
    /// <param name="count">How many.</param>
    public void Next(int count = 1) => _next.Release(count);

    /// <inheritdoc />
    public void Dispose()
    {
        _listener.Dispose();
        _next.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.Accept();
                new Thread(() => Serve(connection)) { IsBackground = true }.Start();
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // the tests are done with it
        }
    }

    private void Serve(Socket connection)
    {
        var reader = new RawReader(connection);
        using (connection)
        {
            try
            {
                while (reader.ReadMessage())
                {
                    reader.Forget();
                    for (var i = 0; i < _pieces.Length; i++)
                    {
                        if (i > 0)
                        {
                            _next.Wait();
                        }

                        connection.Send(_pieces[i]);
                    }
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // the gateway, or the test, is done with it
            }
        }
    }
}
