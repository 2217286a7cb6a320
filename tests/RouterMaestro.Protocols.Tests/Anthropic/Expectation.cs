using System.Text.Json;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>What matters of an answer, once as its JSON says and once as the codec understood it.</summary>
internal sealed record Expectation(string Text, string Thinking, string Signatures, string Calls, string Finish, string Usage)
{
    public static Expectation OfWhole(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return Of(document.RootElement, document.RootElement.GetProperty("content").EnumerateArray(), document.RootElement.GetProperty("usage"));
    }

    /// <summary>Puts the blocks of a stream together in the plainest way.</summary>
    public static Expectation OfStream(byte[] body)
    {
        List<Dictionary<string, string>> blocks = [];
        Dictionary<string, long> usage = [];
        JsonElement end = default;
        foreach (var (_, data) in AnthropicTesting.Frames(body))
        {
            var frame = JsonDocument.Parse(data).RootElement;
            switch (frame.GetProperty("type").GetString())
            {
                case "message_start":
                    Merge(usage, frame.GetProperty("message").GetProperty("usage"));
                    break;
                case "content_block_start":
                    blocks.Add(frame.GetProperty("content_block").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()));
                    blocks[^1]["partial_json"] = "";
                    break;
                case "content_block_delta":
                    foreach (var piece in frame.GetProperty("delta").EnumerateObject().Where(p => p.Name != "type" && p.Value.ValueKind == JsonValueKind.String))
                    {
                        blocks[frame.GetProperty("index").GetInt32()][piece.Name] =
                            blocks[frame.GetProperty("index").GetInt32()].GetValueOrDefault(piece.Name) + piece.Value.GetString();
                    }

                    break;
                case "message_delta":
                    end = frame.GetProperty("delta");
                    Merge(usage, frame.GetProperty("usage"));
                    break;
            }

            // a file may hold several answers one after another
            if (frame.GetProperty("type").GetString() == "message_stop")
            {
                break;
            }
        }

        foreach (var block in blocks.Where(b => b["type"] == "tool_use" && b["partial_json"].Length > 0))
        {
            block["input"] = block["partial_json"];
        }

        return Of(end, blocks, usage);
    }

    public static Expectation Of(ChatResponse response) => new(
        string.Join('|', response.Parts.OfType<TextPart>().Select(p => p.Text)),
        string.Join('|', response.Parts.Select(p => p switch { ReasoningPart r => r.Text.ToString(), RedactedReasoningPart r => r.Data.ToString(), _ => null }).OfType<string>()),
        string.Join('|', response.Parts.OfType<ReasoningPart>().Select(p => p.Signature)),
        string.Join('|', response.Parts.OfType<ToolCallPart>().Select(c => $"{c.Id} {c.Name} {Normal(c.Arguments.ToString())}")),
        $"{response.Finish} {response.StopSequence}",
        response.Usage is { } u ? $"{u.Input} {u.CacheRead} {u.CacheWrite} {u.Completion}" : "");

    private static Expectation Of(JsonElement end, IEnumerable<JsonElement> content, JsonElement usage)
    {
        Dictionary<string, long> counts = [];
        Merge(counts, usage);
        return Of(end, content.Select(b => b.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString())), counts);
    }

    private static Expectation Of(JsonElement end, IEnumerable<Dictionary<string, string>> content, Dictionary<string, long> usage)
    {
        var blocks = content.ToList();
        return new(
            string.Join('|', blocks.Where(b => b["type"] == "text").Select(b => b["text"])),
            string.Join('|', blocks.Where(b => b["type"] is "thinking" or "redacted_thinking").Select(b => b.GetValueOrDefault("thinking") ?? b["data"])),
            string.Join('|', blocks.Where(b => b["type"] == "thinking").Select(b => b["signature"])),
            string.Join('|', blocks.Where(b => b["type"] == "tool_use").Select(b => $"{b["id"]} {b["name"]} {Normal(b["input"])}")),
            $"{FinishOf(end.GetProperty("stop_reason").GetString(), blocks)} {(end.TryGetProperty("stop_sequence", out var sequence) ? sequence : default)}",
            $"{usage["input_tokens"]} {usage.GetValueOrDefault("cache_read_input_tokens")} {usage.GetValueOrDefault("cache_creation_input_tokens")} {usage["output_tokens"]}");
    }

    private static FinishReason FinishOf(string? reason, List<Dictionary<string, string>> blocks) => reason switch
    {
        "end_turn" or "stop_sequence" => FinishReason.Stop,
        "max_tokens" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.ContentFilter,
        "pause_turn" => FinishReason.Pause,
        null => blocks.Any(b => b["type"] == "tool_use") ? FinishReason.ToolCalls : FinishReason.Stop,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a new stop reason: teach the test"),
    };

    private static void Merge(Dictionary<string, long> counts, JsonElement usage)
    {
        foreach (var count in usage.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number))
        {
            counts[count.Name] = count.Value.GetInt64();
        }
    }

    private static string Normal(string json) => RawJsonText(JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(json.Length == 0 ? "{}" : json)!);

    private static string RawJsonText(SortedDictionary<string, JsonElement> members) =>
        string.Join(',', members.Select(m => $"{m.Key}={JsonSerializer.Serialize(m.Value)}"));
}
