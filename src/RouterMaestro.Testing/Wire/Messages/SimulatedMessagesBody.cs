using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Messages;

/// <summary>Writes an answer as Messages sends one that is not streamed.</summary>
internal static class SimulatedMessagesBody
{
    public static byte[] Body(SimulatedResponse response, RenderContext context)
    {
        var usage = response.UsageFor(context.Request);
        var told = MessagesWords.Usage(usage, usage.Output);
        told["output_tokens_details"] = new JsonObject { ["thinking_tokens"] = usage.Reasoning };
        return WireJson.Bytes(new JsonObject
        {
            ["model"] = response.Model ?? context.Model,
            ["id"] = context.Id("msg_"),
            ["type"] = "message",
            ["role"] = "assistant",
            ["content"] = new JsonArray([.. Blocks(response, context)]),
            ["stop_reason"] = MessagesWords.StopReason(response),
            ["stop_sequence"] = response.StopSequence,
            ["stop_details"] = MessagesWords.StopDetails(response),
            ["usage"] = told,
        });
    }

    private static IEnumerable<JsonNode> Blocks(SimulatedResponse response, RenderContext context)
    {
        var calls = 0;
        foreach (var part in response.Parts)
        {
            var block = part switch
            {
                ResponsePart.Text text => new JsonObject { ["type"] = "text", ["text"] = text.Make(context.Request) },
                ResponsePart.Reasoning reasoning => new JsonObject
                {
                    ["type"] = "thinking",
                    ["thinking"] = reasoning.Content,
                    ["signature"] = reasoning.Signature,
                },
                ResponsePart.RedactedReasoning redacted => new JsonObject { ["type"] = "redacted_thinking", ["data"] = redacted.Data },
                ResponsePart.ToolCall call => new JsonObject
                {
                    ["type"] = "tool_use",
                    ["id"] = MessagesWords.CallId(call.Call, calls++, context),
                    ["name"] = call.Call.Name,
                    ["input"] = Input(call.Call.Arguments),
                    ["caller"] = new JsonObject { ["type"] = "direct" },
                },
                _ => null,
            };
            if (block is not null)
            {
                yield return block;
            }
        }
    }

    // only text can be broken: where the provider sends an object, it sends an empty one
    private static JsonNode? Input(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments);
        }
        catch (JsonException)
        {
            return new JsonObject();
        }
    }
}
