using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Messages;

/// <summary>Writes an answer as the events that Messages streams.</summary>
internal static class MessagesStream
{
    public static IEnumerable<WireFrame> Frames(SimulatedResponse response, RenderContext context)
    {
        var events = new MessagesEvents();
        var usage = response.UsageFor(context.Request);
        yield return events.Make("message_start", new JsonObject { ["message"] = Opening(response, context, usage) });
        var blocks = new MessagesBlocks(response, context, events);
        var isFirst = true;
        foreach (var frame in response.Parts.SelectMany(blocks.Frames))
        {
            yield return frame;
            if (isFirst)
            {
                yield return MessagesEvents.Ping;
                isFirst = false;
            }
        }

        if (isFirst)
        {
            yield return MessagesEvents.Ping;
        }

        yield return events.Make("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject
            {
                ["stop_reason"] = MessagesWords.StopReason(response),
                ["stop_sequence"] = response.StopSequence,
                ["stop_details"] = MessagesWords.StopDetails(response),
            },
            ["usage"] = MessagesWords.FinalUsage(usage),
        });
        yield return events.Make("message_stop", []);
    }

    private static JsonObject Opening(SimulatedResponse response, RenderContext context, SimulatedUsage usage) => new()
    {
        ["model"] = response.Model ?? context.Model,
        ["id"] = context.Id("msg_"),
        ["type"] = "message",
        ["role"] = "assistant",
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["stop_details"] = null,
        ["usage"] = MessagesWords.Usage(usage, Math.Min(1, usage.Output)),
    };
}

/// <summary>Makes the events of one Messages stream, with the blanks that the provider leaves before the last brace.</summary>
internal sealed class MessagesEvents
{
    private int _count;

    public static WireFrame Ping { get; } = new("ping", WireJson.NamedEvent("ping", """{"type": "ping"}"""));

    public WireFrame Make(string name, JsonObject fields, bool isContent = false)
    {
        fields.Insert(0, "type", name);
        var json = WireJson.Text(fields);
        var blanks = new string(' ', _count++ * 5 % 16);
        return new WireFrame(name, WireJson.NamedEvent(name, $"{json[..^1]}{blanks}}}"), isContent);
    }
}
