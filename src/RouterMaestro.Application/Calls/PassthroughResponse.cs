using System.Buffers;

namespace RouterMaestro.Application.Calls;

/// <summary>A whole answer in the caller's own dialect, as it came but for the name of the model.</summary>
public abstract class PassthroughResponse : ProviderResponse
{
    /// <summary>Gets the length of the document in bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Writes the document.</summary>
    /// <param name="output">Takes the bytes.</param>
    public abstract void WriteTo(IBufferWriter<byte> output);
}
