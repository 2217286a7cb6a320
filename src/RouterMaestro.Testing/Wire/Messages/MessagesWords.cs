using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Messages;

/// <summary>What whole and streamed answers of Messages have in common.</summary>
internal static class MessagesWords
{
    public static string StopReason(SimulatedResponse response) => response.StopWord ?? response.Stop switch
    {
        SimulatedStop.Length => "max_tokens",
        SimulatedStop.ToolCalls => "tool_use",
        SimulatedStop.StopSequence => "stop_sequence",
        SimulatedStop.ContentFilter => "refusal",
        SimulatedStop.Pause => "pause_turn",
        null when response.Of<ResponsePart.Refusal>().Any() => "refusal",
        null when response.Of<ResponsePart.ToolCall>().Any() => "tool_use",
        _ => "end_turn",
    };

    public static JsonObject? StopDetails(SimulatedResponse response) =>
        response.Of<ResponsePart.Refusal>().FirstOrDefault() is { } refusal
            ? new JsonObject { ["type"] = "refusal", ["category"] = null, ["explanation"] = refusal.Reason }
            : null;

    public static string CallId(SimulatedToolCall call, int index, RenderContext context) =>
        call.Id ?? $"{context.Id("toolu_")}{index}";

    public static JsonObject Usage(SimulatedUsage usage, long output) => new()
    {
        ["input_tokens"] = usage.Input,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["cache_creation"] = new JsonObject { ["ephemeral_5m_input_tokens"] = usage.CacheWrite, ["ephemeral_1h_input_tokens"] = 0 },
        ["output_tokens"] = output,
        ["service_tier"] = "standard",
        ["inference_geo"] = "not_available",
    };

    public static JsonObject FinalUsage(SimulatedUsage usage) => new()
    {
        ["input_tokens"] = usage.Input,
        ["cache_creation_input_tokens"] = usage.CacheWrite,
        ["cache_read_input_tokens"] = usage.CacheRead,
        ["output_tokens"] = usage.Output,
        ["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = usage.Reasoning },
    };
}
