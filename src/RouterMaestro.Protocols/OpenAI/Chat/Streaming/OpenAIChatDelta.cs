using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>What one frame of a stream adds to one choice. Its texts are escaped JSON, views into the frame.</summary>
internal ref struct OpenAIChatDelta
{
    private ReadOnlySpan<byte> _text;
    private ReadOnlySpan<byte> _reasoning;
    private ReadOnlySpan<byte> _details;
    private string _shape;
    private ReadOnlySpan<byte> _refusal;
    private ReadOnlySpan<byte> _blocks;
    private ReadOnlySpan<byte> _calls;
    private ReadOnlySpan<byte> _legacyCall;

    public readonly bool HasText => !(_text.IsEmpty && _reasoning.IsEmpty && _details.IsEmpty && _refusal.IsEmpty && _blocks.IsEmpty);

    public readonly bool HasCalls => !(_calls.IsEmpty && _legacyCall.IsEmpty);

    /// <summary>Reads the value of <c>delta</c>.</summary>
    /// <param name="reader">The reader, on the property name; afterwards on the value's last token.</param>
    /// <param name="frame">All that the reader reads.</param>
    public void Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (!JsonSlices.ReadObject(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, frame);
        }
    }

    /// <summary>Hands on the text: reasoning first, as it was thought first.</summary>
    public readonly void WriteText(OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        parts.AddReasoning(_shape, _reasoning, sink);
        if (!_details.IsEmpty)
        {
            WriteDetails(parts, sink);
        }

        if (!_blocks.IsEmpty)
        {
            OpenAIChatDeltaBlocks.Write(_blocks, parts, sink);
        }

        parts.AddText(PartKind.Text, _text, sink);
        parts.AddText(PartKind.Refusal, _refusal, sink);
    }

    /// <summary>Hands on the pieces of tool calls.</summary>
    public readonly void WriteCalls(OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        if (!_legacyCall.IsEmpty)
        {
            var reader = new Utf8JsonReader(_legacyCall, OpenAIChatChunk.Options);
            reader.Read();
            parts.AddCall(OpenAIChatCallDelta.Read(ref reader, _legacyCall), sink);
        }

        if (_calls.IsEmpty)
        {
            return;
        }

        var calls = new Utf8JsonReader(_calls, OpenAIChatChunk.Options);
        calls.Read();
        for (var position = 0; calls.Read() && calls.TokenType != JsonTokenType.EndArray; position++)
        {
            if (calls.TokenType != JsonTokenType.StartObject)
            {
                calls.Skip();
                continue;
            }

            var call = OpenAIChatCallDelta.Read(ref calls, _calls);
            if (call.Index is null && (position > 0 || HasSeveral(_calls)))
            {
                call.StandAt(position);
            }

            parts.AddCall(call, sink);
        }
    }

    private static bool HasSeveral(ReadOnlySpan<byte> calls)
    {
        var elements = new ElementScanner(calls);
        return elements.Read() && elements.Read();
    }

    private readonly void WriteDetails(OpenAIChatStreamParts parts, IChatEventSink sink)
    {
        if (_reasoning.IsEmpty)
        {
            OpenAIChatDeltaBlocks.WriteReasoning(_details, parts, sink);
        }

        parts.AddDetails(_details, sink);
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (reader.ValueTextEquals("content"u8))
        {
            ReadContent(ref reader, frame);
        }
        else if (reader.ValueTextEquals("tool_calls"u8))
        {
            _calls = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartArray, frame);
        }
        else if (reader.ValueTextEquals("refusal"u8))
        {
            _refusal = JsonSlices.ReadText(ref reader);
        }
        else if (IsReasoning(reader))
        {
            ReadReasoning(ref reader);
        }
        else
        {
            ReadRareMember(ref reader, frame);
        }
    }

    private void ReadRareMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (reader.ValueTextEquals("reasoning_details"u8))
        {
            _details = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartArray, frame);
        }
        else if (reader.ValueTextEquals("function_call"u8))
        {
            _legacyCall = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, frame);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            ReadTranscript(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadContent(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            _blocks = JsonSlices.TakeRaw(ref reader, frame);
        }
        else
        {
            _text = JsonSlices.TakeText(ref reader);
        }
    }

    private static bool IsReasoning(in Utf8JsonReader reader) =>
        reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("reasoning_text"u8);

    /// <summary>Some servers tell the same reasoning under two names: the first counts.</summary>
    private void ReadReasoning(scoped ref Utf8JsonReader reader)
    {
        var shape = reader.ValueTextEquals("reasoning_content"u8) ? OpenAIChatShape.Usual : reader.ValueTextEquals("reasoning"u8) ? "reasoning" : "reasoning_text";
        var text = JsonSlices.ReadText(ref reader);
        if (_reasoning.IsEmpty)
        {
            _reasoning = text;
            _shape = shape;
        }
    }

    /// <summary>Of a spoken answer the words are kept.</summary>
    private void ReadTranscript(scoped ref Utf8JsonReader reader)
    {
        if (!JsonSlices.ReadObject(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("transcript"u8))
            {
                var transcript = JsonSlices.ReadText(ref reader);
                _text = _text.IsEmpty ? transcript : _text;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
