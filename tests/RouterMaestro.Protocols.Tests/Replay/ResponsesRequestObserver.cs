using System.Text.Json.Nodes;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads the content of Responses requests.</summary>
internal static class ResponsesRequestObserver
{
    public static void Read(JsonObject request, ObservedRequest asked)
    {
        asked.Instruct(request.Text("instructions"));
        if (request["input"] is JsonValue text)
        {
            asked.Say(isAssistant: false, "text", text.GetValue<string>());
        }

        foreach (var item in request.Items("input"))
        {
            ReadItem(item, asked);
        }

        ReadSettings(request, asked);
        asked.HasForeign |= request["previous_response_id"] is not null || request["conversation"] is not null || request["prompt"] is not null || request.Flag("background") == true;
    }

    private static void ReadItem(JsonNode item, ObservedRequest asked)
    {
        switch (item.Word("type"))
        {
            case null or "message":
                ReadMessage(item, asked);
                break;
            case "reasoning" when ResponseReader.SignatureOf(item).Length > 1:
                asked.ReasoningTexts.Add(ResponseReader.SignatureOf(item));
                break;
            case "reasoning":
                break;
            case "function_call_output" or "custom_tool_call_output":
                ReadResult(item, asked);
                break;
            case "tool_search_output" when item.Word("execution") == "client":
                asked.Result(item.Text("call_id"), PlainJson.Canonical(item["tools"]));
                ReadTools(item.Items("tools"), asked, null);
                break;
            case "tool_search_output":
                ReadTools(item.Items("tools"), asked, null);
                asked.HasForeign = true;
                break;
            case "additional_tools":
                ReadTools(item.Items("tools"), asked, null);
                break;
            default:
                if (ResponseReader.CallOfResponses(item) is { } call)
                {
                    asked.Call(item.Text("call_id"), call);
                }
                else
                {
                    asked.HasForeign = true;
                }

                break;
        }
    }

    private static void ReadMessage(JsonNode item, ObservedRequest asked)
    {
        var role = item.Word("role");
        if (role is "system" or "developer")
        {
            asked.Instruct(item.Word("content") ?? "");
            item.Items("content").ToList().ForEach(c => asked.Instruct(c.Text("text")));
        }
        else if (item.Word("content") is { } text)
        {
            asked.Say(role == "assistant", "text", text);
        }
        else
        {
            item.Items("content").ToList().ForEach(c => ReadContent(c, asked, role == "assistant", "media"));
        }
    }

    private static void ReadContent(JsonNode content, ObservedRequest asked, bool isAssistant, string media)
    {
        switch (content.Word("type"))
        {
            case "input_text" or "output_text" or "text":
                asked.Say(isAssistant, "text", content.Text("text"));
                break;
            case "refusal":
                asked.Say(isAssistant, "text", content.Text("refusal"));
                break;
            case "input_image":
                asked.Say(isAssistant, media, RequestObserver.Media("image", content.Word("image_url") ?? content.Text("file_id")));
                break;
            case "input_file":
                asked.Say(isAssistant, media, RequestObserver.Media("document", content.Word("file_data") ?? content.Word("file_url") ?? content.Text("file_id")));
                break;
            default:
                asked.HasForeign = true;
                break;
        }
    }

    private static void ReadResult(JsonNode item, ObservedRequest asked)
    {
        var contents = item.Items("output").ToList();
        asked.Result(item.Text("call_id"), item.Word("output") ?? string.Concat(contents.Select(c => c.Text("text"))));
        contents.Where(c => c["text"] is null).ToList().ForEach(c => ReadContent(c, asked, isAssistant: false, "result media"));
    }

    private static void ReadSettings(JsonObject request, ObservedRequest asked)
    {
        RequestObserver.Set(asked, "max_tokens", request["max_output_tokens"]);
        RequestObserver.Set(asked, "user", request["user"] ?? request["safety_identifier"]);
        var choice = request["tool_choice"];
        RequestObserver.Set(asked, "tool_choice", choice is JsonValue ? choice : choice?["name"] ?? choice);
        RequestObserver.Set(asked, "parallel", request["parallel_tool_calls"]);
        var format = request["text"]?["format"];
        RequestObserver.Set(asked, "format", format.Word("type") == "json_schema" ? RequestObserver.Closed(format!["schema"]) : format?["type"]);
        RequestObserver.Set(asked, "thinks", request["reasoning"].Word("effort") is null or "none" ? null : true);
        ReadTools(request.Items("tools"), asked, null);
    }

    private static void ReadTools(IEnumerable<JsonNode> tools, ObservedRequest asked, string? space)
    {
        foreach (var tool in tools)
        {
            switch (tool.Word("type"))
            {
                case "function":
                    RequestObserver.Tool(asked, space is null ? tool.Word("name") : $"{space}__{tool.Word("name")}", tool, tool["parameters"]);
                    break;
                case "custom":
                    // as a function it has one argument, whose description is free
                    asked.Tools[space is null ? tool.Text("name") : $"{space}__{tool.Word("name")}"] = $"{tool.Word("description")} *";
                    break;
                case "namespace":
                    ReadTools(tool.Items("tools"), asked, tool.Word("name"));
                    break;
                case "tool_search" when tool.Word("execution") == "client":
                    RequestObserver.Tool(asked, "tool_search", tool, tool["parameters"]);
                    break;
                default:
                    asked.HasForeign = true;
                    break;
            }
        }
    }
}
