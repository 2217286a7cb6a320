using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Reads a whole answer of Messages.</summary>
internal static class MessagesBodyObserver
{
    public static ObservedResponse Read(JsonElement body)
    {
        if (body.GetText("type") == "error" && body.Get("error") is { } error)
        {
            return UsageReading.OfError(error);
        }

        var blocks = body.GetItems("content").ToList();
        return new ObservedResponse
        {
            Id = body.GetText("id"),
            Model = body.GetText("model"),
            Text = Joined(blocks, "text"),
            Reasoning = Joined(blocks, "thinking"),
            Signatures = [.. blocks.Where(b => b.GetText("type") == "thinking").Select(b => b.GetText("signature") ?? "")],
            ToolCalls = [.. blocks.Where(b => b.GetText("type") == "tool_use").Select(Call)],
            StopReason = body.GetText("stop_reason"),
            Usage = body.Get("usage") is { } usage ? UsageReading.OfMessages(usage) : null,
            IsComplete = body.GetText("stop_reason") is not null,
            Problems = [.. Problems(body, blocks)],
        };
    }

    private static string Joined(IEnumerable<JsonElement> blocks, string type) =>
        string.Concat(blocks.Where(b => b.GetText("type") == type).Select(b => b.GetText(type)));

    private static ObservedToolCall Call(JsonElement block) => new(
        block.GetText("id") ?? "", block.GetText("name") ?? "", block.Get("input")?.GetRawText() ?? "");

    private static IEnumerable<string> Problems(JsonElement body, List<JsonElement> blocks)
    {
        if (body.GetText("type") != "message" || body.GetText("role") != "assistant")
        {
            yield return "not a message of the assistant";
        }

        if (body.Get("content") is not { ValueKind: JsonValueKind.Array })
        {
            yield return "content is not an array";
        }

        if (body.Get("usage") is null)
        {
            yield return "no usage";
        }

        if (blocks.Exists(b => b.GetText("type") == "tool_use" && b.Get("input") is not { ValueKind: JsonValueKind.Object }))
        {
            yield return "the input of a tool_use block is not an object";
        }

        if ((body.GetText("stop_reason") == "tool_use") != blocks.Exists(b => b.GetText("type") == "tool_use"))
        {
            yield return "stop_reason and tool_use blocks don't agree";
        }
    }
}
