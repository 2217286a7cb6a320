using System.Buffers;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>A tool call that a stream is telling in pieces; it starts when its name is known.</summary>
/// <param name="key">The index that the provider gives it; where it gives none, its place among the calls.</param>
internal sealed class OpenAIChatStreamCall(int key)
{
    private ArrayBufferWriter<byte>? _early;
    private ToolArgumentsTracker _watch;

    public int Key { get; } = key;

    /// <summary>Gets or sets the index of the part; negative as long as it has not started.</summary>
    public int Part { get; set; } = -1;

    public bool IsStarted => Part >= 0;

    public bool IsEnded { get; set; }

    /// <summary>Gets a value indicating whether the arguments are whole, so that nothing can follow.</summary>
    public bool IsComplete => _watch.IsComplete;

    /// <summary>Gets the id; empty when none was told yet.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>Gets the arguments that came before the name.</summary>
    public ReadOnlySpan<byte> Early => _early is null ? [] : _early.WrittenSpan;

    public void Identify(ReadOnlySpan<byte> id)
    {
        if (Id.Length == 0 && !id.IsEmpty)
        {
            Id = id.ToArray();
        }
    }

    /// <summary>Follows the arguments.</summary>
    public void Watch(ReadOnlySpan<byte> arguments) => _watch.Add(arguments);

    public void Keep(ReadOnlySpan<byte> arguments) => (_early ??= new()).Write(arguments);
}
