using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads the content of Chat requests.</summary>
internal static class ChatRequestObserver
{
    public static void Read(JsonObject request, ObservedRequest asked)
    {
        var oldCalls = 0;
        foreach (var message in request.Items("messages"))
        {
            switch (message.Word("role"))
            {
                case "system" or "developer":
                    Texts(message).ForEach(asked.Instruct);
                    break;
                case "tool" or "function":
                    ReadResult(message, asked, message.Word("tool_call_id") ?? message.Text("name"));
                    break;
                case "assistant":
                    ReadResponse(message, asked, ref oldCalls);
                    break;
                default:
                    ReadParts(message["content"], asked, isAssistant: false, "media");
                    break;
            }
        }

        ReadSettings(request, asked);
    }

    private static List<string> Texts(JsonNode message) =>
        message.Word("content") is { } text ? [text] : [.. message.Items("content").Select(p => p.Text("text"))];

    private static void ReadResult(JsonNode message, ObservedRequest asked, string id)
    {
        asked.Result(id, string.Concat(Texts(message)));
        foreach (var part in message.Items("content").Where(p => p.Word("type") is not ("text" or "refusal")))
        {
            ReadPart(part, asked, isAssistant: false, "result media");
        }
    }

    private static void ReadResponse(JsonNode message, ObservedRequest asked, ref int oldCalls)
    {
        var reasoning = message.Word("reasoning_content") ?? message.Word("reasoning")
            ?? string.Concat(message.Items("reasoning_details").Select(d => d.Text("text") + d.Text("summary")));
        reasoning += string.Concat(message.Items("content").Where(b => b is JsonObject).Select(b => b.Text("thinking") + string.Concat(b.Items("thinking").Select(t => t.Text("text")))));
        if (reasoning.Length > 0)
        {
            asked.ReasoningTexts.Add(PlainJson.Squeezed(reasoning));
        }

        ReadParts(message["content"], asked, isAssistant: true, "media");
        asked.Say(isAssistant: true, "text", message.Text("refusal"));
        foreach (var call in message.Items("tool_calls"))
        {
            if (call["function"] is null && call["custom"] is null)
            {
                asked.HasForeign = true;
                continue;
            }

            asked.Call(call.Text("id"), call["custom"] is { } custom
                ? $"{custom.Text("name")} {PlainJson.Arguments(custom["input"])}"
                : $"{call["function"].Text("name")} {PlainJson.Arguments(call["function"].Text("arguments"))}");
        }

        if (message["function_call"] is { } old)
        {
            asked.Call(old.Text("name"), $"{old.Text("name")} {PlainJson.Arguments(old.Text("arguments"))}");
            oldCalls++;
        }
    }

    private static void ReadParts(JsonNode? content, ObservedRequest asked, bool isAssistant, string media)
    {
        if (content is JsonValue text)
        {
            asked.Say(isAssistant, "text", text.GetValue<string>());
        }

        foreach (var part in content as JsonArray ?? [])
        {
            ReadPart(part!, asked, isAssistant, media);
        }
    }

    private static void ReadPart(JsonNode part, ObservedRequest asked, bool isAssistant, string media)
    {
        switch (part.Word("type"))
        {
            case "text":
                asked.Say(isAssistant, "text", part.Text("text"));
                break;
            case "refusal":
                asked.Say(isAssistant, "text", part.Text("refusal"));
                break;
            case "document_url":
                // Mistral's own part
                asked.Say(isAssistant, media, RequestObserver.Media("document", part.Text("document_url")));
                break;
            case "image_url":
                asked.Say(isAssistant, media, RequestObserver.Media("image", part["image_url"].Word("url") ?? part.Text("image_url")));
                break;
            case "file":
                var file = part["file"];
                asked.Say(isAssistant, media, RequestObserver.Media("document", file.Word("file_data") ?? file.Text("file_id")));
                break;
            default:
                asked.HasForeign = true;
                break;
        }
    }

    private static void ReadSettings(JsonObject request, ObservedRequest asked)
    {
        RequestObserver.Set(asked, "max_tokens", request["max_completion_tokens"] ?? request["max_tokens"]);
        RequestObserver.Set(asked, "stop", request["stop"] is JsonValue one ? new JsonArray(one.DeepClone()) : request["stop"] is JsonArray { Count: > 0 } ? request["stop"] : null);
        RequestObserver.Set(asked, "user", request["user"] ?? request["safety_identifier"]);
        var choice = request["tool_choice"] ?? request["function_call"];
        RequestObserver.Set(asked, "tool_choice", choice is JsonValue word ? word.GetValue<string>() == "any" ? "required" : choice : choice?["function"]?["name"] ?? choice?["custom"]?["name"] ?? choice?["name"] ?? choice);
        RequestObserver.Set(asked, "parallel", request["parallel_tool_calls"]);
        var format = request["response_format"];
        RequestObserver.Set(asked, "format", format.Word("type") == "json_schema" ? RequestObserver.Closed(format!["json_schema"]!["schema"]) ?? new JsonObject() : format?["type"]);
        var effort = request["reasoning_effort"] ?? request["thinking"]?["budget_tokens"] ?? request["reasoning"]?["effort"] ?? request["reasoning"]?["max_tokens"];
        RequestObserver.Set(asked, "thinks", effort is null || request["thinking"].Word("type") == "disabled" || effort.ToString() == "none" ? null : true);
        foreach (var tool in request.Items("tools").Concat(request.Items("functions")))
        {
            if (tool["custom"] is { } custom)
            {
                // as a function it has one argument, whose description is free
                asked.Tools[custom.Text("name")] = $"{custom.Word("description")} *";
            }
            else if (tool.Word("type") is null or "function")
            {
                var function = tool["function"] ?? tool;
                RequestObserver.Tool(asked, function.Word("name"), function, function["parameters"]);
            }
            else
            {
                asked.HasForeign = true;
            }
        }
    }
}
