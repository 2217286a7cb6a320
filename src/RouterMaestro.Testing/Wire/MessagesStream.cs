using System.Text.Json.Nodes;
using RouterMaestro.Testing.Rendering;

namespace RouterMaestro.Testing.Wire;

/// <summary>Writes an answer as the events that Messages streams.</summary>
internal static class MessagesStream
{
    public static IEnumerable<WireFrame> Frames(SimulatedAnswer answer, RenderContext context)
    {
        var events = new MessagesEvents();
        var usage = answer.UsageFor(context);
        yield return events.Make("message_start", new JsonObject { ["message"] = Opening(answer, context, usage) });
        var blocks = new MessagesBlocks(answer, context, events);
        var isFirst = true;
        foreach (var frame in answer.Parts.SelectMany(blocks.Frames))
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
                ["stop_reason"] = MessagesWords.StopReason(answer),
                ["stop_sequence"] = answer.StopSequence,
                ["stop_details"] = MessagesWords.StopDetails(answer),
            },
            ["usage"] = MessagesWords.FinalUsage(usage),
        });
        yield return events.Make("message_stop", []);
    }

    private static JsonObject Opening(SimulatedAnswer answer, RenderContext context, SimulatedUsage usage) => new()
    {
        ["model"] = answer.Model ?? context.Model,
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
