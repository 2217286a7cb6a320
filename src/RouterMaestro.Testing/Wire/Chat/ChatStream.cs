using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Chat;

/// <summary>Writes an answer as the events that Chat Completions streams.</summary>
internal static class ChatStream
{
    public static IEnumerable<WireFrame> Frames(SimulatedResponse response, RenderContext context)
    {
        var chunks = new ChatChunks(response, context);
        var speaks = response.Of<ResponsePart.Text>().Any();
        yield return chunks.Delta("role", new JsonObject { ["role"] = "assistant", ["content"] = speaks ? "" : null, ["refusal"] = null });
        foreach (var part in response.Parts)
        {
            var (name, field, pieces) = Spoken(part, response, context);
            foreach (var piece in pieces)
            {
                yield return chunks.Delta(name, new JsonObject { [field] = piece }, isContent: true);
            }
        }

        foreach (var frame in Calls(response, context, chunks))
        {
            yield return frame;
        }

        yield return chunks.Delta("finish", [], finishReason: ChatWords.FinishReason(response));
        if (chunks.AreUsageChunksAsked)
        {
            yield return chunks.Usage(response.UsageFor(context.Request));
        }

        yield return new WireFrame("done", WireJson.DataEvent("[DONE]"));
    }

    private static (string Name, string Field, IEnumerable<string> Pieces) Spoken(ResponsePart part, SimulatedResponse response, RenderContext context) => part switch
    {
        ResponsePart.Text text => ("content", "content", Pieces.Of(text.Make(context.Request), text.Pieces, response.PieceSize)),
        ResponsePart.Refusal refusal => ("refusal", "refusal", Pieces.Of(refusal.Reason, refusal.Pieces, response.PieceSize)),
        ResponsePart.Reasoning reasoning => ("reasoning", context.ChatReasoningField, Pieces.Of(reasoning.Content, reasoning.Pieces, response.PieceSize)),
        _ => ("", "", []),
    };

    private static IEnumerable<WireFrame> Calls(SimulatedResponse response, RenderContext context, ChatChunks chunks)
    {
        var calls = response.Of<ResponsePart.ToolCall>().Select((part, i) => CallFrames(i, part.Call, response, context, chunks).ToList()).ToList();
        if (!response.AreCallsInterleaved)
        {
            return calls.SelectMany(frames => frames);
        }

        var longest = calls.Max(frames => (int?)frames.Count) ?? 0;
        return Enumerable.Range(0, longest).SelectMany(i => calls.Where(frames => i < frames.Count).Select(frames => frames[i]));
    }

    private static IEnumerable<WireFrame> CallFrames(int index, SimulatedToolCall call, SimulatedResponse response, RenderContext context, ChatChunks chunks)
    {
        yield return chunks.Delta("tool_start", Start(new JsonObject
        {
            ["index"] = index,
            ["id"] = ChatWords.CallId(call, index, context),
            ["type"] = ChatWords.CallType(call),
            [ChatWords.CallType(call)] = new JsonObject { ["name"] = call.Name, [ChatWords.ArgumentsField(call)] = "" },
        }, index, call, context));
        foreach (var piece in Pieces.Of(call.Arguments, call.Pieces, response.PieceSize))
        {
            yield return chunks.Delta(
                "tool_arguments",
                Call(new JsonObject { ["index"] = index, [ChatWords.CallType(call)] = new JsonObject { [ChatWords.ArgumentsField(call)] = piece } }),
                isContent: true);
        }
    }

    private static JsonObject Start(JsonObject start, int index, SimulatedToolCall call, RenderContext context) =>
        Call(call.IsCustom ? start : ThoughtSignatureRules.Sign(start, index, call.Arguments, context.Server));

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
}
