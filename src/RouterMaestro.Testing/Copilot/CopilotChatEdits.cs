using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;
using RouterMaestro.Testing.Wire.Chat;

namespace RouterMaestro.Testing.Copilot;

/// <summary>What Copilot changes in answers of Chat.</summary>
internal static class CopilotChatEdits
{
    private static readonly SimulatedUsage _nothing = new(0, 0);

    /// <summary>Names the members that carry reasoning and what proves it.</summary>
    public static (string Text, string Signature) ReasoningKeys(CopilotQuirks quirks) =>
        quirks.HasFlag(CopilotQuirks.CotKeys) ? ("cot_summary", "cot_id")
        : quirks.HasFlag(CopilotQuirks.ThinkingKeys) ? ("thinking", "signature")
        : ("reasoning_text", "reasoning_opaque");

    public static IEnumerable<WireFrame> Stream(CopilotReply reply, IReadOnlyList<WireFrame> frames)
    {
        var signature = reply.Response.Parts.Select(CopilotSignatures.Signature).FirstOrDefault(s => s is not null);
        var before = frames.Index().Where(f => f.Item.Name is "role" or "reasoning").Select(f => f.Index).LastOrDefault();
        foreach (var (i, frame) in frames.Where(f => f.Name != "usage").Index())
        {
            if (frame.Name == "finish")
            {
                foreach (var end in Ends(reply, frame))
                {
                    yield return end;
                }

                continue;
            }

            yield return Edited(reply, frame);
            if (i == before && signature is not null)
            {
                yield return Proof(reply, frame, signature);
            }
        }
    }

    public static void Body(CopilotReply reply, JsonObject body)
    {
        var choice = body["choices"]![0]!.AsObject();
        var message = choice["message"]!.AsObject();
        WrapThinking(reply, message);
        if (reply.Response.Parts.Select(CopilotSignatures.Signature).FirstOrDefault(s => s is not null) is { } signature)
        {
            message[ReasoningKeys(reply.Quirks).Signature] = signature;
        }

        if (message["tool_calls"] is not JsonArray calls)
        {
            return;
        }

        if (reply.Has(CopilotQuirks.StopWithToolCalls))
        {
            choice["finish_reason"] = "stop";
        }

        if (reply.Has(CopilotQuirks.SplitChoices))
        {
            body["choices"] = Split(choice, message, calls);
        }
    }

    private static JsonArray Split(JsonObject choice, JsonObject message, JsonArray calls)
    {
        message.Remove("tool_calls");
        var hasText = message["content"] is not null;
        var choices = calls.Select((call, i) => new JsonObject
        {
            ["index"] = i + (hasText ? 1 : 0),
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = new JsonArray(call!.DeepClone()) },
            ["finish_reason"] = choice["finish_reason"]!.DeepClone(),
        });
        if (!hasText)
        {
            return [.. choices];
        }

        var text = choice.DeepClone().AsObject();
        text["finish_reason"] = "stop";
        return [text, .. choices];
    }

    private static WireFrame Edited(CopilotReply reply, WireFrame frame)
    {
        var isSplit = reply.Has(CopilotQuirks.SplitChoices) && frame.Name is "tool_start" or "tool_arguments";
        if (frame.Name == "done" || !(isSplit || (frame.Name == "reasoning" && reply.Has(CopilotQuirks.ThinkingKeys))
            || reply.Has(CopilotQuirks.ZeroUsage) || reply.Has(CopilotQuirks.BareChunks)))
        {
            return frame;
        }

        var chunk = CopilotFrames.Read(frame);
        var choice = chunk["choices"]![0]!.AsObject();
        WrapThinking(reply, choice["delta"]!.AsObject());
        if (isSplit)
        {
            choice["index"] = choice["delta"]!["tool_calls"]![0]!["index"]!.GetValue<int>() + FirstCall(reply);
        }

        return Write(reply, frame, chunk, isLast: false);
    }

    private static IEnumerable<WireFrame> Ends(CopilotReply reply, WireFrame frame)
    {
        var chunk = CopilotFrames.Read(frame);
        chunk["choices"] = Finishes(reply, chunk["choices"]![0]!.AsObject());
        var isUsageApart = reply.Has(CopilotQuirks.UsageAfterFinish);
        yield return Write(reply, frame, chunk.DeepClone().AsObject(), isLast: !isUsageApart);
        if (isUsageApart)
        {
            chunk["choices"] = new JsonArray();
            yield return Write(reply, frame with { Name = "usage" }, chunk, isLast: true);
        }
    }

    private static JsonArray Finishes(CopilotReply reply, JsonObject choice)
    {
        var calls = reply.Response.Of<ResponsePart.ToolCall>().Count();
        if (calls > 0 && reply.Has(CopilotQuirks.StopWithToolCalls))
        {
            choice["finish_reason"] = "stop";
        }

        if (calls == 0 || !reply.Has(CopilotQuirks.SplitChoices))
        {
            return [choice.DeepClone()];
        }

        return [.. Enumerable.Range(0, calls + FirstCall(reply)).Select(i =>
        {
            var one = choice.DeepClone().AsObject();
            one["index"] = i;
            one["finish_reason"] = i < FirstCall(reply) ? "stop" : choice["finish_reason"]!.DeepClone();
            return one;
        })];
    }

    private static int FirstCall(CopilotReply reply) => reply.Response.Of<ResponsePart.Text>().Any() ? 1 : 0;

    private static WireFrame Proof(CopilotReply reply, WireFrame frame, string signature)
    {
        var chunk = CopilotFrames.Read(frame);
        chunk["choices"]![0]!["delta"] = new JsonObject { [ReasoningKeys(reply.Quirks).Signature] = signature };
        return Write(reply, frame with { Name = "reasoning_opaque", IsContent = false }, chunk, isLast: false);
    }

    private static void WrapThinking(CopilotReply reply, JsonObject message)
    {
        if (reply.Has(CopilotQuirks.ThinkingKeys) && !reply.Has(CopilotQuirks.CotKeys) && message["thinking"] is JsonValue text)
        {
            message["thinking"] = new JsonObject { ["text"] = text.DeepClone() };
        }
    }

    private static WireFrame Write(CopilotReply reply, WireFrame frame, JsonObject chunk, bool isLast)
    {
        if (reply.Has(CopilotQuirks.BareChunks))
        {
            chunk.Remove("object");
            chunk.Remove("created");
        }

        chunk.Remove("usage");
        if (isLast)
        {
            chunk["copilot_usage"] = reply.Bill.ToJson(reply.Usage);
        }

        if (isLast ? !reply.Response.Omitted.Contains("usage") : reply.Has(CopilotQuirks.ZeroUsage))
        {
            chunk["usage"] = ChatWords.Usage(isLast ? reply.Usage : _nothing);
        }

        return frame.Write(chunk) with { Counted = isLast ? reply.Bill.Counter(reply.Usage) : null };
    }
}
