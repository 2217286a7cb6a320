using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes an answer as Chat Completions sends one that is not streamed.</summary>
internal static class ChatAnswer
{
    public static byte[] Body(SimulatedAnswer answer, RenderContext context) => WireJson.Bytes(new JsonObject
    {
        ["id"] = context.Id("chatcmpl-"),
        ["object"] = "chat.completion",
        ["created"] = context.UnixNow,
        ["model"] = answer.Model ?? context.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = Message(answer, context),
            ["logprobs"] = null,
            ["finish_reason"] = ChatWords.FinishReason(answer),
        }),
        ["usage"] = answer.Omitted.Contains("usage") ? null : ChatWords.Usage(answer.UsageFor(context)),
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_simulated",
    });

    private static JsonObject Message(SimulatedAnswer answer, RenderContext context)
    {
        var calls = answer.Of<AnswerPart.ToolCall>().Select((part, i) => (JsonNode)new JsonObject
        {
            ["id"] = ChatWords.CallId(part.Call, i, context),
            ["type"] = ChatWords.CallType(part.Call),
            [ChatWords.CallType(part.Call)] = new JsonObject { ["name"] = part.Call.Name, [ChatWords.ArgumentsField(part.Call)] = part.Call.Arguments },
        }).ToArray();
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = Joined(answer.Of<AnswerPart.Text>().Select(p => p.Make(context.Request))),
            ["refusal"] = Joined(answer.Of<AnswerPart.Refusal>().Select(p => p.Reason)),
            ["annotations"] = new JsonArray(),
        };
        if (Joined(answer.Of<AnswerPart.Reasoning>().Select(p => p.Content)) is { } reasoning)
        {
            message[context.Options.ChatReasoningField] = reasoning;
        }

        if (calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray(calls);
        }

        return message;
    }

    private static string? Joined(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Count == 0 ? null : string.Concat(all);
    }
}
