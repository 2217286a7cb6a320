using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>Makes tool calls out of arguments that are JSON within a JSON string.</summary>
internal static class JsonCalls
{
    public static ToolCallPart Make(string id, string name, JsonText? arguments)
    {
        if (arguments is not { } text || JsonBlank.IsBlank(text))
        {
            return new(id, name, RawJson.EmptyObject);
        }

        var utf8 = Unescape(text);
        return IsObject(utf8)
            ? new(id, name, RawJson.FromParsed(utf8))
            : new(id, name, RawJson.EmptyObject) { BrokenArguments = text.ToString() };
    }

    private static ReadOnlyMemory<byte> Unescape(JsonText text)
    {
        if (!text.Escaped.Span.Contains((byte)'\\'))
        {
            return text.Escaped;
        }

        var reader = new Utf8JsonReader(text.Quoted.Span);
        reader.Read();
        var utf8 = new byte[text.Escaped.Length];
        var length = reader.CopyString(utf8);
        return utf8.AsMemory(0, length);
    }

    private static bool IsObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8.Span, JsonBody.ReaderOptions);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // reading to the end is the check
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
