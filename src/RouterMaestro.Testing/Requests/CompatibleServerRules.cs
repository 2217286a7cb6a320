using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>What servers that are compatible with OpenAI refuse in a Chat request, in the words of those servers.</summary>
internal static class CompatibleServerRules
{
    public static (string? Param, string Message)? Violation(JsonElement body, SimulatedServer server)
    {
        if (server is SimulatedServer.OpenAI or SimulatedServer.Gemini)
        {
            return null;
        }

        var former = "";
        foreach (var (i, message) in body.GetItems("messages").Index())
        {
            var role = message.GetText("role") ?? "";
            var text = server == SimulatedServer.Strings ? OfStrings(i, message, role) : OfTemplate(i, message, role, former);
            if (text is not null)
            {
                return (null, text);
            }

            former = role;
        }

        return null;
    }

    private static string? OfStrings(int index, JsonElement message, string role) =>
        role is not ("system" or "user" or "assistant" or "tool")
        ? $"Failed to deserialize the JSON body into the target type: messages[{index}].role: unknown variant `{role}`, expected one of `system`, `user`, `assistant`, `tool`"
        : message.Get("content") switch
        {
            { ValueKind: JsonValueKind.String } => null,
            { ValueKind: JsonValueKind.Array } => $"Failed to deserialize the JSON body into the target type: messages[{index}]: invalid type: sequence, expected a string",
            _ when HasCalls(message) => null,
            _ => $"Failed to deserialize the JSON body into the target type: messages[{index}]: invalid type: null, expected a string",
        };

    private static string? OfTemplate(int index, JsonElement message, string role, string former) => role switch
    {
        "system" when index > 0 => "System message must be at the beginning.",
        "developer" => "Unexpected message role.",
        "user" or "assistant" when role == former => "Conversation roles must alternate user/assistant/user/assistant/...",
        _ => OfContent(message),
    };

    private static string? OfContent(JsonElement message) => message.Get("content") switch
    {
        { ValueKind: JsonValueKind.String } => null,
        { ValueKind: JsonValueKind.Array } parts when message.GetText("role") == "user" && parts.EnumerateArray().Any(part => part.GetText("type") != "text") => null,
        { ValueKind: JsonValueKind.Array } => "can only concatenate str (not \"list\") to str",
        _ => "can only concatenate str (not \"NoneType\") to str",
    };

    private static bool HasCalls(JsonElement message) => message.GetItems("tool_calls").Any();
}
