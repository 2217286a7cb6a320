using System.Buffers;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>What a stream tells of a thought besides its text: how the server wants it back.</summary>
internal sealed class OpenAIChatStreamReasoning
{
    private readonly ArrayBufferWriter<byte> _details = new();
    private string? _shape;

    /// <summary>Notes the member in which the text comes.</summary>
    public void Note(string shape) => _shape ??= shape;

    /// <summary>Takes a piece of the details.</summary>
    /// <param name="details">The JSON array.</param>
    public void Add(ReadOnlySpan<byte> details)
    {
        var inner = details[1..^1].Trim(" \t\r\n"u8);
        if (!inner.IsEmpty)
        {
            _details.Write(_details.WrittenCount == 0 ? "["u8 : ","u8);
            _details.Write(inner);
        }
    }

    /// <summary>Makes the seal of the whole thought, and begins anew.</summary>
    /// <returns>The seal; null when it goes back in the usual shape.</returns>
    public string? End()
    {
        var shape = _shape;
        if (_details.WrittenCount > 0)
        {
            _details.Write("]"u8);
            using var json = JsonBody.Parse(_details.WrittenSpan.ToArray());
            shape = shape is null || OpenAIChatDetails.AreSigned(json.Root) ? OpenAIChatDetails.Merge(json.Root) : shape;
        }

        _shape = null;
        _details.ResetWrittenCount();
        return shape is null ? null : OpenAIChatShape.SignatureOf(shape);
    }
}
