using System.Buffers.Text;
using System.Net.Sockets;

namespace RouterMaestro.TestKit.Loopback;

/// <summary>Reads HTTP messages from a bare socket, as far as the tests need it, without allocating.</summary>
internal sealed class RawReader(Socket connection)
{
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private int _length;

    /// <summary>Gets what has been read and not been forgotten.</summary>
    public ReadOnlySpan<byte> Read => _buffer.AsSpan(0, _length);

    /// <summary>Reads what has come, and waits if nothing has.</summary>
    /// <returns>Whether the other side is still there.</returns>
    public bool ReadMore()
    {
        var count = connection.Receive(_buffer.AsSpan(_length));
        _length += count;
        return count > 0;
    }

    /// <summary>Reads a message to its end.</summary>
    /// <returns>Whether there was one.</returns>
    public bool ReadMessage()
    {
        while (!IsWhole())
        {
            if (!ReadMore())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes room for the next message.</summary>
    public void Forget() => _length = 0;

    private bool IsWhole()
    {
        var head = Read.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
        {
            return false;
        }

        var field = Read[..head].IndexOf("Content-Length: "u8);
        if (field < 0)
        {
            return Read.EndsWith("\r\n0\r\n\r\n"u8);
        }

        return Utf8Parser.TryParse(Read[(field + "Content-Length: ".Length)..head], out int length, out _) && _length == head + length;
    }
}
