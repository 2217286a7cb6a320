using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Reads a whole answer of Chat Completions.</summary>
internal static class ChatBodyObserver
{
    public static ObservedResponse Read(JsonElement body)
    {
        if (body.Get("error") is { } error)
        {
            return UsageReading.OfError(error);
        }

        var choice = body.GetItems("choices").FirstOrDefault();
        var message = choice.Get("message") ?? default;
        return new ObservedResponse
        {
            Id = body.GetText("id"),
            Model = body.GetText("model"),
            Text = message.GetText("content") ?? "",
            Reasoning = message.GetText("reasoning_content") ?? message.GetText("reasoning") ?? "",
            Refusal = message.GetText("refusal") ?? "",
            ToolCalls = [.. message.GetItems("tool_calls").Select(Call)],
            StopReason = choice.GetText("finish_reason"),
            Usage = body.Get("usage") is { } usage ? UsageReading.OfChat(usage) : null,
            IsComplete = choice.GetText("finish_reason") is not null,
            Problems = [.. Problems(body, choice, message)],
        };
    }

    private static ObservedToolCall Call(JsonElement call) => call.Get("custom") is { } custom
        ? new ObservedToolCall(call.GetText("id") ?? "", custom.GetText("name") ?? "", custom.GetText("input") ?? "") { IsCustom = true }
        : new ObservedToolCall(
            call.GetText("id") ?? "",
            call.Get("function")?.GetText("name") ?? "",
            call.Get("function")?.GetText("arguments") ?? "");

    private static IEnumerable<string> Problems(JsonElement body, JsonElement choice, JsonElement message)
    {
        if (body.GetText("object") != "chat.completion")
        {
            yield return "object is not chat.completion";
        }

        if (message.GetText("role") != "assistant")
        {
            yield return "the message's role is not assistant";
        }

        if (message.ValueKind == JsonValueKind.Object && !message.TryGetProperty("content", out _))
        {
            yield return "the message has no content, not even null";
        }

        if ((choice.GetText("finish_reason") == "tool_calls") != message.GetItems("tool_calls").Any())
        {
            yield return "finish_reason and tool calls don't agree";
        }
    }
}
