using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>What a stream's first chunks say of the answer besides its content.</summary>
internal struct OpenAIChatChunkHead
{
    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public long? Created { get; private set; }

    /// <summary>Gets a value indicating whether the last frame has choices: the answer begins.</summary>
    public bool HasChoices { get; private set; }

    /// <summary>Reads a frame. Empty values, as routers in front of the model send them, leave what was known.</summary>
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
