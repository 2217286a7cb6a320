using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Observing;

/// <summary>Reads what the protocols say about usage and errors.</summary>
internal static class UsageReading
{
    public static SimulatedUsage OfChat(JsonElement usage)
    {
        var cached = Number(usage.Get("prompt_tokens_details"), "cached_tokens");
        return new SimulatedUsage(
            Number(usage, "prompt_tokens") - cached,
            Number(usage, "completion_tokens"),
            CacheRead: cached,
            Reasoning: Number(usage.Get("completion_tokens_details"), "reasoning_tokens"));
    }

    public static SimulatedUsage OfMessages(JsonElement usage, SimulatedUsage? before = null) => new(
        Number(usage, "input_tokens", before?.Input),
        Number(usage, "output_tokens", before?.Output),
        Number(usage, "cache_read_input_tokens", before?.CacheRead),
        Number(usage, "cache_creation_input_tokens", before?.CacheWrite),
        Number(usage.Get("output_tokens_details"), "thinking_tokens", before?.Reasoning));

    public static SimulatedUsage OfResponses(JsonElement usage)
    {
        var (cached, written) = (Number(usage.Get("input_tokens_details"), "cached_tokens"), Number(usage.Get("input_tokens_details"), "cache_write_tokens"));
        return new SimulatedUsage(
            Number(usage, "input_tokens") - cached - written,
            Number(usage, "output_tokens"),
            CacheRead: cached,
            CacheWrite: written,
            Reasoning: Number(usage.Get("output_tokens_details"), "reasoning_tokens"));
    }

    public static ObservedResponse OfError(JsonElement error) => new()
    {
        ErrorMessage = error.GetText("message") ?? error.ToString(),
        ErrorType = error.GetText("type") ?? error.GetText("code"),
    };

    private static long Number(JsonElement? parent, string name, long? otherwise = null) =>
        parent?.Get(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : otherwise ?? 0;
}
