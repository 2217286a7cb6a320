using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>Writes an answer as the events that Responses streams.</summary>
internal static class ResponsesStream
{
    /// <summary>The names of the events by which a stream ends well.</summary>
    public static readonly string[] Terminals = ["response.completed", "response.incomplete"];

    public static IEnumerable<WireFrame> Frames(SimulatedResponse answer, RenderContext context) => Events(answer, context)
        .Where(e => !answer.Omitted.Contains(e.Name))
        .Select((e, number) => e.ToFrame(number));

    private static IEnumerable<ResponsesEvent> Events(SimulatedResponse answer, RenderContext context)
    {
        foreach (var name in new[] { "response.created", "response.in_progress" })
        {
            yield return new ResponsesEvent(name, Holding(ResponsesObject.Make(answer, context, ResponsesWords.InProgress, [])));
        }

        var items = new ResponsesItems(answer, context);
        foreach (var e in Items(answer, items, new ResponsesItemEvents(answer, context, items)))
        {
            yield return e;
        }

        var status = ResponsesWords.Status(answer);
        yield return new ResponsesEvent($"response.{status}", Holding(ResponsesObject.Make(answer, context, status, items.All())));
    }

    private static IEnumerable<ResponsesEvent> Items(SimulatedResponse answer, ResponsesItems items, ResponsesItemEvents events)
    {
        var all = items.Parts.Select((part, index) => (part, Events: events.Of(index).ToList())).ToList();
        if (!answer.AreCallsInterleaved)
        {
            return all.SelectMany(item => item.Events);
        }

        var calls = all.Where(item => item.part is ResponsePart.ToolCall).Select(item => item.Events).ToList();
        var longest = calls.Max(call => (int?)call.Count) ?? 0;
        return all.Where(item => item.part is not ResponsePart.ToolCall).SelectMany(item => item.Events)
            .Concat(Enumerable.Range(0, longest).SelectMany(i => calls.Where(call => i < call.Count).Select(call => call[i])));
    }

    private static JsonObject Holding(JsonObject response) => new() { ["response"] = response };
}
