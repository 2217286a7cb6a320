using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>Writes the response object, which a stream sends at its beginning and at its end, and repeats the request's settings.</summary>
internal static class ResponsesObject
{
    public static JsonObject Make(SimulatedResponse response, RenderContext context, string status, JsonArray output) => Make(
        response.Model ?? context.Model,
        context,
        status,
        output,
        incomplete: status == ResponsesWords.Incomplete ? new JsonObject { ["reason"] = ResponsesWords.IncompleteReason(response) } : null,
        usage: status == ResponsesWords.InProgress ? null : ResponsesWords.Usage(response.UsageFor(context.Request)));

    /// <summary>Makes the object of an answer that failed in its middle.</summary>
    public static JsonObject Failed(JsonObject error, RenderContext context) => Make(context.Model, context, "failed", [], error: error);

    private static JsonObject Make(
        string model,
        RenderContext context,
        string status,
        JsonArray output,
        JsonObject? error = null,
        JsonObject? incomplete = null,
        JsonObject? usage = null) => new()
        {
            ["id"] = context.Id("resp_"),
            ["object"] = "response",
            ["created_at"] = context.UnixNow,
            ["status"] = status,
            ["background"] = false,
            ["completed_at"] = status == ResponsesWords.Completed ? context.UnixNow : null,
            ["error"] = error,
            ["frequency_penalty"] = 0.0,
            ["incomplete_details"] = incomplete,
            ["instructions"] = Said(context, "instructions"),
            ["max_output_tokens"] = Said(context, "max_output_tokens"),
            ["max_tool_calls"] = Said(context, "max_tool_calls"),
            ["model"] = model,
            ["output"] = output,
            ["parallel_tool_calls"] = Said(context, "parallel_tool_calls") ?? true,
            ["presence_penalty"] = 0.0,
            ["previous_response_id"] = Said(context, "previous_response_id"),
            ["prompt_cache_key"] = Said(context, "prompt_cache_key"),
            ["prompt_cache_retention"] = Said(context, "prompt_cache_retention"),
            ["reasoning"] = new JsonObject
            {
                ["effort"] = context.Said("reasoning")?.GetText("effort"),
                ["summary"] = context.Said("reasoning")?.GetText("summary"),
            },
            ["safety_identifier"] = Said(context, "safety_identifier"),
            ["service_tier"] = "default",
            ["store"] = Said(context, "store") ?? true,
            ["temperature"] = Said(context, "temperature") ?? 1.0,
            ["text"] = Said(context, "text") ?? new JsonObject { ["format"] = new JsonObject { ["type"] = "text" }, ["verbosity"] = "medium" },
            ["tool_choice"] = Said(context, "tool_choice") ?? "auto",
            ["tools"] = Said(context, "tools") ?? new JsonArray(),
            ["top_logprobs"] = 0,
            ["top_p"] = Said(context, "top_p") ?? 1.0,
            ["truncation"] = Said(context, "truncation") ?? "disabled",
            ["usage"] = usage,
            ["user"] = Said(context, "user"),
            ["metadata"] = Said(context, "metadata") ?? new JsonObject(),
        };

    private static JsonNode? Said(RenderContext context, string name) =>
        context.Said(name) is { } value ? JsonNode.Parse(value.GetRawText()) : null;
}
