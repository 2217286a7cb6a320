using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouterMaestro.TestKit.Loopback;

/// <summary>A caller on a bare socket who sends one request again and again, and allocates nothing for it.</summary>
public sealed class RawClient : IDisposable
{
    private readonly Socket _connection = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly RawReader _reader;
    private readonly byte[] _request;

    /// <summary>Connects.</summary>
    /// <param name="address">Where the request goes.</param>
    /// <param name="key">The gateway key.</param>
    /// <param name="body">The request's body.</param>
    public RawClient(Uri address, string key, ReadOnlySpan<byte> body)
    {
        _request =
        [
            .. Encoding.ASCII.GetBytes(
                $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
            .. body,
        ];
        _connection.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
        _reader = new RawReader(_connection);
    }

    /// <summary>Sends the request.</summary>
    public void Send() => _connection.Send(_request);

    /// <summary>Reads the answer to its end.</summary>
    /// <exception cref="IOException">It is no success.</exception>
    public void ReadToEnd()
    {
        if (!_reader.ReadMessage() || !_reader.Read.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new IOException("The gateway said: " + Encoding.UTF8.GetString(_reader.Read));
        }

        _reader.Forget();
    }

    /// <summary>Reads until that many frames of a stream have come.</summary>
    /// <param name="count">The number, counted from the beginning of the stream.</param>
    /// <exception cref="IOException">The stream ended before.</exception>
    public void ReadFrames(int count)
    {
        while (_reader.Read.Count("\n\n"u8) < count)
        {
            if (!_reader.ReadMore())
            {
                throw new IOException("The gateway hung up: " + Encoding.UTF8.GetString(_reader.Read));
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();
}
