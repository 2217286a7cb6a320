using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>A piece of a tool call in a stream. Its texts are escaped JSON, views into the frame.</summary>
internal ref struct OpenAIChatCallDelta
{
    public int? Index { get; private set; }

    /// <summary>Gets the place among the calls of its frame; null when an index tells more, or there is no other.</summary>
    public int? Position { get; private set; }

    public ReadOnlySpan<byte> Id { get; private set; }

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Arguments { get; private set; }

    /// <summary>Gets a value indicating whether the piece says nothing: some servers fill in every member of the dialect.</summary>
    public readonly bool IsEmpty => Id.IsEmpty && Name.IsEmpty && Arguments.IsEmpty;

    /// <summary>Reads an element of <c>tool_calls</c>, or the value of <c>function_call</c>, which has a function's members only.</summary>
    /// <param name="reader">The reader, on the start of the object; afterwards on its end.</param>
    /// <param name="frame">All that the reader reads.</param>
    public static OpenAIChatCallDelta Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        var delta = default(OpenAIChatCallDelta);
        delta.ReadMembers(ref reader, frame);
        return delta;
    }

    /// <summary>Notes the place among several calls of a frame, which counts where no index is told.</summary>
    public void StandAt(int position) => Position = Index is null ? position : null;

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
                var name = JsonSlices.ReadText(ref reader);
                Name = name.IsEmpty ? Name : name;
            }
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
            {
                ReadFunction(ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadFunction(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (JsonSlices.ReadObject(ref reader))
        {
            ReadMembers(ref reader, frame);
        }
    }

    /// <summary>Arguments are JSON text in a string; some servers send the JSON itself.</summary>
    private static ReadOnlySpan<byte> ReadArguments(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return JsonSlices.TakeText(ref reader);
        }

        JsonText text = Encoding.UTF8.GetString(JsonSlices.TakeRaw(ref reader, frame));
        return text.Escaped.Span;
    }
}
