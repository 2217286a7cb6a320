using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>The content of a response, read from its JSON and read by the codec.</summary>
internal sealed record ResponsesExpectation(string Text, string Reasoning, string Signatures, string Calls, string Finish, string Usage)
{
    public static ResponsesExpectation Of(ChatResponse answer) => new(
        string.Join('|', answer.Parts.Select(p => p switch { TextPart t => t.Text.ToString(), RefusalPart r => $"no: {r.Text}", _ => null }).OfType<string>()),
        string.Join('|', answer.Parts.OfType<ReasoningPart>().Select(p => p.Text.ToString()).Where(t => t.Length > 0)),
        string.Join('|', answer.Parts.OfType<ReasoningPart>().Select(p => p.Signature).OfType<string>()),
        string.Join('|', answer.Parts.OfType<ToolCallPart>().Select(c => $"{c.Id} {c.Name} {Normal(c.BrokenArguments ?? c.Arguments.ToString())}")),
        answer.Finish.ToString(),
        answer.Usage is { } u ? $"{u.Prompt} {u.CacheRead} {u.Completion} {u.Reasoning}" : "");

    public static ResponsesExpectation OfWhole(byte[] body)
    {
        var response = JsonNode.Parse(body)!;
        return Of(response, response["output"]!.AsArray());
    }

    /// <summary>Reads the items of a stream as they are at their end, in the order of their positions.</summary>
    public static ResponsesExpectation OfStream(byte[] body)
    {
        SortedDictionary<int, JsonNode> items = [];
        foreach (var frame in SseFrames.Read(body, int.MaxValue / 2).Frames.Where(f => f.Data.StartsWith('{')))
        {
            var data = JsonNode.Parse(frame.Data)!;
            switch (data["type"]!.GetValue<string>())
            {
                case "response.output_item.added":
                    items[data["output_index"]!.GetValue<int>()] = data["item"]!;
                    break;
                case "response.custom_tool_call_input.done":
                    items[data["output_index"]!.GetValue<int>()]["input"] = data["input"]!.DeepClone();
                    break;
                case "response.output_item.done":
                    items[data["output_index"]!.GetValue<int>()] = data["item"]!;
                    break;
                case "response.completed" or "response.incomplete":
                    return Of(data["response"]!, items.Values);
            }
        }

        throw new InvalidDataException("the stream has no end");
    }

    private static ResponsesExpectation Of(JsonNode response, IEnumerable<JsonNode?> output)
    {
        var items = output.OfType<JsonNode>().ToList();
        var calls = items.Where(IsCall).ToList();
        var contents = items.Where(i => TypeOf(i) == "message").SelectMany(i => i["content"]!.AsArray()).OfType<JsonNode>();
        var reasonings = items.Where(i => TypeOf(i) == "reasoning").ToList();
        return new(
            string.Join('|', contents.Select(c => TypeOf(c) == "refusal" ? $"no: {c["refusal"]}" : $"{c["text"]}").Where(t => t.Length > 0)),
            string.Join('|', reasonings.Select(TextOf).Where(t => t.Length > 0)),
            string.Join('|', reasonings.Where(t => t["encrypted_content"] is not null || t["content"] is JsonArray { Count: > 0 }).Select(t => $"rm1:responses:{t["id"]}:{t["encrypted_content"]}")),
            string.Join('|', calls.Select(c => $"{c["call_id"]} {NameOf(c)} {ArgumentsOf(c)}")),
            (calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop).ToString(),
            UsageOf(response["usage"]));
    }

    private static bool IsCall(JsonNode item) =>
        TypeOf(item) is "function_call" or "custom_tool_call" || (TypeOf(item) == "tool_search_call" && $"{item["execution"]}" == "client");

    private static string TypeOf(JsonNode node) => node["type"]!.GetValue<string>();

    private static string TextOf(JsonNode reasoning)
    {
        var content = reasoning["content"] is JsonArray { Count: > 0 } shown ? shown : reasoning["summary"]?.AsArray() ?? [];
        return string.Join("\n\n", content.Select(c => $"{c!["text"]}").Where(t => t.Length > 0));
    }

    private static string NameOf(JsonNode call) => TypeOf(call) == "tool_search_call" ? "tool_search"
        : call["namespace"] is { } space ? $"{space}__{call["name"]}"
        : $"{call["name"]}";

    private static string ArgumentsOf(JsonNode call) => TypeOf(call) switch
    {
        "custom_tool_call" => Normal(new JsonObject { ["input"] = call["input"]!.DeepClone() }.ToJsonString()),
        "tool_search_call" => Normal(call["arguments"]!.ToJsonString()),
        _ => Normal(call["arguments"]!.GetValue<string>()),
    };

    private static string UsageOf(JsonNode? usage) => usage is null
        ? ""
        : $"{usage["input_tokens"]} {usage["input_tokens_details"]?["cached_tokens"] ?? 0} {usage["output_tokens"]} {usage["output_tokens_details"]?["reasoning_tokens"] ?? 0}";

    private static string Normal(string arguments)
    {
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(arguments.Length == 0 ? "{}" : arguments));
        }
        catch (JsonException)
        {
            return arguments;
        }
    }
}
