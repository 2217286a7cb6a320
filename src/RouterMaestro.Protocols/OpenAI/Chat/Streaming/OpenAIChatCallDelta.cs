using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Streaming;

/// <summary>The delta of one tool call. Its texts are escaped JSON, views into the frame.</summary>
internal ref struct OpenAIChatCallDelta
{
    public int? Index { get; set; }

    /// <summary>Gets or sets the choice in which the delta comes; 0 if the choices are not merged.</summary>
    public int Choice { get; set; }

    /// <summary>Gets the position among the calls of the frame; null if the delta has an index or is the only call.</summary>
    public int? Position { get; private set; }

    public ReadOnlySpan<byte> Id { get; set; }

    public ReadOnlySpan<byte> Name { get; set; }

    public ReadOnlySpan<byte> Arguments { get; set; }

    /// <summary>Gets the member that holds the signature of the call; null if there is none.</summary>
    public string? SignatureMember { get; private set; }

    /// <summary>Gets the value of that member, as JSON.</summary>
    public ReadOnlySpan<byte> Signature { get; private set; }

    /// <summary>
    /// Gets a value indicating whether the delta has no id, name or arguments. Snowflake Cortex writes every member of the schema, empty
    /// ones too; recording test_snowflake_thinking.
    /// </summary>
    public readonly bool IsEmpty => Id.IsEmpty && Name.IsEmpty && Arguments.IsEmpty && Signature.IsEmpty;

    /// <summary>Reads an element of <c>tool_calls</c>, or the value of <c>function_call</c>, which has the members of a function.</summary>
    /// <param name="reader">The reader, on the start of the object; afterwards on its end.</param>
    /// <param name="frame">The text that the reader reads.</param>
    public static OpenAIChatCallDelta Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        var delta = default(OpenAIChatCallDelta);
        delta.ReadMembers(ref reader, frame);
        return delta;
    }

    /// <summary>
    /// Sets the position among the calls of the frame. It is used if the delta has no index, as in Mistral's streams (recording
    /// mistral-tool-call).
    /// </summary>
    public void SetPosition(int position) => Position = Index is null ? position : null;

    private void ReadMembers(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8))
            {
                var arguments = ReadArguments(ref reader, frame);
                Arguments = arguments.IsEmpty ? Arguments : arguments;
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                Index = (int?)JsonCounts.ReadCount(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Id = JsonSlices.ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                var name = JsonSlices.ReadString(ref reader);
                Name = name.IsEmpty ? Name : name;
            }
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
            {
                ReadFunction(ref reader, frame);
            }
            else if (OpenAIChatCallSignatures.FindMember(reader) is { } member)
            {
                ReadSignature(member, ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadSignature(string member, scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        if (Signature.IsEmpty && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String)
        {
            SignatureMember = member;
            Signature = JsonSlices.TakeRaw(ref reader, frame);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadFunction(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (JsonSlices.ReadObject(ref reader))
        {
            ReadMembers(ref reader, frame);
        }
    }

    /// <summary>
    /// Reads the arguments, which are a JSON string. llama.cpp's llama-server of March 2026 sent a JSON object instead
    /// (ggml-org/llama.cpp#20198).
    /// </summary>
    private static ReadOnlySpan<byte> ReadArguments(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonSlices.TakeString(ref reader);
        }

        JsonText text = Encoding.UTF8.GetString(JsonSlices.TakeRaw(ref reader, frame));
        return text.Escaped.Span;
    }
}
