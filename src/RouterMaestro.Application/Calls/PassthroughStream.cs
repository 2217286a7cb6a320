using System.Buffers;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Calls;

/// <summary>A streamed answer in the caller's own dialect, as it came but for the name of the model.</summary>
public abstract class PassthroughStream : ResponseStream
{
    /// <summary>Gets a value indicating whether the provider told its failure in a frame that was passed on, so that the caller knows.</summary>
    public abstract bool IsFailureTold { get; }

    /// <summary>Gets how far the stream has come.</summary>
    public virtual StreamPlace Place => default;

    /// <summary>Takes the frames that have come.</summary>
    /// <param name="output">Takes the bytes.</param>
    public abstract void Drain(IBufferWriter<byte> output);
}
