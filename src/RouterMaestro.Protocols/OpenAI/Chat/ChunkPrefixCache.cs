using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>
/// How the chunks of a stream begin: id, time and model are the same in all of them as a rule, so that after a comparison of bytes only
/// what follows must be read.
/// </summary>
internal sealed class ChunkPrefixCache
{
    private const int Most = 1024;
    private byte[] _bytes = [];

    /// <summary>Gets the offset of the first member in which chunks differ, the choices; 0 while nothing was learned.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the place of the model's name; empty when it does not stand in the head.</summary>
    public ByteRange Model { get; private set; }

    /// <summary>Tells whether a chunk begins so.</summary>
    public bool IsOf(ReadOnlySpan<byte> chunk) => Length > 0 && chunk.StartsWith(_bytes.AsSpan(0, Length));

    /// <summary>Learns how chunks begin.</summary>
    /// <param name="head">What stands before the choices, in which nothing matters but the model; empty when there is no such thing.</param>
    /// <param name="model">The place of the model's name; empty when it does not stand there.</param>
    public void Learn(ReadOnlySpan<byte> head, ByteRange model)
    {
        (Length, Model) = head.Length <= Most ? (head.Length, model) : default;
        if (Length > _bytes.Length)
        {
            _bytes = new byte[Most];
        }

        head[..Length].CopyTo(_bytes);
    }
}
