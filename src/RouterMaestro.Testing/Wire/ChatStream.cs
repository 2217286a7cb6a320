using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes an answer as the events that Chat Completions streams.</summary>
internal static class ChatStream
{
    public static IEnumerable<WireFrame> Frames(SimulatedAnswer answer, RenderContext context)
    {
        var chunks = new ChatChunks(answer, context);
        var speaks = answer.Of<AnswerPart.Text>().Any();
        yield return chunks.Delta("role", new JsonObject { ["role"] = "assistant", ["content"] = speaks ? "" : null, ["refusal"] = null });
        foreach (var part in answer.Parts)
        {
            var (name, field, pieces) = Spoken(part, answer, context);
            foreach (var piece in pieces)
            {
                yield return chunks.Delta(name, new JsonObject { [field] = piece }, isContent: true);
            }
        }

        foreach (var frame in Calls(answer, context, chunks))
        {
            yield return frame;
        }

        yield return chunks.Delta("finish", [], finishReason: ChatWords.FinishReason(answer));
        if (chunks.AreUsageChunksAsked)
        {
            yield return chunks.Usage(answer.UsageFor(context));
        }

        yield return new WireFrame("done", WireJson.DataEvent("[DONE]"));
    }

    private static (string Name, string Field, IEnumerable<string> Pieces) Spoken(AnswerPart part, SimulatedAnswer answer, RenderContext context) => part switch
    {
        AnswerPart.Text text => ("content", "content", Pieces.Of(text.Make(context.Request), text.Pieces, answer.PieceSize)),
        AnswerPart.Refusal refusal => ("refusal", "refusal", Pieces.Of(refusal.Reason, refusal.Pieces, answer.PieceSize)),
        AnswerPart.Reasoning thought => ("reasoning", context.Options.ChatReasoningField, Pieces.Of(thought.Content, thought.Pieces, answer.PieceSize)),
        _ => ("", "", []),
    };

    private static IEnumerable<WireFrame> Calls(SimulatedAnswer answer, RenderContext context, ChatChunks chunks)
    {
        var calls = answer.Of<AnswerPart.ToolCall>().Select((part, i) => CallFrames(i, part.Call, answer, context, chunks).ToList()).ToList();
        if (!answer.AreCallsInterleaved)
        {
            return calls.SelectMany(frames => frames);
        }

        var longest = calls.Max(frames => (int?)frames.Count) ?? 0;
        return Enumerable.Range(0, longest).SelectMany(i => calls.Where(frames => i < frames.Count).Select(frames => frames[i]));
    }

    private static IEnumerable<WireFrame> CallFrames(int index, SimulatedToolCall call, SimulatedAnswer answer, RenderContext context, ChatChunks chunks)
    {
        yield return chunks.Delta("tool_start", Call(new JsonObject
        {
            ["index"] = index,
            ["id"] = ChatWords.CallId(call, index, context),
            ["type"] = ChatWords.CallType(call),
            [ChatWords.CallType(call)] = new JsonObject { ["name"] = call.Name, [ChatWords.ArgumentsField(call)] = "" },
        }));
        foreach (var piece in Pieces.Of(call.Arguments, call.Pieces, answer.PieceSize))
        {
            yield return chunks.Delta(
                "tool_arguments",
                Call(new JsonObject { ["index"] = index, [ChatWords.CallType(call)] = new JsonObject { [ChatWords.ArgumentsField(call)] = piece } }),
                isContent: true);
        }
    }

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
}
