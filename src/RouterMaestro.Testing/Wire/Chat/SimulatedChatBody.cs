using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Chat;

/// <summary>Writes an answer as Chat Completions sends one that is not streamed.</summary>
internal static class SimulatedChatBody
{
    public static byte[] Body(SimulatedResponse response, RenderContext context) => WireJson.Bytes(new JsonObject
    {
        ["id"] = context.Id("chatcmpl-"),
        ["object"] = "chat.completion",
        ["created"] = context.UnixNow,
        ["model"] = response.Model ?? context.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(response, context),
            ["logprobs"] = null,
            ["finish_reason"] = ChatWords.FinishReason(response),
        }),
        ["usage"] = response.Omitted.Contains("usage") ? null : ChatWords.Usage(response.UsageFor(context.Request)),
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_simulated",
    });

    private static JsonObject Message(SimulatedResponse response, RenderContext context)
    {
        var calls = response.Of<ResponsePart.ToolCall>().Select(JsonNode (part, i) => Signed(part.Call, i, context, new JsonObject
        {
            ["id"] = ChatWords.CallId(part.Call, i, context),
            ["type"] = ChatWords.CallType(part.Call),
            [ChatWords.CallType(part.Call)] = new JsonObject { ["name"] = part.Call.Name, [ChatWords.ArgumentsField(part.Call)] = part.Call.Arguments },
        })).ToArray();
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = Joined(response.Of<ResponsePart.Text>().Select(p => p.Make(context.Request))),
            ["refusal"] = Joined(response.Of<ResponsePart.Refusal>().Select(p => p.Reason)),
            ["annotations"] = new JsonArray(),
        };
        if (Joined(response.Of<ResponsePart.Reasoning>().Select(p => p.Content)) is { } reasoning)
        {
            message[context.ChatReasoningField] = reasoning;
        }

        if (calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray(calls);
        }

        return message;
    }

    private static JsonObject Signed(SimulatedToolCall call, int index, RenderContext context, JsonObject written) =>
        call.IsCustom ? written : ThoughtSignatureRules.Sign(written, index, call.Arguments, context.Server);

    private static string? Joined(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Count == 0 ? null : string.Concat(all);
    }
}
