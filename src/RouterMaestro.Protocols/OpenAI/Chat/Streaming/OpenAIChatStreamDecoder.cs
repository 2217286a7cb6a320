using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Streaming;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>
/// Reads the chunks of a stream. The completed event waits after the finish reason for the usage chunk, <c>[DONE]</c> or the end of the
/// stream, because usage comes last.
/// </summary>
/// <param name="losses">Receives the members of deltas that the events cannot hold.</param>
/// <param name="rules">What is expected of the provider's streams.</param>
internal sealed class OpenAIChatStreamDecoder(LossSink losses, StreamRules rules = default) : StreamDecoder
{
    private readonly OpenAIChatStreamChoices _choices = new(rules.MergesChoices, rules.HasCallsInText);
    private OpenAIChatChunkHead _head;
    private TokenUsage? _usage;

    public override bool IsFinishing => _choices.Finish is not null;

    protected override bool HasContent => _choices.HasContent;

    protected override TokenUsage? Usage => _usage;

    public override void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (IsEnded || data.IsEmpty)
        {
            return;
        }

        data = data.Trim(" \t\r\n"u8);

        if (data.IsEmpty)
        {
            Reject(sink);
            return;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            End(isTerminal: true, sink);
            return;
        }

        TryRead(eventName, data, sink);
    }

    public override void End(IChatEventSink sink) => End(isTerminal: false, sink);

    protected override bool IsWhole => _choices.IsWhole;

    protected override ChatEvent.Started CreateStart() => new(_head.Id, _head.Model, _head.Created, _head.Usage);

    protected override void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (!IsStarted)
        {
            _head.Read(data);
        }

        // Chat events have no name; one named error carries an error document of any form
        if (eventName.SequenceEqual("error"u8) || ForeignError.IsIn(eventName, data))
        {
            Fail(OpenAIChatErrors.ReadInside(ForeignError.DocumentIn(data)), sink);
            return;
        }

        // a first chunk without choices may come from a router that has no model yet (recording azure-model-router.1)
        if (_head.HasChoices)
        {
            EnsureStarted(sink);
        }

        var chunk = new OpenAIChatChunk(data, _choices, losses, sink);
        chunk.Read();
        _usage = chunk.Usage ?? _usage;
        Conclude(chunk, data, sink);
    }

    private void End(bool isTerminal, IChatEventSink sink)
    {
        var isTold = isTerminal && (_choices.Finish is not null || (rules.OmitsFinishReason && _choices.HasContent));
        if (!IsEnded && (isTold || IsWhole))
        {
            Complete(sink);
        }

        base.End(sink);
    }

    private void Conclude(scoped in OpenAIChatChunk chunk, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (chunk.HasError || chunk.IsBroken)
        {
            Fail(OpenAIChatErrors.ReadInside(data), sink);
        }
        else if (_choices.Finish is not null && chunk is { Usage: not null, HasChoices: false })
        {
            Complete(sink);
        }
    }

    private void Complete(IChatEventSink sink)
    {
        EnsureStarted(sink);
        _choices.EndAll(sink);
        Complete(new ChatEvent.Completed(OpenAIChatFinishReasons.Resolve(_choices.Finish, _choices.HasCalls), _usage), sink);
    }
}

/// <summary>The id, model and time of a response, read from the first chunks of its stream.</summary>
internal struct OpenAIChatChunkHead
{
    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public long? Created { get; private set; }

    /// <summary>Gets the usage so far, which xAI, Moonshot and vLLM (continuous_usage_stats) state in each chunk; null if the first ones have none.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Gets a value indicating whether the last frame has choices, with which the response begins.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>
    /// Reads a frame and ignores empty values. Azure's model router begins a stream with an empty id and model (recording
    /// azure-model-router.1), Snowflake Cortex leaves the id empty (test_snowflake_thinking_streaming).
    /// </summary>
    /// <exception cref="JsonException">The frame is not JSON.</exception>
    public void Read(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame, OpenAIChatChunk.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            Id = ReadText(ref reader) ?? Id;
        }
        else if (reader.ValueTextEquals("model"u8))
        {
            Model = ReadText(ref reader) ?? Model;
        }
        else if (reader.ValueTextEquals("created"u8))
        {
            Created = ReadTime(ref reader) ?? Created;
        }
        else if (reader.ValueTextEquals("usage"u8))
        {
            reader.Read();
            Usage = OpenAIChatUsage.Read(ref reader) is { IsNothing: false } usage ? usage : Usage;
        }
        else if (reader.ValueTextEquals("choices"u8))
        {
            reader.Read();
            var start = reader.BytesConsumed;
            reader.Skip();
            HasChoices = reader.TokenType == JsonTokenType.EndArray && reader.BytesConsumed > start + 1;
        }
        else
        {
            reader.Skip();
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        var text = JsonSlices.ReadText(ref reader);
        return text.IsEmpty ? null : JsonText.CopyEscaped(text).ToString();
    }

    private static long? ReadTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetDouble(out var seconds) && seconds is > 0 and < 1e12 ? (long)seconds : null;
        }

        reader.Skip();
        return null;
    }
}

/// <summary>Reads one chunk of a stream, and adds its choices in the order of the JSON.</summary>
/// <param name="frame">The chunk's JSON.</param>
/// <param name="choices">Receives the choices.</param>
/// <param name="losses">Receives the members that the events cannot hold.</param>
/// <param name="sink">Receives the events.</param>
internal ref struct OpenAIChatChunk(ReadOnlySpan<byte> frame, OpenAIChatStreamChoices choices, LossSink losses, IChatEventSink sink)
{
    /// <summary>The options of every reader of a frame.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = JsonBody.MaxDepth };

    private readonly ReadOnlySpan<byte> _frame = frame;
    private bool _hasChoiceList;
    private bool _hasWords;
    private string? _tier;

    public bool HasChoices { get; private set; }

    /// <summary>Gets the usage; null if there is none, or only zeros, which are provisional.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Gets a value indicating whether the chunk is or has an error document.</summary>
    public bool HasError { get; private set; }

    /// <summary>Gets a value indicating whether a choice ended with an error.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads the chunk.</summary>
    /// <exception cref="JsonException">The frame is not a JSON object.</exception>
    public void Read()
    {
        var reader = new Utf8JsonReader(_frame, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
        }

        // the reader throws if there is data behind the object
        reader.Read();

        // a message or detail without choices is an error of another protocol
        HasError |= _hasWords && !_hasChoiceList;
        if (_tier is not null && Usage is not null)
        {
            Usage = Usage with { ServiceTier = _tier };
        }
    }

    private void ReadMember(scoped ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("choices"u8))
        {
            ReadChoices(ref reader);
        }
        else if (reader.ValueTextEquals("usage"u8))
        {
            ReadUsage(ref reader);
        }
        else if (reader.ValueTextEquals("service_tier"u8))
        {
            _tier = ServiceTiers.Read(ref reader);
        }
        else if (reader.ValueTextEquals("x_groq"u8))
        {
            ReadNestedUsage(ref reader);
        }
        else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("type"u8))
        {
            // vLLM 0.6.2 sends the error without an envelope, marked by "object":"error" (vllm-project/vllm#12886)
            HasError |= JsonSlices.ReadText(ref reader).SequenceEqual("error"u8);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            HasError |= reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False) && !(reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
            reader.Skip();
        }
        else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8))
        {
            reader.Read();
            _hasWords |= reader.TokenType == JsonTokenType.String;
            reader.Skip();
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadChoices(scoped ref Utf8JsonReader reader)
    {
        if (!JsonSlices.ReadArrayOrNull(ref reader))
        {
            return;
        }

        _hasChoiceList = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                HasChoices = true;
                ReadChoice(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoice(scoped ref Utf8JsonReader reader)
    {
        var index = 0;
        var finish = default(ReadOnlySpan<byte>);
        var delta = default(OpenAIChatDelta);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                delta.Read(ref reader, _frame, losses);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                finish = JsonSlices.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                index = (int)Math.Min(JsonCounts.ReadCount(ref reader) ?? 0, int.MaxValue);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                // Moonshot sends usage inside the choice (earendil-works/pi#2017)
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                IsBroken |= !JsonSlices.ReadRaw(ref reader, JsonTokenType.StartObject, _frame).IsEmpty;
            }
            else
            {
                reader.Skip();
            }
        }

        IsBroken |= OpenAIChatFinishReasons.IsError(finish);
        choices.Add(index, delta, finish, sink);
    }

    private void ReadUsage(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (OpenAIChatUsage.Read(ref reader) is { IsNothing: false } usage)
        {
            Usage = usage;
        }
    }

    private void ReadNestedUsage(scoped ref Utf8JsonReader reader)
    {
        if (!JsonSlices.ReadObject(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
