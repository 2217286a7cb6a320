using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>Puts a question into Anthropic's protocol.</summary>
internal static class MessagesQuestion
{
    private const int MaxTokens = 200;

    public static JsonObject Write(DemoQuestion question)
    {
        var messages = new JsonArray(Message("user", Content(question)));
        if (question.ToolResult is { } result)
        {
            messages.Add(Message("assistant", new JsonArray(Call(result))));
            messages.Add(Message("user", new JsonArray(Result(result))));
        }

        var body = new JsonObject
        {
            ["model"] = question.Model,
            ["max_tokens"] = MaxTokens,
            ["system"] = question.System,
            ["messages"] = messages,
            ["stream"] = question.IsStreamed,
        };
        if (question.Tool is { } tool)
        {
            body["tools"] = new JsonArray(Tool(tool));
        }

        return body;
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private static JsonNode Content(DemoQuestion question) => question.Picture is null
        ? JsonValue.Create(question.Text)
        : new JsonArray(
            new JsonObject { ["type"] = "text", ["text"] = question.Text },
            new JsonObject
            {
                ["type"] = "image",
                ["source"] = new JsonObject { ["type"] = "base64", ["media_type"] = "image/png", ["data"] = question.Picture },
            });

    private static JsonObject Call(DemoToolResult result) => new()
    {
        ["type"] = "tool_use",
        ["id"] = result.Call.Id,
        ["name"] = result.Call.Name,
        ["input"] = JsonNode.Parse(result.Call.Arguments),
    };

    private static JsonObject Result(DemoToolResult result) => new()
    {
        ["type"] = "tool_result",
        ["tool_use_id"] = result.Call.Id,
        ["content"] = result.Result,
    };

    private static JsonObject Tool(DemoTool tool) => new()
    {
        ["name"] = tool.Name,
        ["description"] = tool.Description,
        ["input_schema"] = DemoToolSchema.Of(tool),
    };
}
