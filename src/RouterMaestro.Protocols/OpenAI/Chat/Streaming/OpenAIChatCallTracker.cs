using System.Buffers;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Streaming;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>The state of one streamed tool call, which starts when its name is known.</summary>
/// <param name="key">The index of the provider, or without one the position among the calls.</param>
/// <param name="choice">The choice in which the call comes; 0 if the choices are not merged.</param>
internal sealed class OpenAIChatCallTracker(int key, int choice) : StreamPart(PartKind.ToolCall), IOpenAIChatCall
{
    private ArrayBufferWriter<byte>? _buffer;
    private ToolArgumentsTracker _arguments;

    public int Key { get; } = key;

    public int Choice { get; } = choice;

    /// <summary>Gets a value indicating whether the arguments are a complete JSON object.</summary>
    public bool IsComplete => _arguments.IsComplete;

    /// <summary>Gets the id; empty if it is not known yet.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Gets or sets the signature of the call; null if none has come.</summary>
    public string? Signature { get; set; }

    ReadOnlySpan<byte> IOpenAIChatCall.Id => Id;

    /// <summary>Gets the arguments that came before the name.</summary>
    public ReadOnlySpan<byte> BufferedArguments => _buffer is null ? [] : _buffer.WrittenSpan;

    /// <summary>Sets the id, unless it is known already.</summary>
    public void SetId(ReadOnlySpan<byte> id)
    {
        if (Id.Length == 0 && !id.IsEmpty)
        {
            Id = id.ToArray();
        }
    }

    /// <summary>Scans arguments for the end of their JSON.</summary>
    public void Track(ReadOnlySpan<byte> arguments) => _arguments.Add(arguments);

    /// <summary>Stores arguments that came before the name.</summary>
    public void Buffer(ReadOnlySpan<byte> arguments) => (_buffer ??= new()).Write(arguments);
}
