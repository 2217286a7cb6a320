using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>The <c>delta</c> of one choice in one frame. Its texts are escaped JSON, views into the frame.</summary>
internal ref struct OpenAIChatDelta
{
    private ReadOnlySpan<byte> _text;
    private ReadOnlySpan<byte> _reasoning;
    private ReadOnlySpan<byte> _details;
    private string _shape;
    private ReadOnlySpan<byte> _proof;
    private string _proofName;
    private ReadOnlySpan<byte> _refusal;
    private ReadOnlySpan<byte> _blocks;
    private ReadOnlySpan<byte> _calls;
    private ReadOnlySpan<byte> _legacyCall;

    public readonly bool HasText => !(_text.IsEmpty && _reasoning.IsEmpty && _details.IsEmpty && _proof.IsEmpty && _refusal.IsEmpty && _blocks.IsEmpty);

    /// <summary>Gets a value indicating whether the delta ends a spoken response.</summary>
    public bool EndsSpeech { get; private set; }

    public readonly bool HasCalls => !(_calls.IsEmpty && _legacyCall.IsEmpty);

    /// <summary>Reads the value of <c>delta</c>.</summary>
    /// <param name="reader">The reader, on the property name; afterwards on the value's last token.</param>
    /// <param name="frame">The text that the reader reads.</param>
    /// <param name="losses">Receives the members that the events cannot hold.</param>
    public void Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, LossSink losses)
    {
        if (!JsonSlices.ReadObjectOrNull(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, frame, losses);
        }
    }

    /// <summary>Writes the texts: reasoning first, which is the order of generation.</summary>
    public readonly void WriteText(OpenAIChatPartTracker parts, IChatEventSink sink)
    {
        parts.AddReasoning(_shape, _reasoning, sink);
        if (!_details.IsEmpty)
        {
            WriteDetails(parts, sink);
        }

        if (!_proof.IsEmpty)
        {
            parts.AddProof(_proofName, _proof, sink);
        }

        if (!_blocks.IsEmpty)
        {
            OpenAIChatContentBlocks.Write(_blocks, parts, sink);
        }

        parts.AddText(PartKind.Text, _text, sink);
        parts.AddText(PartKind.Refusal, _refusal, sink);
    }

    /// <summary>Writes the deltas of tool calls.</summary>
    /// <param name="parts">Receives the deltas.</param>
    /// <param name="choice">The choice in which they come; 0 if the choices are not merged.</param>
    /// <param name="sink">Receives the events.</param>
    public readonly void WriteCalls(OpenAIChatPartTracker parts, int choice, IChatEventSink sink)
    {
        if (!_legacyCall.IsEmpty)
        {
            var reader = new Utf8JsonReader(_legacyCall, OpenAIChatChunk.Options);
            reader.Read();
            parts.AddCall(OpenAIChatCallDelta.Read(ref reader, _legacyCall) with { Choice = choice }, sink);
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

            var call = OpenAIChatCallDelta.Read(ref calls, _calls) with { Choice = choice };
            // a single call without index continues the call before, whichever that is
            if (call.Index is null && (position > 0 || HasSeveral(_calls)))
            {
                call.SetPosition(position);
            }

            parts.AddCall(call, sink);
        }
    }

    private static bool HasSeveral(ReadOnlySpan<byte> calls)
    {
        var elements = new ElementScanner(calls);
        return elements.Read() && elements.Read();
    }

    private readonly void WriteDetails(OpenAIChatPartTracker parts, IChatEventSink sink)
    {
        if (_reasoning.IsEmpty)
        {
            OpenAIChatContentBlocks.WriteReasoning(_details, parts, sink);
        }

        parts.AddDetails(_details, sink);
    }

    private void ReadMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, LossSink losses)
    {
        if (reader.ValueTextEquals("content"u8))
        {
            ReadContent(ref reader, frame);
        }
        else if (reader.ValueTextEquals("tool_calls"u8))
        {
            _calls = JsonSlices.ReadArrayOrNull(ref reader) ? JsonSlices.TakeRaw(ref reader, frame) : default;
        }
        else if (reader.ValueTextEquals("refusal"u8))
        {
            _refusal = JsonSlices.ReadString(ref reader);
        }
        else if (IsReasoning(reader))
        {
            ReadReasoning(ref reader);
        }
        else
        {
            ReadRareMember(ref reader, frame, losses);
        }
    }

    private void ReadRareMember(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, LossSink losses)
    {
        if (reader.ValueTextEquals("reasoning_details"u8))
        {
            _details = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartArray, frame);
        }
        else if (reader.ValueTextEquals("cot_summary"u8) || reader.ValueTextEquals("thinking"u8))
        {
            ReadReasoningOfCopilot(ref reader);
        }
        else if (reader.ValueTextEquals("reasoning_opaque"u8) || reader.ValueTextEquals("cot_id"u8) || reader.ValueTextEquals("signature"u8))
        {
            _proofName = reader.GetString()!;
            _proof = JsonSlices.ReadString(ref reader);
        }
        else if (reader.ValueTextEquals("function_call"u8))
        {
            _legacyCall = JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, frame);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            ReadTranscript(ref reader, losses);
        }
        else
        {
            SkipExtension(ref reader, losses);
        }
    }

    /// <summary>Skips a member, and reports it if a buffered response would keep it as an extension.</summary>
    private static void SkipExtension(scoped ref Utf8JsonReader reader, LossSink losses)
    {
        var field = OpenAIChatMessageExtensions.FindField(reader.ValueSpan);
        reader.Read();
        var start = reader.BytesConsumed;
        reader.Skip();
        if (field is not null && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject && reader.BytesConsumed > start + 1)
        {
            losses.Add(field);
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
            _text = JsonSlices.TakeString(ref reader);
        }
    }

    private static bool IsReasoning(in Utf8JsonReader reader) =>
        reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("reasoning_text"u8);

    /// <summary>
    /// Reads reasoning and keeps the first of two members with the same text. vLLM between vllm-project/vllm#27752 and #33402 (November
    /// 2025 to January 2026) sends reasoning and reasoning_content.
    /// </summary>
    private void ReadReasoning(scoped ref Utf8JsonReader reader)
    {
        var shape = reader.ValueTextEquals("reasoning_content"u8) ? OpenAIChatReasoningShapes.Default : reader.ValueTextEquals("reasoning"u8) ? "reasoning" : "reasoning_text";
        var text = JsonSlices.ReadString(ref reader);
        if (_reasoning.IsEmpty)
        {
            _reasoning = text;
            _shape = shape;
        }
    }

    /// <summary>Reads <c>cot_summary</c>, or <c>thinking</c>, which may be an object with a text.</summary>
    private void ReadReasoningOfCopilot(scoped ref Utf8JsonReader reader)
    {
        var shape = reader.ValueTextEquals("thinking"u8) ? "thinking" : "cot_summary";
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("content"u8))
                {
                    var inner = JsonSlices.ReadText(ref reader);
                    text = text.IsEmpty ? inner : text;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else
        {
            reader.Skip();
        }

        if (_reasoning.IsEmpty && !text.IsEmpty)
        {
            _reasoning = text;
            _shape = shape;
        }
    }

    /// <summary>Reads the transcript of spoken output as text. The sound itself is lost.</summary>
    private void ReadTranscript(scoped ref Utf8JsonReader reader, LossSink losses)
    {
        if (!JsonSlices.ReadObject(ref reader))
        {
            return;
        }

        losses.Add(OpenAIChatMessageExtensions.Audio);

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("transcript"u8))
            {
                var transcript = JsonSlices.ReadText(ref reader);
                _text = _text.IsEmpty ? transcript : _text;
            }
            else if (reader.ValueTextEquals("expires_at"u8))
            {
                // gpt-audio-1.5 sends it last, and no finish reason (recording ChatWithBasicAudioOutput)
                reader.Read();
                EndsSpeech = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
