using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Reads the content of responses.</summary>
internal static class ResponseReader
{
    public static ObservedResponse Of(WireProtocol protocol, byte[] body, bool isStream)
    {
        var whole = isStream ? FoldedStream.Of(protocol, body) : PlainJson.Object(body);
        if (whole is null || (whole["choices"] is null && whole["content"] is null && whole["output"] is null) || whole["error"] is JsonObject)
        {
            return ObservedResponse.Failure;
        }

        return protocol == WireProtocol.OpenAIChat ? OfChat(whole) : protocol == WireProtocol.OpenAIResponses ? OfResponses(whole) : OfMessages(whole);
    }

    /// <summary>Returns the messages or items with which a client repeats a response in its next request.</summary>
    public static JsonArray AsTurn(WireProtocol protocol, byte[] body, bool isStream)
    {
        var whole = isStream ? FoldedStream.Of(protocol, body)! : PlainJson.Object(body);
        if (protocol == WireProtocol.OpenAIResponses)
        {
            return whole["output"]!.DeepClone().AsArray();
        }

        var message = protocol == WireProtocol.OpenAIChat ? whole["choices"]![0]!["message"]!.DeepClone().AsObject() : new JsonObject { ["content"] = Blocks(whole) };
        message["role"] = "assistant";
        foreach (var call in message.Items("tool_calls"))
        {
            call.AsObject().Remove("index");
        }

        return [message];
    }

    private static JsonArray Blocks(JsonObject whole)
    {
        var blocks = whole["content"]!.DeepClone().AsArray();
        foreach (var block in blocks.OfType<JsonObject>().Where(b => b["partial_json"] is not null))
        {
            block["input"] = JsonNode.Parse(block.Text("partial_json").Length == 0 ? "{}" : block.Text("partial_json"));
            block.Remove("partial_json");
        }

        return blocks;
    }

    private static ObservedResponse OfChat(JsonObject whole)
    {
        var choice = whole.Items("choices").FirstOrDefault(c => (c.Number("index") ?? 0) == 0);
        var message = choice?["message"];
        var blocks = message.Items("content").ToList();
        var text = (message.Word("content") ?? string.Concat(blocks.Select(b => b is JsonValue ? b.GetValue<string>() : b.Text("text")))) is { Length: > 0 } said ? said : message?["audio"].Text("transcript");
        var calls = message.Items("tool_calls").Select(CallOfChat).ToList();
        if (calls.Count == 0 && message?["function_call"] is { } old && old.Text("name").Length > 0)
        {
            calls.Add($"{old.Text("name")} {PlainJson.Arguments(old.Text("arguments"))}");
        }

        var reasoning = new[] { "reasoning_content", "reasoning", "reasoning_text" }.Select(n => message.Text(n)).FirstOrDefault(t => t.Length > 0)
            ?? string.Concat(message.Items("reasoning_details").Select(d => d.Text("text") + d.Text("summary")));
        reasoning += string.Concat(blocks.OfType<JsonObject>().Select(b => b.Text("thinking") + string.Concat(b.Items("thinking").Select(t => t.Text("text")))));
        var usage = (whole["usage"] ?? whole["x_groq"]?["usage"]) as JsonObject;
        return new(text + message.Text("refusal"), PlainJson.Squeezed(reasoning), calls, FinishOfChat(choice.Word("finish_reason"), calls.Count), usage is null ? ObservedResponse.NoUsage : UsageOfChat(usage))
        {
            ReasoningTexts = reasoning.Length == 0 ? [] : [PlainJson.Squeezed(reasoning)],
        };
    }

    // Snowflake Cortex writes function and custom, the unused one empty (recording test_snowflake_thinking)
    private static string CallOfChat(JsonNode call) => call["custom"] is { } custom && custom.Text("name").Length > 0
        ? $"{custom.Text("name")} {PlainJson.Arguments(custom["input"])}"
        : $"{call["function"].Text("name")} {(call["function"]!["arguments"] is JsonObject json ? PlainJson.Canonical(json) : PlainJson.Arguments(call["function"].Text("arguments")))}";

    private static string FinishOfChat(string? finish, int calls) => finish is "length" or "content_filter" ? finish : calls > 0 ? "tool_calls" : "stop";

    /// <summary>xAI grok-3-mini counts reasoning beside the completion, but within the total (recording xai-tool-call).</summary>
    private static string UsageOfChat(JsonObject usage)
    {
        var prompt = usage.Number("prompt_tokens") ?? 0;
        var cached = usage["prompt_tokens_details"].Number("cached_tokens")
            ?? usage.Number("cached_tokens") ?? usage.Number("num_cached_tokens") ?? usage.Number("prompt_cache_hit_tokens") ?? 0;
        return $"{prompt} {cached} {(usage.Number("total_tokens") ?? prompt + (usage.Number("completion_tokens") ?? 0)) - prompt}";
    }

    private static ObservedResponse OfMessages(JsonObject whole)
    {
        var blocks = whole.Items("content").ToList();
        var calls = blocks.Where(b => b.Word("type") == "tool_use")
            .Select(b => $"{b.Word("name")} {(b.Text("partial_json").Length > 0 ? PlainJson.Arguments(b.Text("partial_json")) : PlainJson.Canonical(b["input"]))}").ToList();
        var thinking = blocks.Where(b => b.Word("type") is "thinking" or "redacted_thinking").ToList();
        return new(
            string.Concat(blocks.Where(b => b.Word("type") == "text").Select(b => b.Text("text"))),
            PlainJson.Squeezed(string.Concat(thinking.Select(b => b.Text("thinking")))),
            calls,
            whole.Word("stop_reason") switch
            {
                "max_tokens" or "model_context_window_exceeded" => "length",
                "refusal" => "content_filter",
                _ => calls.Count > 0 ? "tool_calls" : "stop",
            },
            UsageOfMessages(whole["usage"]))
        {
            ReasoningTexts = [.. thinking.Select(b => PlainJson.Squeezed($"{b.Word("thinking")}|{b.Word("signature") ?? b.Word("data")}"))],
        };
    }

    private static string UsageOfMessages(JsonNode? usage)
    {
        var read = usage.Number("cache_read_input_tokens") ?? 0;
        return $"{(usage.Number("input_tokens") ?? 0) + read + (usage.Number("cache_creation_input_tokens") ?? 0)} {read} {usage.Number("output_tokens") ?? 0}";
    }

    private static ObservedResponse OfResponses(JsonObject whole)
    {
        var items = whole.Items("output").ToList();
        var contents = items.Where(i => i.Word("type") == "message").SelectMany(i => i.Items("content"));
        var calls = items.Select(CallOfResponses).OfType<string>().ToList();
        var reasonings = items.Where(i => i.Word("type") == "reasoning").ToList();
        var finish = whole.Word("status") == "incomplete" ? whole["incomplete_details"].Word("reason") : null;
        var usage = whole["usage"] as JsonObject;
        return new(
            string.Concat(contents.Select(c => c.Text("text") + c.Text("refusal"))),
            PlainJson.Squeezed(string.Concat(reasonings.Select(t => string.Concat(Shown(t).Select(p => p.Text("text")))))),
            calls,
            finish == "max_output_tokens" ? "length" : finish == "content_filter" ? finish : calls.Count > 0 ? "tool_calls" : "stop",
            $"{usage.Number("input_tokens") ?? 0} {usage?["input_tokens_details"].Number("cached_tokens") ?? 0} {usage.Number("output_tokens") ?? 0}")
        {
            ReasoningTexts = [.. reasonings.Select(SignatureOf).Where(s => s.Length > 1)],
        };
    }

    public static string SignatureOf(JsonNode thought) => $"{thought.Word("id")}|{thought.Word("encrypted_content")}";

    private static IEnumerable<JsonNode> Shown(JsonNode thought) => thought.Items("content").Any() ? thought.Items("content") : thought.Items("summary");

    public static string? CallOfResponses(JsonNode item) => item.Word("type") switch
    {
        "function_call" => $"{NameOf(item)} {PlainJson.Arguments(item.Text("arguments"))}",
        "custom_tool_call" => $"{NameOf(item)} {PlainJson.Arguments(item["input"])}",
        "tool_search_call" when item.Word("execution") == "client" => $"tool_search {PlainJson.Canonical(item["arguments"])}",
        _ => null,
    };

    private static string NameOf(JsonNode call) => call.Word("namespace") is { } space ? $"{space}__{call.Word("name")}" : call.Text("name");
}
