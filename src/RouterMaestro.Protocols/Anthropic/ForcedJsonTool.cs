using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>
/// Any JSON object as the answer, which the dialect cannot be asked for: its formats are closed schemas. A tool that must be called takes
/// the object as its input, and the call is read as text again.
/// </summary>
internal static class ForcedJsonTool
{
    private const string Name = "router_maestro_json_answer";

    private const string Description =
        "Gives your answer to the user. The input is the whole answer: one JSON object with exactly the members that the conversation asks for. "
        + "The schema leaves them open, so name and fill them yourself; never send an empty object where something was asked.";

    /// <summary>Tells whether a call is such an answer. No tool of a caller can be called so, since the tool stands alone.</summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(ReadOnlySpan<byte> name) => name.SequenceEqual("router_maestro_json_answer"u8);

    /// <summary>Tells whether a call is such an answer.</summary>
    /// <param name="name">The name of the tool called.</param>
    public static bool Is(string name) => name == Name;

    /// <summary>Tells whether the tool can be forced: beside thinking, tools of the caller's and a begun answer it cannot.</summary>
    public static bool Fits(ChatRequest request, AnthropicConversation conversation, AnthropicReasoning thinking) =>
        request.OutputFormat is OutputFormat.JsonObject
        && request.Tools.IsEmpty
        && !thinking.IsOn
        && conversation.Turns is [.., { Role: Role.User }];

    /// <summary>Writes the tool, and that it must be called, once.</summary>
    public static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartArray("tools"u8);
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.WriteString("description"u8, Description);
        json.WriteStartObject("input_schema"u8);
        json.WriteString("type"u8, "object"u8);
        json.WriteBoolean("additionalProperties"u8, true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "tool"u8);
        json.WriteString("name"u8, Name);
        json.WriteBoolean("disable_parallel_tool_use"u8, true);
        json.WriteEndObject();
    }
}
