using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>What whole and streamed answers of Responses have in common.</summary>
internal static class ResponsesWords
{
    public const string Completed = "completed";

    public const string Incomplete = "incomplete";

    public const string InProgress = "in_progress";

    /// <summary>Gets why the answer is not whole; null for one that is.</summary>
    public static string? IncompleteReason(SimulatedResponse response) => response.StopWord ?? response.Stop switch
    {
        SimulatedStop.Length => "max_output_tokens",
        SimulatedStop.ContentFilter => "content_filter",
        _ => null,
    };

    public static string Status(SimulatedResponse response) => IncompleteReason(response) is null ? Completed : Incomplete;

    public static JsonObject Usage(SimulatedUsage usage)
    {
        var input = usage.Input + usage.CacheRead + usage.CacheWrite;
        return new JsonObject
        {
            ["input_tokens"] = input,
            ["input_tokens_details"] = new JsonObject { ["cache_write_tokens"] = usage.CacheWrite, ["cached_tokens"] = usage.CacheRead },
            ["output_tokens"] = usage.Output,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.Reasoning },
            ["total_tokens"] = input + usage.Output,
        };
    }

    /// <summary>Returns whether the request asks for the reasoning text; without that it is not sent.</summary>
    public static bool AreSummariesAsked(RenderContext context) =>
        (context.Said("reasoning")?.GetText("summary") ?? context.Said("reasoning")?.GetText("generate_summary")) is not null;

    /// <summary>Tells whether the request wants its reasoning back, sealed.</summary>
    public static bool IsEncryptedReasoningRequested(RenderContext context) => context.Request.Json is { } body
        && body.GetItems("include").Any(wish => wish.ValueKind == System.Text.Json.JsonValueKind.String && wish.ValueEquals("reasoning.encrypted_content"));
}
