using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>Puts a question into OpenAI's protocol.</summary>
internal static class ChatQuestion
{
    public static JsonObject Write(DemoQuestion question)
    {
        var messages = new JsonArray(Message("system", question.System), Message("user", Content(question)));
        if (question.ToolResult is { } result)
        {
            messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(Call(result)) });
            messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = result.Call.Id, ["content"] = result.Result });
        }

        var body = new JsonObject { ["model"] = question.Model, ["messages"] = messages, ["stream"] = question.IsStreamed };
        if (question.IsStreamed)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        if (question.Tool is { } tool)
        {
            body["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = Function(tool) });
        }

        return body;
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private static JsonNode Content(DemoQuestion question) => question.Picture is null
        ? JsonValue.Create(question.Text)
        : new JsonArray(
            new JsonObject { ["type"] = "text", ["text"] = question.Text },
            new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = $"data:image/png;base64,{question.Picture}" } });

    private static JsonObject Call(DemoToolResult result) => new()
    {
        ["id"] = result.Call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = result.Call.Name, ["arguments"] = result.Call.Arguments },
    };

    private static JsonObject Function(DemoTool tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["parameters"] = DemoToolSchema.Of(tool),
    };
}
