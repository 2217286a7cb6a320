using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire.Chat;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>Makes the output items of one Responses answer: one for each of its parts, as they are when they are done.</summary>
internal sealed class ResponsesItems(SimulatedResponse response, RenderContext context)
{
    /// <summary>Gets the parts in the order of their items: calls that come in turn stand behind everything else.</summary>
    public IReadOnlyList<ResponsePart> Parts { get; } = response.AreCallsInterleaved
        ? [.. response.Parts.OrderBy(part => part is ResponsePart.ToolCall)]
        : response.Parts;

    public JsonArray All() => [.. Parts.Select((_, index) => Item(index))];

    /// <summary>Makes the item of the part at a position.</summary>
    public JsonObject Item(int index) => Parts[index] switch
    {
        ResponsePart.Text text => Message(index, Text(text.Make(context.Request))),
        ResponsePart.Refusal refusal => Message(index, Refusal(refusal.Reason)),
        ResponsePart.Reasoning reasoning => Reasoning(index, Summaries(reasoning.Content), reasoning.Signature),
        ResponsePart.RedactedReasoning redacted => Reasoning(index, [], redacted.Data),
        ResponsePart.ToolCall { Call.IsCustom: true } call => Call("custom_tool_call", "ctc_", "input", index, call.Call),
        ResponsePart.ToolCall call => Call("function_call", "fc_", "arguments", index, call.Call),
        _ => throw new InvalidOperationException($"no item for {Parts[index]}"),
    };

    public static JsonObject Text(string text) => new()
    {
        ["type"] = "output_text",
        ["annotations"] = new JsonArray(),
        ["logprobs"] = new JsonArray(),
        ["text"] = text,
    };

    public static JsonObject Refusal(string reason) => new() { ["type"] = "refusal", ["refusal"] = reason };

    public static JsonObject Summary(string text) => new() { ["type"] = "summary_text", ["text"] = text };

    private JsonArray Summaries(string text) => ResponsesWords.AreSummariesAsked(context) ? [Summary(text)] : [];

    private JsonObject Message(int index, JsonObject content) => new()
    {
        ["id"] = Id("msg_", index),
        ["type"] = "message",
        ["status"] = Status(index),
        ["content"] = new JsonArray(content),
        ["role"] = "assistant",
    };

    private JsonObject Reasoning(int index, JsonArray summary, string signature)
    {
        var item = new JsonObject { ["id"] = Id("rs_", index), ["type"] = "reasoning" };
        if (ResponsesWords.IsEncryptedReasoningRequested(context))
        {
            item["encrypted_content"] = signature;
        }

        item["summary"] = summary;
        return item;
    }

    private JsonObject Call(string type, string prefix, string field, int index, SimulatedToolCall call) => new()
    {
        ["id"] = Id(prefix, index),
        ["type"] = type,
        ["status"] = Status(index),
        [field] = call.Arguments,
        ["call_id"] = ChatWords.CallId(call, Parts.Take(index).OfType<ResponsePart.ToolCall>().Count(), context),
        ["name"] = call.Name,
    };

    private string Id(string prefix, int index) => $"{context.Id(prefix)}{index}";

    // what the limit met is the last item
    private string Status(int index) => index == Parts.Count - 1 ? ResponsesWords.Status(response) : ResponsesWords.Completed;
}
