using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>Writes a tool call, as requests and answers have it.</summary>
internal static class OpenAIChatCallWriter
{
    // a call with free text, whose own form is among the leftovers
    private const string Custom = "custom";

    public static void Write(Utf8JsonWriter json, ToolCallPart call, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        if (OpenAIChatExtensions.Has(call.Extensions, Custom))
        {
            json.WriteString("type"u8, Custom);
        }
        else
        {
            WriteFunction(json, call);
        }

        json.WriteExtensions(call.Extensions, losses, "messages.");
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, ToolCallPart call)
    {
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, call.Name);
        if (call.BrokenArguments is { } broken)
        {
            json.WriteString("arguments"u8, broken);
        }
        else
        {
            json.WriteString("arguments"u8, call.Arguments.Utf8.Span);
        }

        json.WriteEndObject();
    }
}
