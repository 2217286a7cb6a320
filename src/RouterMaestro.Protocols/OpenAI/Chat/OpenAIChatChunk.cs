using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads one chunk of a stream, handing on its choices as it meets them.</summary>
/// <param name="frame">The chunk's JSON.</param>
/// <param name="choices">Takes the choices.</param>
/// <param name="sink">Takes the events.</param>
internal ref struct OpenAIChatChunk(ReadOnlySpan<byte> frame, OpenAIChatStreamChoices choices, IChatEventSink sink)
{
    /// <summary>The options of every reader of a frame.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = JsonBody.MaxDepth };

    private readonly ReadOnlySpan<byte> _frame = frame;

    public bool HasChoices { get; private set; }

    /// <summary>Gets the usage; null when the chunk tells none, or nothing but zeros, which are provisional.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Gets a value indicating whether the chunk holds an error document.</summary>
    public bool HasError { get; private set; }

    /// <summary>Gets a value indicating whether a choice says that it broke off.</summary>
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

        // there must be nothing behind the object: a reader throws when there is
        reader.Read();
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
        else if (reader.ValueTextEquals("x_groq"u8))
        {
            ReadNestedUsage(ref reader);
        }
        else if (reader.ValueTextEquals("object"u8))
        {
            // some servers send the bare error document, which says what it is
            HasError |= JsonSlices.ReadText(ref reader).SequenceEqual("error"u8);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            HasError |= reader.TokenType == JsonTokenType.StartObject || (reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty);
            reader.Skip();
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadChoices(scoped ref Utf8JsonReader reader)
    {
        if (!JsonSlices.ReadArray(ref reader))
        {
            return;
        }

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
                delta.Read(ref reader, _frame);
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
                // one server tells it here
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

        IsBroken |= OpenAIChatFinish.IsError(finish);
        choices.Add(index, delta, finish, sink);
    }

    private void ReadUsage(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (OpenAIChatUsage.Read(ref reader) is { } usage && usage != TokenUsage.Zero)
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
