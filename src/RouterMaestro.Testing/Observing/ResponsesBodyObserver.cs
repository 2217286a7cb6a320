using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Reads a whole answer of Responses, which is also what a stream's terminal holds.</summary>
internal static class ResponsesBodyObserver
{
    public static ObservedResponse Read(JsonElement body)
    {
        if (body.Get("error") is { } error)
        {
            return UsageReading.OfError(error) with { Id = body.GetText("id"), Model = body.GetText("model") };
        }

        var items = body.GetItems("output").ToList();
        var parts = items.Where(i => i.GetText("type") == "message").SelectMany(i => i.GetItems("content")).ToList();
        var reasonings = items.Where(i => i.GetText("type") == "reasoning").ToList();
        var stop = body.Get("incomplete_details")?.GetText("reason") ?? body.GetText("status");
        var isComplete = body.GetText("status") is "completed" or "incomplete";
        return new ObservedResponse
        {
            Id = body.GetText("id"),
            Model = body.GetText("model"),
            Text = string.Concat(parts.Where(p => p.GetText("type") == "output_text").Select(p => p.GetText("text"))),
            Reasoning = string.Concat(reasonings.SelectMany(i => i.GetItems("summary").Concat(i.GetItems("content"))).Select(p => p.GetText("text"))),
            Signatures = [.. reasonings.Select(i => i.GetText("encrypted_content")).OfType<string>()],
            Refusal = string.Concat(parts.Select(p => p.GetText("refusal"))),
            ToolCalls = [.. items.Select(Call).OfType<ObservedToolCall>()],
            StopReason = isComplete ? stop : null,
            Usage = body.Get("usage") is { } usage ? UsageReading.OfResponses(usage) : null,
            IsComplete = isComplete,
            Problems = [.. Problems(body, items)],
        };
    }

    private static ObservedToolCall? Call(JsonElement item)
    {
        var isCustom = item.GetText("type") == "custom_tool_call";
        return isCustom || item.GetText("type") == "function_call"
            ? new ObservedToolCall(
                item.GetText("call_id") ?? "", item.GetText("name") ?? "", item.GetText(isCustom ? "input" : "arguments") ?? "")
            {
                IsCustom = isCustom,
            }
            : null;
    }

    private static IEnumerable<string> Problems(JsonElement body, List<JsonElement> items)
    {
        if (body.GetText("object") != "response")
        {
            yield return "object is not response";
        }

        if (body.Get("output") is not { ValueKind: JsonValueKind.Array })
        {
            yield return "output is not an array";
        }

        if (body.GetText("status") is "completed" or "incomplete" && body.Get("usage") is null)
        {
            yield return "no usage";
        }

        if ((body.GetText("status") == "incomplete") != (body.Get("incomplete_details")?.GetText("reason") is not null))
        {
            yield return "status and incomplete_details don't agree";
        }

        foreach (var problem in items.SelectMany(Problems))
        {
            yield return problem;
        }

        if (items.Select(i => i.GetText("id")).OfType<string>().GroupBy(id => id).Any(g => g.Count() > 1))
        {
            yield return "two items with the same id";
        }

        if (items.Select(Call).OfType<ObservedToolCall>().GroupBy(c => c.Id).Any(g => g.Count() > 1))
        {
            yield return "two tool calls with the same id";
        }
    }

    private static IEnumerable<string> Problems(JsonElement item)
    {
        if (item.GetText("type") is null || item.GetText("id") is null or "")
        {
            yield return "an item without a type or an id";
        }

        if (item.GetText("type") == "message" && item.GetText("role") != "assistant")
        {
            yield return "a message that is not the assistant's";
        }

        if (Call(item) is { } call && (call.Id.Length == 0 || call.Name.Length == 0))
        {
            yield return "a tool call without an id or a name";
        }

        if (Call(item) is { IsCustom: false } function && new SseTranscriptEvent("", function.Arguments).ReadJson() is null && item.GetText("status") == "completed")
        {
            yield return "the arguments of a function call are not JSON";
        }
    }
}
