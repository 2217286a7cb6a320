using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Chat;

/// <summary>What whole and streamed answers of Chat Completions have in common.</summary>
internal static class ChatWords
{
    public static string FinishReason(SimulatedResponse response) => response.StopWord ?? response.Stop switch
    {
        SimulatedStop.Length => "length",
        SimulatedStop.ToolCalls => "tool_calls",
        SimulatedStop.ContentFilter => "content_filter",
        null when response.Of<ResponsePart.ToolCall>().Any() => "tool_calls",
        _ => "stop",
    };

    public static string CallId(SimulatedToolCall call, int index, RenderContext context) =>
        call.Id ?? $"{context.Id("call_")}{index}";

    public static string CallType(SimulatedToolCall call) => call.IsCustom ? "custom" : "function";

    public static string ArgumentsField(SimulatedToolCall call) => call.IsCustom ? "input" : "arguments";

    public static JsonObject Usage(SimulatedUsage usage)
    {
        var prompt = usage.Input + usage.CacheRead + usage.CacheWrite;
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = usage.Output,
            ["total_tokens"] = prompt + usage.Output,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CacheRead, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject
            {
                ["reasoning_tokens"] = usage.Reasoning,
                ["audio_tokens"] = 0,
                ["accepted_prediction_tokens"] = 0,
                ["rejected_prediction_tokens"] = 0,
            },
        };
    }
}
