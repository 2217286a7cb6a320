using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Writes a tool call, as requests and answers have it.</summary>
internal static class OpenAIChatCallWriter
{
    /// <summary>Writes a call.</summary>
    /// <param name="json">Takes the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="isCustom">Whether who reads it knows the tool as one that takes free text.</param>
    /// <param name="losses">Takes what the dialect cannot say.</param>
    public static void Write(Utf8JsonWriter json, ToolCallPart call, bool isCustom, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, call.Id);
        if (isCustom)
        {
            OpenAIChatCustom.WriteCall(json, call);
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
