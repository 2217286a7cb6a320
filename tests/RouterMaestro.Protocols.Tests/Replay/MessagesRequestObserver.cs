using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads the content of Messages requests.</summary>
internal static class MessagesRequestObserver
{
    /// <summary>The forced tool for a JSON object as the response; it is the only tool.</summary>
    private const string ForcedJson = "router_maestro_json_answer";

    public static void Read(JsonObject request, ObservedRequest asked)
    {
        Instruct(request["system"], asked);
        foreach (var message in request.Items("messages"))
        {
            if (message.Word("role") == "system")
            {
                Instruct(message["content"], asked);
                continue;
            }

            var isAssistant = message.Word("role") == "assistant";
            foreach (var block in BlocksOf(message["content"]))
            {
                ReadBlock(block, asked, isAssistant, "media");
            }
        }

        ReadSettings(request, asked);
        asked.HasForeign |= request["thread"] is not null;
    }

    private static IEnumerable<JsonNode> BlocksOf(JsonNode? content) => content switch
    {
        JsonValue text => [new JsonObject { ["type"] = "text", ["text"] = text.DeepClone() }],
        JsonArray blocks => blocks.OfType<JsonNode>(),
        _ => [],
    };

    /// <summary>Adds the instructions without the x-anthropic-billing-header lines of Claude Code 2.1.330.</summary>
    private static void Instruct(JsonNode? content, ObservedRequest asked)
    {
        foreach (var block in BlocksOf(content))
        {
            asked.Instruct(string.Join('\n', block.Text("text").Split('\n').Where(l => !l.StartsWith("x-anthropic-billing-header:", StringComparison.Ordinal))));
        }
    }

    private static void ReadBlock(JsonNode block, ObservedRequest asked, bool isAssistant, string media)
    {
        switch (block.Word("type"))
        {
            case "text":
                asked.Say(isAssistant, "text", block.Text("text"));
                break;
            case "tool_use":
                asked.Call(block.Text("id"), $"{block.Word("name")} {PlainJson.Canonical(block["input"])}");
                break;
            case "tool_result":
                ReadResult(block, asked);
                break;
            case "image" or "document":
                ReadMedia(block, asked, isAssistant, media);
                break;
            case "thinking" or "redacted_thinking":
                asked.ReasoningTexts.Add(PlainJson.Squeezed($"{block.Word("thinking")}|{block.Word("signature") ?? block.Word("data")}"));
                break;
            default:
                asked.HasForeign = true;
                break;
        }
    }

    private static void ReadResult(JsonNode block, ObservedRequest asked)
    {
        var blocks = BlocksOf(block["content"]).ToList();
        var mark = block.Flag("is_error") == true ? "Error: " : "";
        asked.Result(block.Text("tool_use_id"), mark + string.Concat(blocks.Select(b => b.Text("text"))));
        foreach (var held in blocks.Where(b => b.Word("type") != "text"))
        {
            ReadBlock(held, asked, isAssistant: false, "result media");
        }
    }

    private static void ReadMedia(JsonNode block, ObservedRequest asked, bool isAssistant, string media)
    {
        var (kind, source) = (block.Text("type"), block["source"]);
        switch (source.Word("type"))
        {
            case "base64":
                asked.Say(isAssistant, media, RequestObserver.Media(kind, source.Text("media_type"), source.Text("data")));
                break;
            case "text":
                asked.Say(isAssistant, media, $"{kind} {source.Text("data")}");
                break;
            case "content":
                asked.Say(isAssistant, media, $"{kind} {string.Concat(BlocksOf(source!["content"]).Select(b => b.Text("text")))}");
                break;
            default:
                asked.Say(isAssistant, media, $"{kind} {source.Word("url") ?? source.Word("file_id")}");
                break;
        }
    }

    private static void ReadSettings(JsonObject request, ObservedRequest asked)
    {
        RequestObserver.Set(asked, "max_tokens", request["max_tokens"]);
        RequestObserver.Set(asked, "stop", request["stop_sequences"] is JsonArray { Count: > 0 } stops ? stops : null);
        RequestObserver.Set(asked, "user", request["metadata"]?["user_id"]);
        var effort = request["thinking"]?["budget_tokens"] ?? request["output_config"]?["effort"];
        RequestObserver.Set(asked, "thinks", effort is null || request["thinking"].Word("type") == "disabled" ? null : true);
        if (request.Items("tools").FirstOrDefault(t => t.Word("name") == ForcedJson) is { } forced)
        {
            var schema = forced["input_schema"] as JsonObject;
            RequestObserver.Set(asked, "format", schema?["properties"] is null ? "json_object" : RequestObserver.Closed(schema));
            return;
        }

        var choice = request["tool_choice"];
        RequestObserver.Set(asked, "tool_choice", choice.Word("type") switch { "any" => "required", "tool" => choice!["name"], { } type => type, null => null });
        RequestObserver.Set(asked, "parallel", choice.Flag("disable_parallel_tool_use") is { } isOff ? !isOff : null);
        RequestObserver.Set(asked, "format", RequestObserver.Closed((request["output_config"]?["format"] ?? request["output_format"])?["schema"]));
        foreach (var tool in request.Items("tools"))
        {
            if (tool["input_schema"] is not null || tool.Word("type") is null or "custom")
            {
                RequestObserver.Tool(asked, tool.Word("name"), tool, tool["input_schema"]);
            }
            else
            {
                asked.HasForeign = true;
            }
        }
    }
}
