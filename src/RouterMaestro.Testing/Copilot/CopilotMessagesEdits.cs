using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Copilot;

/// <summary>What Copilot changes in streams of Messages.</summary>
internal static class CopilotMessagesEdits
{
    public static IEnumerable<WireFrame> Stream(CopilotReply reply, IReadOnlyList<WireFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (frame.Name == "message_delta")
            {
                var json = CopilotFrames.Read(frame);
                json["copilot_usage"] = reply.Bill.ToJson(reply.Usage);
                yield return frame.Write(json) with { Counted = reply.Bill.Counter(reply.Usage) };
            }
            else if (frame.Name == "message_stop" && reply.Has(CopilotQuirks.BedrockMetrics))
            {
                var cost = new JsonObject { ["type"] = "copilot_usage", ["copilot_usage"] = reply.Bill.ToJson(reply.Usage) };
                yield return new WireFrame("copilot_usage", WireJson.NamedEvent("copilot_usage", WireJson.Text(cost)));
                var json = CopilotFrames.Read(frame);
                json["amazon-bedrock-invocationMetrics"] = new JsonObject
                {
                    ["inputTokenCount"] = reply.Usage.Input,
                    ["outputTokenCount"] = reply.Usage.Output,
                    ["invocationLatency"] = 812,
                    ["firstByteLatency"] = 310,
                };
                yield return frame.Write(json);
            }
            else
            {
                yield return frame;
            }
        }
    }
}
