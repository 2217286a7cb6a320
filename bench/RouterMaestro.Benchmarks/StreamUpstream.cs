using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RouterMaestro.Benchmarks;

/// <summary>
/// A provider that streams in every protocol, selected by the path, as fast as the caller reads. All streams take turns on one
/// thread, so that pieces are sent one by one and not in batches.
/// </summary>
internal static class StreamUpstream
{
    private const int PiecesPerTurn = 4;
    private static readonly BlockingCollection<Stream> _new = [];

    /// <summary>Serves until the process is ended.</summary>
    /// <param name="port">The port, on loopback.</param>
    public static void Run(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        Start(Send);
        while (true)
        {
            var socket = listener.AcceptSocket();
            socket.NoDelay = true;
            Start(() => Read(socket));
        }
    }

    private static void Start(Action run) => new Thread(() => run()) { IsBackground = true }.Start();

    /// <summary>Reads the requests of one connection, each after the response to the previous one.</summary>
    private static void Read(Socket socket)
    {
        var buffer = new byte[256 * 1024];
        using (socket)
        {
            try
            {
                while (ReadRequest(socket, buffer) is { } frames)
                {
                    using var stream = new Stream(socket, frames);
                    _new.Add(stream);
                    stream.Over.Wait();
                }
            }
            catch (SocketException)
            {
                // the caller has disconnected
            }
        }
    }

    private static StreamFrames? ReadRequest(Socket socket, byte[] buffer)
    {
        for (var count = 0; ;)
        {
            var read = socket.Receive(buffer.AsSpan(count));
            count += read;
            if (read == 0)
            {
                return null;
            }

            var text = buffer.AsSpan(0, count);
            var end = text.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && count >= end + 4 + BodyLength(text[..end], text[(end + 4)..]))
            {
                var path = text[..text.IndexOf("HTTP/1.1"u8)].TrimEnd((byte)' ');
                return path.EndsWith("/messages"u8) ? StreamFrames.Messages : path.EndsWith("/responses"u8) ? StreamFrames.Responses : StreamFrames.Chat;
            }
        }
    }

    /// <summary>Finds the body's length; for a chunked body, one byte more than received until its end has arrived.</summary>
    private static int BodyLength(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        foreach (var line in Encoding.ASCII.GetString(head).Split("\r\n"))
        {
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line.AsSpan("content-length:".Length), provider: null);
            }
        }

        return head.IndexOf("hunked"u8) < 0 ? 0 : body.EndsWith("0\r\n\r\n"u8) ? body.Length : body.Length + 1;
    }

    private static void Send()
    {
        List<Stream> streams = [];
        while (true)
        {
            while (streams.Count == 0 ? _new.TryTake(out var added, Timeout.Infinite) : _new.TryTake(out added))
            {
                streams.Add(added!);
            }

            streams.RemoveAll(stream => stream.Advance(PiecesPerTurn));
        }
    }

    private sealed class Stream(Socket socket, StreamFrames frames) : IDisposable
    {
        private int _sent = -1;

        public ManualResetEventSlim Over { get; } = new();

        /// <summary>Sends the next pieces.</summary>
        /// <returns>Whether the stream is over.</returns>
        public bool Advance(int pieces)
        {
            try
            {
                if (_sent < 0)
                {
                    socket.Send(frames.First.Span);
                    _sent = 0;
                }

                for (var turn = 0; turn < pieces && _sent < StreamFrames.Pieces; turn++, _sent++)
                {
                    socket.Send(frames.NextPiece());
                }

                if (_sent < StreamFrames.Pieces)
                {
                    return false;
                }

                socket.Send(frames.Last.Span);
            }
            catch (SocketException)
            {
                // the caller has disconnected; the reader sees it too
            }

            Over.Set();
            return true;
        }

        public void Dispose() => Over.Dispose();
    }
}
