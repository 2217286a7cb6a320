using System.Buffers;
using System.Text.Json;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>
/// Rewrites the messages of a caller that speaks Chat for servers that take one system message, the first, roles that alternate and strings as contents, where the
/// operator asks for it (<c>options.messages: "simple"</c>). Members that the gateway does not know stay.
/// </summary>
internal static class OpenAIChatSimpleMessages
{
    private const string BlankLine = "\n\n";

    /// <summary>Rewrites an array of messages.</summary>
    /// <param name="array">The array.</param>
    /// <returns>The array to send; null if it is simple already, or is no array of messages, which is for the server to refuse.</returns>
    public static byte[]? Rewrite(ReadOnlyMemory<byte> array)
    {
        using var document = JsonDocument.Parse(array);
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.Elements().Any(m => m.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        List<Turn> turns = [];
        var isChanged = false;
        foreach (var message in document.RootElement.Elements())
        {
            var turn = Read(message, hasBegun: turns is [.., not { Role: "system" }], ref isChanged);
            isChanged |= Add(turns, turn);
        }

        return isChanged ? Write(turns) : null;
    }

    private static Turn Read(JsonElement message, bool hasBegun, ref bool isChanged)
    {
        var written = message.Find("role"u8) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        var role = written is "system" or "developer" ? hasBegun ? "user" : "system" : written;
        var content = message.Find("content"u8);
        var words = content.ValueKind == JsonValueKind.String ? content.GetString() : TextOf(content, message);
        isChanged |= role != written || (words is not null && content.ValueKind != JsonValueKind.String);
        return new(message, role, words);
    }

    private static string? TextOf(JsonElement content, JsonElement message) => content.ValueKind switch
    {
        // templates concatenate what stands beside calls
        JsonValueKind.Null or JsonValueKind.Undefined when message.Find("tool_calls"u8).ValueKind == JsonValueKind.Array => "",
        JsonValueKind.Array when content.Elements().All(IsText) => string.Join(BlankLine, content.Elements().Select(p => p.Find("text"u8).GetString()).Where(t => t!.Length > 0)),
        _ => null,
    };

    private static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.Find("type"u8) is { ValueKind: JsonValueKind.String } type && type.ValueEquals("text"u8)
        && part.Find("text"u8).ValueKind == JsonValueKind.String;

    private static bool Add(List<Turn> turns, Turn turn)
    {
        if (turn.Role is not ("system" or "user") || turn.Words is null || turns is not [.., { Words: { } words } last] || last.Role != turn.Role
            || (turn.Role == "user" && (turn.HasName || last.HasName)))
        {
            turns.Add(turn);
            return false;
        }

        turns[^1] = last with { Words = words.Length == 0 || turn.Words.Length == 0 ? words + turn.Words : words + BlankLine + turn.Words };
        return true;
    }

    private static byte[] Write(List<Turn> turns)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonWriting.Options))
        {
            json.WriteStartArray();
            foreach (var turn in turns)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, turn.Role);
                if (turn.Words is { } words)
                {
                    json.WriteString("content"u8, words);
                }

                foreach (var member in turn.Message.EnumerateObject().Where(m => !m.NameEquals("role"u8) && (turn.Words is null || !m.NameEquals("content"u8))))
                {
                    member.WriteTo(json);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }

    private sealed record Turn(JsonElement Message, string Role, string? Words)
    {
        public bool HasName => Message.Find("name"u8).ValueKind == JsonValueKind.String;
    }
}
